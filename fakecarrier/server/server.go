package server

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/record"
)

// A Server is many worlds behind one address. It is safe for concurrent use.
type Server struct {
	config   Config
	wall     clockwork.Clock
	sessions sessions
	stubs    stubsFile
	recorder *record.Recorder // nil: nothing is recorded, and no request leaves this machine
	metrics  http.Handler
	draining atomic.Bool  // /readyz answers 503
	streams  atomic.Int64 // of events, of all sessions
	writes   stallWatch
	access   *accessLog
	latency  *prometheus.HistogramVec
	closing  chan struct{} // closed when streams are to end

	authority *authority
	proxies   []string // URLs
}

// New returns a server whose default session is open. Its error says what is wrong with the
// configuration.
func New(c Config, wall clockwork.Clock) (*Server, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s := &Server{
		config: c, wall: wall, closing: make(chan struct{}), access: &accessLog{}, latency: newLatency(),
	}
	var err error
	if s.authority, err = newAuthority(wall); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s.stubs.name, s.stubs.log = c.Stubs, io.Discard
	if err := s.stubs.open(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s.sessions = sessions{
		wall: wall, config: &s.config, stubs: s.stubs.list, open: map[string]*session{},
	}
	state, err := c.openState()
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	for _, name := range append([]string{defaultSession}, slices.Sorted(maps.Keys(c.Opened))...) {
		on, err := s.sessions.create(name, c.openingOf(name))
		if err == nil && name == defaultSession && state != nil {
			_, err = s.sessions.resume(on, state)
		}
		if err != nil {
			return nil, fmt.Errorf("server: %w", err)
		}
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collector{s}, s.latency, newBuildInfo(), collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	s.metrics = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return s, nil
}

// Close ends the streams of events, which would otherwise delay a shutdown. Call it once.
func (s *Server) Close() { close(s.closing) }

// Drain lets /readyz answer 503 from now on, so that load balancers send no more requests. Requests
// that arrive are still served.
func (s *Server) Drain() { s.draining.Store(true) }

// Carrier returns the handler of the carrier's paths, and of the admin API's if that has no address
// of its own.
func (s *Server) Carrier() http.Handler {
	carrier := http.HandlerFunc(s.serveCarrier)
	if s.config.Admin != sameAddress {
		return carrier
	}
	admin := s.Admin()
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, rest, err := sessionOf(r)
		if err == nil && isAdmin(rest) {
			_, hosted := carrierAt(r.Host) // whose path / is the carrier's own
			if !hosted || rest != "/" {
				admin.ServeHTTP(rw, r)
				return
			}
		}
		carrier.ServeHTTP(rw, r)
	})
}

// serveCarrier answers a request of the carrier, and writes it into the access log.
func (s *Server) serveCarrier(rw http.ResponseWriter, r *http.Request) {
	if s.recorder != nil {
		s.recorder.ServeHTTP(rw, r)
		return
	}
	began := s.wall.Now()
	name, rest, err := sessionOf(r)
	var on *session
	if err == nil {
		s.restub()
		var opens bool
		name, opens = s.forHost(name, r.Host)
		on, err = s.sessions.use(name, opens)
	}
	ctx, at := r.Context(), began
	if err == nil {
		defer on.busy.Add(-1)
		at = on.clock.Now()
		if err = s.fromElsewhere(on, r, rest); err == nil {
			ctx, err = s.withSource(ctx, r)
		}
	}
	if s.access.to != nil {
		measured := &measuredWriter{ResponseWriter: rw}
		defer s.log(measured, loggedOf(r, name, at, front.Source(r.WithContext(ctx))), began)
		rw = measured
	}
	if err != nil {
		writeProblem(rw, err)
		return
	}
	a := &answering{Context: ctx, wall: s.wall, began: began}
	defer a.end()
	s.serveSession(on, rw, r, a, rest)
}

// serveSession lets a session's world answer.
func (s *Server) serveSession(
	on *session, rw http.ResponseWriter, r *http.Request, a *answering, path string,
) {
	endpoint := fakecarrier.APIEndpoint.String()
	if wire := on.world.Setup().Profile.Wire; path == wire.Token || path == wire.Refresh {
		endpoint = fakecarrier.TokenEndpoint.String()
	}
	defer s.observe(endpoint, a.began)
	var ctx context.Context = a
	if below := strings.TrimSuffix(r.URL.Path, path); below != "" {
		ctx = front.Below(ctx, below)
	}
	r = r.WithContext(ctx) // a copy
	if path != r.URL.Path {
		r.URL = &url.URL{Scheme: r.URL.Scheme, Path: path, RawQuery: r.URL.RawQuery}
	}
	on.world.ServeHTTP(rw, r)
}

// log writes a request into the access log once it is answered, or its connection is closed
// instead.
func (s *Server) log(answer *measuredWriter, e logged, began time.Time) {
	e.Status, e.Bytes = cmp.Or(answer.status, lostStatus), answer.bytes
	e.Took = float64(s.wall.Since(began).Microseconds()) / 1000
	s.access.write(e)
}
