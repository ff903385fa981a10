package observe_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/observe"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// day is one event of each kind and turn, a second apart.
func day() []strategies.Event {
	refused := fmt.Errorf("wrapped: %w", &strategies.StatusError{Status: 403})
	events := []strategies.Event{
		{Kind: strategies.EventTokenRequest, Why: strategies.WhyCold, Took: 200 * time.Millisecond},
		{Kind: strategies.EventTokenRequest, Why: strategies.WhyRejected, Err: refused},
		{Kind: strategies.EventBreaker, Part: "breaker 403", Breaker: strategies.BreakerOpen},
		{Kind: strategies.EventCall},
		{Kind: strategies.EventCall, Err: &strategies.StatusError{Status: 401}},
		{Kind: strategies.EventAction, Err: strategies.ErrOpen},
		{Kind: strategies.EventAction, Err: strategies.ErrShed},
		{Kind: strategies.EventAction, Err: context.Canceled},
		{Kind: strategies.EventWait, Part: "retry", Took: time.Second},
		{Kind: strategies.EventStore, Store: "shared", Err: context.DeadlineExceeded},
		{Kind: strategies.EventLease, Held: true},
		{Kind: strategies.EventLease, Err: fmt.Errorf("no route")},
	}
	for i := range events {
		events[i].Account, events[i].At = "fedex", noon.Add(time.Duration(i)*time.Second)
	}
	return events
}

func TestLog(t *testing.T) {
	var log bytes.Buffer
	handler := slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelInfo})
	logged := observe.Log(slog.New(handler))
	for _, e := range day() {
		logged(e)
	}
	require.Equal(t, strings.ReplaceAll(`time=2026-03-02T12:00:00.000Z level=INFO `+
		`msg="token request" account=fedex why=cold outcome=ok took=200ms
		time=2026-03-02T12:00:01.000Z level=WARN msg="token request" account=fedex why=rejected `+
		`outcome=403 took=0s error="wrapped: carrier answered 403"
		time=2026-03-02T12:00:02.000Z level=WARN msg=breaker account=fedex part="breaker 403" state=open
		time=2026-03-02T12:00:09.000Z level=WARN msg=store account=fedex store=shared `+
		`outcome=timeout took=0s error="context deadline exceeded"
		time=2026-03-02T12:00:11.000Z level=WARN msg=lease account=fedex held=false outcome=error `+
		`took=0s error="no route"
`, "\t", ""), log.String())
}

func TestMetrics(t *testing.T) {
	metrics := observe.NewMetrics()
	registry := prometheus.NewPedanticRegistry()
	require.NoError(t, registry.Register(metrics))
	for _, e := range day() {
		metrics.Observe(e)
	}
	want := `# HELP tokenstorm_actions_total Actions that ended, by outcome.
# TYPE tokenstorm_actions_total counter
tokenstorm_actions_total{account="fedex",outcome="canceled"} 1
tokenstorm_actions_total{account="fedex",outcome="open"} 1
tokenstorm_actions_total{account="fedex",outcome="shed"} 1
# HELP tokenstorm_breaker_state 0 closed, 1 open, 2 half-open.
# TYPE tokenstorm_breaker_state gauge
tokenstorm_breaker_state{account="fedex",part="breaker 403"} 1
# HELP tokenstorm_calls_total API calls that ended, by outcome.
# TYPE tokenstorm_calls_total counter
tokenstorm_calls_total{account="fedex",outcome="401"} 1
tokenstorm_calls_total{account="fedex",outcome="ok"} 1
# HELP tokenstorm_lease_errors_total Failures of the lease.
# TYPE tokenstorm_lease_errors_total counter
tokenstorm_lease_errors_total{account="fedex"} 1
# HELP tokenstorm_lease_held 1 if this process last got the lease, 0 if another has it.
# TYPE tokenstorm_lease_held gauge
tokenstorm_lease_held{account="fedex"} 1
# HELP tokenstorm_store_errors_total Failures of token stores.
# TYPE tokenstorm_store_errors_total counter
tokenstorm_store_errors_total{account="fedex",store="shared"} 1
# HELP tokenstorm_token_requests_total Hits on the token endpoint.
# TYPE tokenstorm_token_requests_total counter
tokenstorm_token_requests_total{account="fedex",outcome="403",why="rejected"} 1
tokenstorm_token_requests_total{account="fedex",outcome="ok",why="cold"} 1
`
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(want),
		"tokenstorm_actions_total", "tokenstorm_breaker_state", "tokenstorm_calls_total",
		"tokenstorm_lease_errors_total", "tokenstorm_lease_held", "tokenstorm_store_errors_total",
		"tokenstorm_token_requests_total"))
}

// How long token requests and waits took, and a lease that another process has got since.
func TestMetricsOfTimesAndOfALostLease(t *testing.T) {
	metrics := observe.NewMetrics()
	registry := prometheus.NewPedanticRegistry()
	require.NoError(t, registry.Register(metrics))
	for _, e := range append(day(), strategies.Event{Kind: strategies.EventLease, Account: "fedex"}) {
		metrics.Observe(e)
	}
	families, err := registry.Gather()
	require.NoError(t, err)
	got := map[string]float64{}
	for _, f := range families {
		one := f.GetMetric()[0]
		got[f.GetName()] = one.GetHistogram().GetSampleSum() + one.GetGauge().GetValue()
	}
	require.InDelta(t, .2, got["tokenstorm_token_request_seconds"], 1e-9)
	require.InDelta(t, 1, got["tokenstorm_wait_seconds"], 1e-9)
	require.Zero(t, got["tokenstorm_lease_held"])
}

func TestAttributesAreThoseOfTheKind(t *testing.T) {
	for _, test := range []struct {
		event strategies.Event
		want  string
	}{
		{strategies.Event{Kind: strategies.EventWait, Part: "lock"}, "[account= part=lock outcome=ok]"},
		{strategies.Event{Kind: strategies.EventStore, Store: "own", Err: strategies.ErrShed},
			"[account= store=own outcome=shed]"},
		{strategies.Event{Kind: strategies.EventCall, Part: "no"}, "[account= outcome=ok]"},
	} {
		require.Equal(t, test.want, fmt.Sprint(observe.Attributes(test.event)))
	}
}

func TestFullestWindows(t *testing.T) {
	metrics := observe.NewMetrics()
	registry := prometheus.NewPedanticRegistry()
	require.NoError(t, registry.Register(metrics))
	hit := func(seconds ...int) {
		for _, s := range seconds {
			metrics.Observe(strategies.Event{
				Kind: strategies.EventTokenRequest, At: noon.Add(time.Duration(s) * time.Second),
			})
		}
	}
	for _, step := range []struct {
		hits            []int
		burst, longTerm int
	}{
		{nil, 0, 0},
		{[]int{0, 1, 2, 3, 60}, 4, 5},
		{nil, 0, 0},
		{[]int{64}, 2, 6},
		{[]int{65}, 2, 7},       // the one at 60 is five seconds old
		{[]int{121, 183}, 1, 6}, // at 121 those at 0 and 1 are gone
	} {
		hit(step.hits...)
		want := fmt.Sprintf("# HELP tokenstorm_fullest_window_hits The most token requests of this "+
			"process within any such window since the last collection. FedEx bans a public IP "+
			"above 15 in 5s or 120 in 2m.\n# TYPE tokenstorm_fullest_window_hits gauge\n"+
			"tokenstorm_fullest_window_hits{window=\"2m\"} %d\n"+
			"tokenstorm_fullest_window_hits{window=\"5s\"} %d\n", step.longTerm, step.burst)
		require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(want),
			"tokenstorm_fullest_window_hits"), "%v", step.hits)
	}
}
