package server

import (
	"net/http"
	"runtime/debug"
)

// A healthShown is the answer to a probe.
type healthShown struct {
	Status  string `json:"status"`
	Version string `json:"version"`
}

// health answers as long as the process can: a supervisor may restart a process that does not
// answer.
func health(r *http.Request) (any, error) {
	_, err := query(r)
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	return healthShown{"ok", version}, err
}

// ready answers like health until the server is about to end. It does not matter whether there is
// room for another session: the sessions that are open still need requests.
func (s *Server) ready(r *http.Request) (any, error) {
	if s.draining.Load() {
		return nil, refusal(http.StatusServiceUnavailable,
			"found the server about to end; meant another, or this one once it runs again")
	}
	return health(r)
}

// Drain lets /readyz answer 503 from now on, so that load balancers send no more requests. Requests
// that arrive are still served.
func (s *Server) Drain() { s.draining.Store(true) }
