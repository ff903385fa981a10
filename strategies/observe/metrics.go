package observe

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// Metrics are what a process's strategies do, as Prometheus collects it. Register one, and set
// Env.Observe of every strategy of the process to its Observe.
type Metrics struct {
	actions, calls, requests, storeErrors, leaseErrors *prometheus.CounterVec
	took, waits                                        *prometheus.HistogramVec
	breaker, leader                                    *prometheus.GaugeVec
	fullest                                            *prometheus.Desc
	burst, average                                     *window
}

var _ prometheus.Collector = (*Metrics)(nil)

// NewMetrics returns metrics that begin with tokenstorm_.
func NewMetrics() *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tokenstorm_" + name, Help: help,
		}, append([]string{"account"}, labels...))
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "tokenstorm_" + name, Help: help,
		}, append([]string{"account"}, labels...))
	}
	seconds := func(name, help string, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tokenstorm_" + name, Help: help,
			Buckets: []float64{.05, .1, .2, .5, 1, 2, 5, 10, 30, 60},
		}, append([]string{"account"}, labels...))
	}
	return &Metrics{
		actions:     counter("actions_total", "Actions that ended, by outcome.", "outcome"),
		calls:       counter("calls_total", "API calls that ended, by outcome.", "outcome"),
		requests:    counter("token_requests_total", "Hits on the token endpoint.", "why", "outcome"),
		took:        seconds("token_request_seconds", "How long token requests took."),
		waits:       seconds("wait_seconds", "How long parts made callers wait.", "part"),
		breaker:     gauge("breaker_state", "0 closed, 1 open, 2 half-open.", "part"),
		storeErrors: counter("store_errors_total", "Token stores that could not tell.", "store"),
		leader:      gauge("lease_held", "1 if this process last got the lease, 0 if another has it."),
		leaseErrors: counter("lease_errors_total", "Leases that could not be asked for."),
		fullest: prometheus.NewDesc("tokenstorm_fullest_window_hits", "The most token requests "+
			"of this process within any such window since the last collection. FedEx bans a "+
			"public IP above 15 in 5s or 120 in 2m.", []string{"window"}, nil),
		burst:   &window{span: 5 * time.Second},
		average: &window{span: 2 * time.Minute},
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
		m.lease(e)
	}
}

func (m *Metrics) lease(e strategies.Event) {
	switch {
	case e.Err != nil:
		m.leaseErrors.WithLabelValues(e.Account).Inc()
	case e.Held:
		m.leader.WithLabelValues(e.Account).Set(1)
	default:
		m.leader.WithLabelValues(e.Account).Set(0)
	}
}

func (m *Metrics) vectors() []prometheus.Collector {
	return []prometheus.Collector{
		m.actions, m.calls, m.requests, m.took, m.waits, m.breaker, m.storeErrors, m.leader,
		m.leaseErrors,
	}
}

// Describe tells Prometheus what there is.
func (m *Metrics) Describe(into chan<- *prometheus.Desc) {
	for _, v := range m.vectors() {
		v.Describe(into)
	}
	into <- m.fullest
}

// Collect tells Prometheus how things stand, and starts the fullest windows anew: one Prometheus
// should ask.
func (m *Metrics) Collect(into chan<- prometheus.Metric) {
	for _, v := range m.vectors() {
		v.Collect(into)
	}
	for _, w := range []struct {
		name string
		*window
	}{{"5s", m.burst}, {"2m", m.average}} {
		into <- prometheus.MustNewConstMetric(m.fullest, prometheus.GaugeValue,
			float64(w.fullest()), w.name)
	}
}
