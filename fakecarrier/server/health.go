package server

import (
	"net/http"
	"runtime/debug"
)

// A healthShown is what probes are answered.
type healthShown struct {
	Status  string `json:"status"`
	Version string `json:"version"`
}

// health answers whenever the process can; whoever asks may end a process that does not.
func health(r *http.Request) (any, error) {
	_, err := query(r)
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	return healthShown{"ok", version}, err
}

// ready answers as health does until the server is about to end. That there is no room for another
// session does not matter: to send no more requests here would cut off the sessions that are open.
func (s *Server) ready(r *http.Request) (any, error) {
	if s.draining.Load() {
		return nil, refusal(http.StatusServiceUnavailable,
			"found the server about to end; meant another, or this one once it runs again")
	}
	return health(r)
}

// Drain lets /readyz answer 503 from now on, so that whoever distributes requests sends no more of
// them. Those that arrive are served all the same.
func (s *Server) Drain() { s.draining.Store(true) }
