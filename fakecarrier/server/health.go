package server

import (
	"net/http"
	"runtime/debug"
)

func init() {
	for _, path := range []string{"/__admin/health", "/healthz"} {
		handle("GET "+path, health).probe = true
	}
	handle("GET /readyz", ready).probe = true
	for _, path := range []string{"/metrics", "/__admin/metrics"} {
		handle("GET "+path, func(c *call, _ none) (any, error) { return c.server.metrics, nil })
	}
}

// health answers as long as the process can: a supervisor may restart a process that does not
// answer.
func health(*call, none) (any, error) {
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	return object{"status": "ok", "version": version}, nil
}

// ready answers like health until the server is about to end. It does not matter whether there is
// room for another session: the sessions that are open still need requests.
func ready(c *call, _ none) (any, error) {
	if c.server.draining.Load() {
		return nil, refusal(http.StatusServiceUnavailable,
			"found the server about to end; meant another, or this one once it runs again")
	}
	return health(c, none{})
}
