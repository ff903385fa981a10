package server

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
)

// A proxy takes the place of the carriers for programs whose HTTPS_PROXY it is, however they fix
// their hosts. It answers for the hosts of carriers by itself, and refuses all others. A server
// that has one opens no connection to anybody: it records no carrier.
type proxy struct {
	server *Server

	tunnels chan net.Conn // that callers have opened
	closed  chan struct{}
	once    sync.Once
	at      net.Addr
}

// A tunnel is a connection that a caller has opened through the proxy.
type tunnel struct {
	net.Conn
	first   io.Reader  // what the caller has sent already
	session string     // which one its requests name; "" is none
	from    netip.Addr // the simulated address of its caller
}

func (t *tunnel) Read(p []byte) (int, error) { return t.first.Read(p) }

// tunnelKey is the context key of the tunnel that a request came through.
type tunnelKey struct{}

func newProxy(s *Server, at net.Addr) *proxy {
	return &proxy{
		server: s, at: at, tunnels: make(chan net.Conn), closed: make(chan struct{}),
	}
}

// Accept returns the next tunnel: a proxy is the listener of what comes through it.
func (p *proxy) Accept() (net.Conn, error) {
	select {
	case t := <-p.tunnels:
		return t, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close lets no further tunnel be opened.
func (p *proxy) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr is where the proxy listens.
func (p *proxy) Addr() net.Addr { return p.at }

// ServeHTTP opens a tunnel (CONNECT), or answers a request whose target is a whole URL.
func (p *proxy) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	host := r.URL.Host
	if r.Method == http.MethodConnect {
		host = r.Host
	}
	session, err := sessionOfProxy(r)
	if err == nil {
		err = p.admit(r, host)
	}
	switch {
	case err != nil:
		writeProblem(rw, err)
	case r.Method == http.MethodConnect:
		p.open(rw, r, session)
	default:
		r.Host = host
		p.server.serveThrough(rw, r, session)
	}
}

// admit returns an error unless the host is a carrier's.
func (p *proxy) admit(r *http.Request, host string) error {
	if host == "" {
		return invalid("found %s %s of this proxy itself; meant requests through it: set HTTPS_PROXY to "+
			"http://%s", r.Method, clipped(r.URL.Path), p.at)
	}
	if _, ok := carrierAt(host); !ok {
		return refusal(http.StatusForbidden, "found the host %s; meant a carrier's, as apis.fedex.com: "+
			"nothing is passed on, GET /__admin/hosts lists those that are answered", clipped(host))
	}
	return nil
}

// clipped is the beginning of a text, for a message.
func clipped(text string) string { return text[:min(len(text), 200)] }

// sessionOfProxy returns the session that the user of the proxy's URL names, as in
// http://NAME@127.0.0.1:8482; "" if it names none.
func sessionOfProxy(r *http.Request) (string, error) {
	scheme, _, _ := strings.Cut(r.Header.Get("Proxy-Authorization"), " ")
	if scheme == "" {
		return "", nil
	}
	asked := http.Request{Header: http.Header{
		"Authorization": r.Header.Values("Proxy-Authorization"),
	}}
	name, _, ok := asked.BasicAuth()
	if !ok {
		return "", invalid("found the Proxy-Authorization scheme %s; meant Basic, whose user is the "+
			"name of a session", clipped(scheme))
	}
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	return name, checkName(name)
}

// open hands the connection over to the server of what comes through the proxy.
func (p *proxy) open(rw http.ResponseWriter, r *http.Request, session string) {
	from, _ := r.Context().Value(simulated{}).(netip.Addr)
	connection, buffered, err := http.NewResponseController(rw).Hijack()
	if err != nil {
		writeProblem(rw, refusal(http.StatusHTTPVersionNotSupported, "found CONNECT by %s; meant "+
			"HTTP/1.1", r.Proto))
		return
	}
	// What was read beyond the request is the beginning of the handshake.
	rest := io.LimitReader(buffered, int64(buffered.Reader.Buffered()))
	t := &tunnel{connection, io.MultiReader(rest, connection), session, from}
	_, err = io.WriteString(connection, "HTTP/1.1 200 Connection established\r\n\r\n")
	if err != nil {
		connection.Close()
		return
	}
	select {
	case p.tunnels <- t:
	case <-p.closed:
		connection.Close()
	}
}

// throughTunnel notes the tunnel that a connection is, which TLS may wrap.
func throughTunnel(ctx context.Context, c net.Conn) context.Context {
	if wrapped, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = wrapped.NetConn()
	}
	if t, ok := c.(*tunnel); ok {
		ctx = context.WithValue(ctx, tunnelKey{}, t)
		if t.from.IsValid() {
			ctx = context.WithValue(ctx, simulated{}, t.from)
		}
	}
	return ctx
}

// serveTunnelled answers a request that came through a tunnel.
func (s *Server) serveTunnelled(rw http.ResponseWriter, r *http.Request) {
	session := ""
	if t, ok := r.Context().Value(tunnelKey{}).(*tunnel); ok {
		session = t.session
	}
	if _, ok := carrierAt(r.Host); !ok {
		writeProblem(rw, refusal(http.StatusMisdirectedRequest, "found the host %s; meant a carrier's, "+
			"as apis.fedex.com", clipped(r.Host)))
		return
	}
	s.serveThrough(rw, r, session)
}

// serveThrough answers a request that a carrier was to get, in the session that the proxy's URL
// names, if it names one.
func (s *Server) serveThrough(rw http.ResponseWriter, r *http.Request, session string) {
	if named := r.Header.Get(sessionHeader); session != "" && named != "" && named != session {
		writeProblem(rw, invalid("found session %q in the proxy's URL and %q in the header; meant one",
			session, clipped(named)))
		return
	}
	if session != "" {
		r.Header.Set(sessionHeader, session)
	}
	s.serveCarrier(rw, r)
}

// listenForProxies opens the proxies, each with the server of what comes through it.
func (s *Server) listenForProxies(entries []entry, log io.Writer) ([]entry, error) {
	for _, l := range s.config.Intercept {
		listener, err := s.open(l)
		if err != nil {
			return entries, err
		}
		p := newProxy(s, listener.Addr())
		s.proxies = append(s.proxies, "http://"+listener.Addr().String())
		inside := httpServer(http.HandlerFunc(s.serveTunnelled), Listen{})
		inside.TLSConfig, inside.ConnContext = s.authority.config(), throughTunnel
		entries = append(entries, entry{listener, httpServer(p, l)}, entry{p, inside})
		if _, err := fmt.Fprintf(log, "fakecarrier: proxy for the hosts of carriers on http://%v%s; it "+
			"passes nothing on\n", listener.Addr(), l.from()); err != nil {
			return entries, err
		}
	}
	return entries, nil
}
