package server

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// newLatency is how long answers took, in real time, of all sessions together: a histogram for each
// session would be thousands of series. A latency that is injected counts as the session's clock
// makes it count. The buckets are those of a client's usual timeouts, and below.
func newLatency() *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "fakecarrier_request_duration_seconds",
		Help: "Real time from a request's arrival to its answer, by endpoint: token, api or admin.",
		Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5,
			5, 10, 30, 60},
	}, []string{"endpoint"})
}

// observe counts an answer that began at an instant.
func (s *Server) observe(endpoint string, began time.Time) {
	s.latency.WithLabelValues(endpoint).Observe(s.wall.Since(began).Seconds())
}
