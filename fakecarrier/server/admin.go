package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A route is one operation of the admin API.
type route struct {
	method, path string
	act          func(*call) (any, error)
	probe        bool // it needs no session and no admin token
	general      bool // it concerns no session
}

// ofAll lets an operation concern no session, whatever the request names.
func (r *route) ofAll() { r.general = true }

// routes are all operations. openapi.yaml describes them.
var routes []*route

// handle adds an operation, such as "POST /__admin/bans". T is what it reads: the JSON object in
// the body of a POST, or else the parameters, by their names in JSON. If T has defaults, it is read
// over them. What act returns is sent as JSON, unless it is a handler, which then answers.
func handle[T any](pattern string, act func(c *call, in T) (any, error)) *route {
	r := &route{}
	r.method, r.path, _ = strings.Cut(pattern, " ")
	r.act = func(c *call) (any, error) {
		var in T
		if usual, ok := any(&in).(interface{ defaults(*Server) }); ok {
			usual.defaults(c.server)
		}
		read := c.parameters
		if r.method == http.MethodPost {
			read = c.body
		}
		if err := read(&in); err != nil {
			return nil, err
		}
		return act(c, in)
	}
	routes = append(routes, r)
	return r
}

// none is the T of an operation that reads nothing.
type none struct{}

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
	if err := s.act(rw, r); err != nil {
		writeProblem(rw, err)
	}
}

// act carries out the operation of a request and answers, unless it returns an error.
func (s *Server) act(rw http.ResponseWriter, r *http.Request) error {
	name, path, err := sessionOf(r)
	if err != nil {
		return err
	}
	route, err := findRoute(r.Method, path, rw.Header())
	if err != nil {
		return err
	}
	c := &call{server: s, Request: r}
	if !route.probe {
		if err := s.admits(r); err != nil {
			rw.Header().Set("WWW-Authenticate", `Basic realm="fakecarrier admin, any user"`)
			return err
		}
	}
	if !route.probe && !route.general {
		if c.on, err = s.sessions.use(name, route.method == http.MethodPost); err != nil {
			return err
		}
		defer c.on.busy.Add(-1)
	}
	if route.path != "/__admin/events" {
		defer s.observe("admin", s.wall.Now())
	}
	value, err := route.act(c)
	if err != nil {
		return err
	}
	if answer, ok := value.(http.Handler); ok {
		answer.ServeHTTP(rw, r)
		return nil
	}
	rw.Header().Set("Content-Type", "application/json")
	writeBody(rw, http.StatusOK, value)
	return nil
}

// findRoute returns an operation. Its error names the nearest path, or the methods of that path,
// which are then in the header too.
func findRoute(method, path string, answer http.Header) (*route, error) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	var paths, methods []string
	for _, r := range routes {
		paths = append(paths, r.path)
		if r.path != path {
			continue
		}
		if r.method == method {
			return r, nil
		}
		methods = append(methods, r.method)
	}
	if methods == nil {
		return nil, missing("found nothing at %s; meant %s", path, unit.Meant(path, paths))
	}
	answer.Set("Allow", strings.Join(methods, ", "))
	return nil, refusal(http.StatusMethodNotAllowed, "found %s %s; meant %s", method, path,
		strings.Join(methods, " or "))
}

// isLocalhost reports whether a host is this machine by its name, which may be written in any case,
// and with the dot of the root behind it (RFC 6761, 6.3).
func isLocalhost(host string) bool {
	return strings.EqualFold(strings.TrimSuffix(host, "."), "localhost")
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
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil || isLocalhost(host) {
		return nil
	}
	return refusal(http.StatusForbidden, "found the host %q; meant localhost or an address, or a "+
		"server with an admin token", r.Host)
}
