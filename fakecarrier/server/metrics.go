package server

import "github.com/prometheus/client_golang/prometheus"

// The metrics of every open session, for Prometheus; those that count are in its tally.
var (
	bansInForce = described("bans_in_force", "Bans of this moment.", "session")
	liveTokens  = described("live_tokens", "Tokens that are accepted.", "session")
	tokenHits   = described("token_hits", "Hits metered since the last reset.", "session")
	headroom    = described("headroom_ratio", "Share of the limit never in use since the last "+
		"reset; below 0 where it was exceeded.", "session", "reading")
	openSessions = described("sessions", "Open sessions.")
	mostSessions = described("sessions_limit", "Sessions that may be open at a time.")
)

func described(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("fakecarrier_"+name, help, labels, nil)
}

// A collector reads the sessions when it is scraped, so that dropped sessions leave nothing behind.
type collector struct{ server *Server }

// Describe sends nothing: which metrics there are depends on the open sessions.
func (collector) Describe(chan<- *prometheus.Desc) {}

// Collect sends the metrics.
func (c collector) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	open := c.server.sessions.list()
	gauge(openSessions, float64(len(open)))
	gauge(mostSessions, float64(c.server.config.Sessions))
	for _, on := range open {
		on.tally.answers.Collect(to)
		on.tally.bans.Collect(to)
		standing := on.world.Verdict()
		gauge(bansInForce, float64(standing.Banned), on.name)
		gauge(liveTokens, float64(on.world.Live()), on.name)
		gauge(tokenHits, float64(standing.TokenHits), on.name)
		for _, r := range standing.Readings {
			gauge(headroom, r.Headroom(), on.name, r.Reading)
		}
	}
}
