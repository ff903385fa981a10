package observe

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// Metrics are what the strategies of a process do, for Prometheus. Make one with [NewMetrics],
// register it, and set Env.Observe of each strategy to its Observe. Each collection starts the
// fullest windows anew, so only one Prometheus should collect.
type Metrics struct {
	prometheus.Collector // of all that follows

	actions, calls, requests, storeErrors, leaseErrors *prometheus.CounterVec
	took, waits                                        *prometheus.HistogramVec
	breaker, leader                                    *prometheus.GaugeVec
	burst, average                                     *window
}

// NewMetrics returns metrics whose names begin with tokenstorm_.
func NewMetrics() *Metrics {
	registry := prometheus.NewRegistry()
	add := promauto.With(registry)
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return add.NewCounterVec(prometheus.CounterOpts{
			Name: "tokenstorm_" + name, Help: help,
		}, append([]string{"account"}, labels...))
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return add.NewGaugeVec(prometheus.GaugeOpts{
			Name: "tokenstorm_" + name, Help: help,
		}, append([]string{"account"}, labels...))
	}
	seconds := func(name, help string, labels ...string) *prometheus.HistogramVec {
		return add.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tokenstorm_" + name, Help: help,
			Buckets: []float64{.05, .1, .2, .5, 1, 2, 5, 10, 30, 60},
		}, append([]string{"account"}, labels...))
	}
	fullest := func(name string, span time.Duration) *window {
		w := &window{span: span}
		add.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "tokenstorm_fullest_window_hits",
			Help: "The most token requests of this process within any such window since the last " +
				"collection. FedEx bans a public IP above 15 in 5s or 120 in 2m.",
			ConstLabels: prometheus.Labels{"window": name},
		}, func() float64 { return float64(w.fullest()) })
		return w
	}
	return &Metrics{
		Collector:   registry,
		actions:     counter("actions_total", "Actions that ended, by outcome.", "outcome"),
		calls:       counter("calls_total", "API calls that ended, by outcome.", "outcome"),
		requests:    counter("token_requests_total", "Hits on the token endpoint.", "why", "outcome"),
		took:        seconds("token_request_seconds", "How long token requests took."),
		waits:       seconds("wait_seconds", "How long parts made callers wait.", "part"),
		breaker:     gauge("breaker_state", "0 closed, 1 open, 2 half-open.", "part"),
		storeErrors: counter("store_errors_total", "Failures of token stores.", "store"),
		leader:      gauge("lease_held", "1 if this process last got the lease, 0 if another has it."),
		leaseErrors: counter("lease_errors_total", "Failures of the lease."),
		burst:       fullest("5s", 5*time.Second),
		average:     fullest("2m", 2*time.Minute),
	}
}

// Observe counts an event.
func (m *Metrics) Observe(e strategies.Event) {
	outcome := Outcome(e.Err)
	switch e.Kind {
	case strategies.EventAction:
		m.actions.WithLabelValues(e.Account, outcome).Inc()
	case strategies.EventCall:
		m.calls.WithLabelValues(e.Account, outcome).Inc()
	case strategies.EventTokenRequest:
		m.requests.WithLabelValues(e.Account, e.Why.String(), outcome).Inc()
		m.took.WithLabelValues(e.Account).Observe(e.Took.Seconds())
		m.burst.hit(e.At)
		m.average.hit(e.At)
	case strategies.EventWait:
		m.waits.WithLabelValues(e.Account, e.Part).Observe(e.Took.Seconds())
	case strategies.EventBreaker:
		m.breaker.WithLabelValues(e.Account, e.Part).Set(float64(e.Breaker))
	case strategies.EventStore:
		m.storeErrors.WithLabelValues(e.Account, e.Store).Inc()
	case strategies.EventLease:
		switch {
		case e.Err != nil:
			m.leaseErrors.WithLabelValues(e.Account).Inc()
		case e.Held:
			m.leader.WithLabelValues(e.Account).Set(1)
		default:
			m.leader.WithLabelValues(e.Account).Set(0)
		}
	}
}
