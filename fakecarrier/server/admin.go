package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A route is one operation of the admin API. It has one of three functions: act or probe, which
// return a value that is sent as JSON, or serve, which writes the answer itself. A probe needs no
// session and no admin token.
type route struct {
	method, path string
	act          func(on *session, r *http.Request) (any, error)
	serve        func(on *session, rw http.ResponseWriter, r *http.Request)
	probe        func(r *http.Request) (any, error)
}

// adminRoutes returns all operations. openapi.yaml describes them.
func (s *Server) adminRoutes() []route {
	return slices.Concat(s.clockRoutes(), s.sessionRoutes(), tokenRoutes, banRoutes, faultRoutes,
		journalRoutes(s), []route{
			{method: "GET", path: "/__admin/verdict", act: verdict},
			{method: "POST", path: "/__admin/reset", act: s.reset},
			{method: "GET", path: "/__admin/snapshot", act: snapshot},
			{method: "GET", path: "/__admin/events", serve: s.serveEvents},
			{method: "GET", path: "/__admin/health", probe: health},
			{method: "GET", path: "/healthz", probe: health},
			{method: "GET", path: "/readyz", probe: s.ready},
			{method: "GET", path: "/metrics", serve: s.serveMetrics},
			{method: "GET", path: "/__admin/metrics", serve: s.serveMetrics},
		}, pageRoutes())
}

// Admin returns the handler of the admin API.
func (s *Server) Admin() http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		writeProblem(rw, refusal(http.StatusForbidden, "found a request that a page of another site "+
			"had a browser send; meant one of the live page, or of no browser"))
	}))
	return protection.Handler(http.HandlerFunc(s.serveAdmin))
}

func (s *Server) serveAdmin(rw http.ResponseWriter, r *http.Request) {
	name, rest, err := sessionOf(r)
	if err != nil {
		writeProblem(rw, err)
		return
	}
	route, err := s.route(r.Method, rest)
	if err != nil {
		if known := s.methods(rest); known != nil {
			rw.Header().Set("Allow", strings.Join(known, ", "))
		}
		writeProblem(rw, err)
		return
	}
	if route.probe != nil {
		value, err := route.probe(r)
		writeAnswer(rw, value, err)
		return
	}
	if err := s.admits(r); err != nil {
		rw.Header().Set("WWW-Authenticate", `Basic realm="fakecarrier admin, any user"`)
		writeProblem(rw, err)
		return
	}
	on, done, err := s.sessions.use(name)
	if err != nil {
		writeProblem(rw, err)
		return
	}
	defer done()
	if route.serve != nil {
		route.serve(on, rw, r)
		return
	}
	value, err := route.act(on, r)
	writeAnswer(rw, value, err)
}

// route returns the operation. Its error names the nearest path, or the methods of that path.
func (s *Server) route(method, path string) (route, error) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, r := range s.routes {
		if r.path == path && r.method == method {
			return r, nil
		}
	}
	if known := s.methods(path); known != nil {
		return route{}, refusal(http.StatusMethodNotAllowed, "found %s %s; meant %s", method, path,
			strings.Join(known, " or "))
	}
	var paths []string
	for _, r := range s.routes {
		paths = append(paths, r.path)
	}
	return route{}, missing("found nothing at %s; meant %s", path, unit.Meant(path, paths))
}

// methods returns the methods of a path.
func (s *Server) methods(path string) (known []string) {
	for _, r := range s.routes {
		if r.path == path {
			known = append(known, r.method)
		}
	}
	return known
}

// admits returns an error if the caller may not use the admin API. If there is an admin token, the
// caller must send it as a bearer token, or as the password of HTTP Basic, for which browsers ask.
// If there is none, the Host must be an address or localhost; otherwise a web page elsewhere could
// reach the API under a name of its own (DNS rebinding).
func (s *Server) admits(r *http.Request) error {
	if s.config.AdminToken != "" {
		_, shown, _ := r.BasicAuth()
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if strings.EqualFold(scheme, "Bearer") {
			shown = token
		}
		want, got := sha256.Sum256([]byte(s.config.AdminToken)), sha256.Sum256([]byte(shown))
		if subtle.ConstantTimeCompare(want[:], got[:]) != 1 {
			return refusal(http.StatusUnauthorized, "found no admin token, or a wrong one; meant "+
				"it as a bearer token, or as the password of HTTP Basic")
		}
		return nil
	}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil || host == "localhost" {
		return nil
	}
	return refusal(http.StatusForbidden, "found the host %q; meant localhost or an address, or a "+
		"server with an admin token", r.Host)
}
