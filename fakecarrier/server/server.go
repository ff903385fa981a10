package server

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"

	"github.com/jonboulle/clockwork"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// A Server is many worlds behind one address. It is safe for concurrent use.
type Server struct {
	config   Config
	wall     clockwork.Clock
	sessions sessions
	metrics  http.Handler
	draining atomic.Bool   // /readyz answers 503
	closing  chan struct{} // closed when streams are to end
}

// New returns a server whose default session is open. Its error says what is wrong with the
// configuration.
func New(c Config, wall clockwork.Clock) (*Server, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s := &Server{config: c, wall: wall, closing: make(chan struct{})}
	s.sessions = sessions{wall: wall, config: &s.config, open: map[string]*session{}}
	for _, name := range append([]string{defaultSession}, slices.Sorted(maps.Keys(c.Opened))...) {
		if _, err := s.sessions.create(name, c.openingOf(name)); err != nil {
			return nil, fmt.Errorf("server: %w", err)
		}
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collector{s})
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
		if _, rest, err := sessionOf(r); err == nil && isAdmin(rest) {
			admin.ServeHTTP(rw, r)
			return
		}
		carrier.ServeHTTP(rw, r)
	})
}

func (s *Server) serveCarrier(rw http.ResponseWriter, r *http.Request) {
	name, rest, err := sessionOf(r)
	if err != nil {
		writeProblem(rw, err)
		return
	}
	on, err := s.sessions.use(name, true)
	if err != nil {
		writeProblem(rw, err)
		return
	}
	defer on.busy.Add(-1)
	ctx, cancel := clockwork.WithTimeout(r.Context(), s.wall, answerTime)
	defer cancel()
	r = r.WithContext(s.withSource(ctx, r)) // a copy
	if rest != r.URL.Path {
		r.URL = &url.URL{Path: rest, RawQuery: r.URL.RawQuery}
	}
	on.world.ServeHTTP(rw, r)
}
