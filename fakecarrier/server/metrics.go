package server

import "github.com/prometheus/client_golang/prometheus"

// The metrics of every open session, for Prometheus; those that count are in its tally.
var (
	bansInForce = described("bans_in_force", "Bans of this moment.", "session")
	liveTokens  = described("live_tokens", "Tokens that are accepted.", "session")
	tokenHits   = described("token_hits", "Hits metered since the last reset.", "session")
	headroom    = described("headroom_ratio", "Share of the limit never in use since the last "+
		"reset, by each reading in force; below 0 where it was exceeded.", "session", "reading")
	openSessions   = described("sessions", "Open sessions.")
	unusedSessions = described("sessions_unused", "Open sessions that no request came to since they "+
		"began, or were reset; they have no other metrics.")
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
	unused := 0
	for _, on := range open {
		standing := on.world.Verdict()
		if on.name != defaultSession && standing.Unused() && standing.Bans == 0 {
			unused++ // a series that says nothing costs as much as one that does
			continue
		}
		on.tally.answers.Collect(to)
		on.tally.bans.Collect(to)
		gauge(bansInForce, float64(standing.Banned), on.name)
		gauge(liveTokens, float64(on.world.Live()), on.name)
		gauge(tokenHits, float64(standing.TokenHits), on.name)
		for _, r := range standing.Readings {
			if r.InForce {
				gauge(headroom, r.Headroom(), on.name, r.Reading)
			}
		}
	}
	gauge(unusedSessions, float64(unused))
}
