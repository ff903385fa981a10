package server

import (
	"cmp"
	"net/http"
	"runtime/debug"

	"github.com/prometheus/client_golang/prometheus"
)

func init() {
	for _, path := range []string{"/__admin/health", "/healthz"} {
		handle("GET "+path, health).probe = true
	}
	handle("GET /readyz", ready).probe = true
	for _, path := range []string{"/metrics", "/__admin/metrics"} {
		handle("GET "+path, func(c *call, _ none) (any, error) { return c.server.metrics, nil }).ofAll()
	}
}

// health answers as long as the process can: a supervisor may restart a process that does not
// answer.
func health(*call, none) (any, error) {
	version, _ := Version()
	return object{"status": "ok", "version": version}, nil
}

// Version returns the version of the module that the program was built from, and that of Go.
func Version() (module, language string) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown", "unknown"
	}
	return cmp.Or(info.Main.Version, "unknown"), info.GoVersion
}

// newBuildInfo is a metric whose labels say which program this is.
func newBuildInfo() prometheus.Collector {
	version, language := Version()
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "fakecarrier_build_info", Help: "1; the labels say which program this is.",
		ConstLabels: prometheus.Labels{"version": version, "goversion": language},
	})
	info.Set(1)
	return info
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
