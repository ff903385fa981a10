package dashboard

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// The metrics of the study, for Prometheus.
var (
	studyInfo = described("info", "The study: its scenario, and the version of the program.",
		"scenario", "version")
	studyRuns = described("runs", "Runs that the study has, or has at most.")
	runsDone  = described("runs_done_total", "Runs that are done, those that failed among them.",
		each...)
	runsFailed = described("runs_failed_total", "Runs that ended in an error.", each...)
	runsBanned = described("runs_banned_total", "Runs in which the fleet was banned.", each...)
	computed   = described("runs_computed_total",
		"Runs that were carried out; the others were kept from an earlier study.")

	runTime = described("run_seconds_total",
		"How long the runs took that were carried out, together.")

	banLow = described("ban_probability_low_ratio",
		"The lower bound of the probability of a ban, with 95 % confidence at every look.", each...)
	banHigh = described("ban_probability_high_ratio",
		"The upper bound of the probability of a ban, with 95 % confidence at every look.", each...)
	elapsed  = described("elapsed_seconds", "How long the study has been under way.")
	timeLeft = described("left_seconds",
		"How long the rest of the study takes; absent while nothing is known of it.")
	workers = described("workers", "Runs that are carried out at once.")

	each = []string{"scenario", "reading", "strategy"}
	all  = []*prometheus.Desc{studyInfo, studyRuns, runsDone, runsFailed, runsBanned, computed,
		runTime, banLow, banHigh, elapsed, timeLeft, workers}
)

func described(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("tokenstorm_study_"+name, help, labels, nil)
}

// metrics serves them as Prometheus text, or as OpenMetrics text to whoever accepts that.
func (d *Dashboard) metrics() http.Handler {
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(collector{d})
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{EnableOpenMetrics: true})
}

// A collector asks the study when it is scraped.
type collector struct{ *Dashboard }

// Describe sends what there is.
func (collector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range all {
		to <- d
	}
}

// Collect sends the metrics.
func (c collector) Collect(to chan<- prometheus.Metric) {
	send := func(kind prometheus.ValueType) func(*prometheus.Desc, float64, ...string) {
		return func(d *prometheus.Desc, value float64, labels ...string) {
			to <- prometheus.MustNewConstMetric(d, kind, value, labels...)
		}
	}
	gauge, counter := send(prometheus.GaugeValue), send(prometheus.CounterValue)
	now := time.Now()
	count := c.of.Count()
	gauge(studyInfo, 1, c.about.Scenario, c.about.Version)
	gauge(studyRuns, float64(count.All))
	gauge(workers, float64(c.about.Workers()))
	counter(computed, float64(count.Computed))
	counter(runTime, count.Took.Seconds())
	gauge(elapsed, now.Sub(c.begun).Seconds())
	if left, known := c.of.Left(now); known {
		gauge(timeLeft, left.Seconds())
	}
	for _, s := range c.of.Standings() {
		labels := []string{s.Scenario, s.Reading, s.Strategy}
		counter(runsDone, float64(s.Done()), labels...)
		counter(runsFailed, float64(s.Failed), labels...)
		counter(runsBanned, float64(s.Banned.Hits), labels...)
		gauge(banLow, s.Interval.Low, labels...)
		gauge(banHigh, s.Interval.High, labels...)
	}
}
