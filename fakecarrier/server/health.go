package server

import (
	"net/http"
	"runtime/debug"
)

func init() {
	register([]route{
		{method: "GET", path: "/__admin/health", act: health, probe: true},
		{method: "GET", path: "/healthz", act: health, probe: true},
		{method: "GET", path: "/readyz", act: ready, probe: true},
		{method: "GET", path: "/metrics", act: metrics},
		{method: "GET", path: "/__admin/metrics", act: metrics},
	})
}

// health answers as long as the process can: a supervisor may restart a process that does not
// answer.
func health(*call) (any, error) {
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	return object{"status": "ok", "version": version}, nil
}

// ready answers like health until the server is about to end. It does not matter whether there is
// room for another session: the sessions that are open still need requests.
func ready(c *call) (any, error) {
	if c.server.draining.Load() {
		return nil, refusal(http.StatusServiceUnavailable,
			"found the server about to end; meant another, or this one once it runs again")
	}
	return health(c)
}

func metrics(c *call) (any, error) { return c.server.metrics, nil }
