package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/pires/go-proxyproto"
)

// The limits of a connection, all assumed: headers arrive within seconds; the slowest answers are
// those held back by a latency; a shutdown takes ten seconds at most.
const (
	headerTime   = 5 * time.Second
	readTime     = 30 * time.Second
	answerTime   = 2 * time.Minute
	idleTime     = 2 * time.Minute
	shutdownTime = 10 * time.Second
	mostHeader   = 16 << 10 // bytes
	headerSlack  = 4 << 10  // bytes that net/http reads beyond the bound that it is given

	// How much the heap grows until it is collected, in percent: a server that keeps a few megabytes
	// and makes a hundred a second would be collected 30 times a second as is usual in Go.
	collectAt = 400
	usual     = 100
)

// Run serves until the context ends, drains for as long as configured, lets requests in flight
// finish, and returns nil. It writes its addresses to log. Its error is an address that it cannot
// listen on, or a listener that failed.
func Run(ctx context.Context, c Config, wall clockwork.Clock, log io.Writer) error {
	log = undisturbed{log}
	s, err := New(c, wall)
	if err != nil {
		return err
	}
	if was := debug.SetGCPercent(collectAt); was != usual {
		debug.SetGCPercent(was) // GOGC says so
	}
	s.stubs.log = log
	if err := s.startRecording(log); err != nil {
		return err
	}
	access, closeLog, err := openAccessLog(&c, func(err error) {
		fmt.Fprintf(log, "fakecarrier: the access log has gaps from here on: %v\n", err)
	})
	if err != nil {
		return err
	}
	defer func() { _ = closeLog() }() // nobody is left to tell
	s.access = access
	var said bytes.Buffer // once all are open: whoever reads an address relies on all of them
	entries, err := s.listen(&said)
	defer func() {
		for _, e := range entries {
			e.listener.Close() // again, unless another address failed
		}
	}()
	if err != nil {
		return err
	}
	_, _ = log.Write(said.Bytes())
	broken := make(chan error, len(entries))
	for _, e := range entries {
		go func() { broken <- e.serve() }()
	}
	select {
	case err = <-broken:
	case <-ctx.Done():
		err = s.drain(broken, log)
	}
	s.Close()
	ended := make(chan struct{})
	go s.cutStalled(ended)
	finished := closeAll(entries)
	close(ended)
	if !finished {
		fmt.Fprintf(log, "fakecarrier: requests were cut off after %v\n", shutdownTime)
	}
	return err
}

// cutStalled cuts off readers that take nothing of their answers, until all have ended.
func (s *Server) cutStalled(ended <-chan struct{}) {
	s.writes.cut()
	for {
		select {
		case <-s.wall.After(stallTime):
			s.writes.cut()
		case <-ended:
			return
		}
	}
}

// An undisturbed writer has no errors: a log that cannot be written, for a disk is full, is no
// reason not to serve.
type undisturbed struct{ io.Writer }

func (u undisturbed) Write(b []byte) (int, error) {
	_, _ = u.Writer.Write(b)
	return len(b), nil
}

// closeAll closes all entries at once, and waits for requests in flight. It reports whether all
// finished; it cuts off those that did not.
func closeAll(entries []entry) (finished bool) {
	patience, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	var late atomic.Bool
	var all sync.WaitGroup
	for _, e := range entries {
		all.Go(func() {
			if e.server.Shutdown(patience) != nil {
				late.Store(true)
				e.server.Close()
			}
		})
	}
	all.Wait()
	return !late.Load()
}

// drain goes on serving for a while, with /readyz at 503. Its error is that of a listener.
func (s *Server) drain(broken <-chan error, log io.Writer) error {
	s.Drain()
	if s.config.Drain == 0 {
		return nil
	}
	fmt.Fprintf(log, "fakecarrier: draining for %v, /readyz answers 503\n", s.config.Drain)
	select {
	case err := <-broken:
		return err
	case <-s.wall.After(s.config.Drain):
		return nil
	}
}

// An entry is a listener and the server behind it, which speaks TLS if it has a configuration of
// that.
type entry struct {
	listener net.Listener
	server   *http.Server
}

func (e entry) serve() error {
	if e.server.TLSConfig != nil {
		return e.server.ServeTLS(e.listener, "", "")
	}
	return e.server.Serve(e.listener)
}

// open listens at an address.
func (s *Server) open(l Listen) (net.Listener, error) {
	listener, err := net.Listen("tcp", l.Address)
	if err != nil {
		return nil, err
	}
	listener = watchedListener{listener, &s.writes}
	if s.config.ProxyProtocol {
		listener = s.withProxyHeader(listener)
	}
	return listener, nil
}

// listen opens all entries. If one fails, it returns those before it.
func (s *Server) listen(log io.Writer) (entries []entry, err error) {
	add := func(l Listen, what string, h http.Handler, secure bool) error {
		listener, err := s.open(l)
		if err != nil {
			return err
		}
		e, scheme := entry{listener, httpServer(h, l)}, "http"
		if secure {
			e.server.TLSConfig, scheme = s.authority.config(), "https"
		}
		entries = append(entries, e)
		_, err = fmt.Fprintf(log, "fakecarrier: %s on %s://%v%s\n", what, scheme, listener.Addr(),
			l.from())
		return err
	}
	what := s.about()
	for _, l := range s.config.Listen {
		if err := add(l, what, s.Carrier(), s.config.TLS); err != nil {
			return entries, err
		}
	}
	if entries, err = s.listenForProxies(entries, log); err != nil {
		return entries, err
	}
	if err := s.printSignedIn(log); err != nil {
		return entries, err
	}
	if s.config.Admin != sameAddress {
		err = add(Listen{Address: s.config.Admin}, "admin API and live page", s.Admin(), false)
	} else {
		_, err = fmt.Fprintf(log, "fakecarrier: admin API and live page at /__admin/ there\n")
	}
	return entries, err
}

// printSignedIn hands out the refresh tokens of those who are signed in at the start, and the names
// of the sessions that the configuration opens.
func (s *Server) printSignedIn(log io.Writer) error {
	if left := s.config.LeftOut; len(left) > 0 {
		_, err := fmt.Fprintf(log, "fakecarrier: of scenario %s these are not the carrier's, and left "+
			"out: %s\n", s.config.Scenario, strings.Join(left, ", "))
		if err != nil {
			return err
		}
	}
	for _, on := range s.sessions.list() {
		if on.name != defaultSession {
			_, err := fmt.Fprintf(log, "fakecarrier: %v, at %s%s\n", s.config.openingOf(on.name),
				sessionPrefix, on.name)
			if err != nil {
				return err
			}
		}
		for _, f := range on.world.Families() {
			_, err := fmt.Fprintf(log, "fakecarrier: session %s, client %s is signed in: refresh token %s\n",
				on.name, f.Client, f.Current[0])
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// httpServer speaks HTTP/1 and HTTP/2, the latter without TLS too, to whoever begins with it (h2c).
func httpServer(h http.Handler, l Listen) *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{
		Handler: h, Protocols: &protocols, ReadHeaderTimeout: headerTime, ReadTimeout: readTime,
		WriteTimeout: answerTime, IdleTimeout: idleTime, MaxHeaderBytes: mostHeader - headerSlack,
	}
	if l.Source.IsValid() {
		server.BaseContext = func(net.Listener) context.Context {
			return context.WithValue(context.Background(), simulated{}, l.Source)
		}
	}
	return server
}

// withProxyHeader reads PROXY headers of trusted peers. It closes connections of others that begin
// with such a header.
func (s *Server) withProxyHeader(l net.Listener) net.Listener {
	return &proxyproto.Listener{
		Listener: l, ReadHeaderTimeout: headerTime,
		ConnPolicy: func(o proxyproto.ConnPolicyOptions) (proxyproto.Policy, error) {
			if peer, ok := o.Upstream.(*net.TCPAddr); ok && s.trusts(peer.AddrPort().Addr()) {
				return proxyproto.USE, nil
			}
			return proxyproto.REJECT, nil
		},
	}
}
