package drawing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func labels(a *Axis) []string {
	var all []string
	for _, t := range a.Ticks {
		if t.Label != "" {
			all = append(all, t.Label)
		}
	}
	return all
}

func TestAxisTicks(t *testing.T) {
	for _, c := range []struct {
		name string
		axis *Axis
		want []string
	}{
		{"nothing", Linear(0, false), []string{"0", "1"}},
		{"whole", Linear(3, true), []string{"0", "1", "2", "3"}},
		{"to twenty", Linear(18, true), []string{"0", "5", "10", "15", "20"}},
		{"fractions", Linear(0.9, false), []string{"0", "0.2", "0.4", "0.6", "0.8", "1"}},
		{"near", Counts([]int{2, 0, 90}), []string{"0", "20", "40", "60", "80", "100"}},
		{"far", Counts([]int{1, 0, 1200}), []string{"0", "1", "10", "100", "1,000"}},
		{"latency", Decades(30, 2000), []string{"10 ms", "100 ms", "1 s", "10 s"}},
		{"shed", Decades(0, 40), []string{"≤ 1 ms", "10 ms", "100 ms"}},
		{"day", Clock(0, 8*time.Hour, 0), []string{"0", "2 h", "4 h", "6 h", "8 h"}},
		{"week", Clock(0, 7*24*time.Hour, 0), []string{"0", "2 d", "4 d", "6 d"}},
		{"minute", Clock(0, 50*time.Second, 0),
			[]string{"0", "10 s", "20 s", "30 s", "40 s", "50 s"}},
		{"minutes", Clock(0, 20*time.Minute, 0),
			[]string{"0", "5 min", "10 min", "15 min", "20 min"}},
		{"a minute and a half", Clock(0, 90*time.Second, 0),
			[]string{"0", "30 s", "1 min", "1:30 min"}},
		{"the end of an hour", Clock(59*time.Minute, time.Hour, 0),
			[]string{"59 min", "59:30 min", "1 h"}},
		{"an hour and more", Clock(0, 90*time.Minute, 0), []string{"0", "30 min", "1 h", "1:30 h"}},
		{"seconds of the second hour", Clock(time.Hour, time.Hour+20*time.Second, 0),
			[]string{"1 h", "1:00:05 h", "1:00:10 h", "1:00:15 h", "1:00:20 h"}},
		{"under", Filled(80), []string{"0 %", "50 %", "100 %"}},
		{"over", Filled(240), []string{"0 %", "100 %", "200 %", "300 %"}},
		{"far over", Filled(4000), []string{"≤ 5 %", "100 %", "1,000 %", "10,000 %"}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, labels(c.axis)) })
	}
}

func TestAxisPlaces(t *testing.T) {
	a := Linear(10, true)
	require.InDelta(t, 0.5, a.Share(5), 1e-9)
	require.InDelta(t, 1, a.Share(99), 1e-9, "what is beyond an end lies at it")
	far := Counts([]int{1, 1200})
	require.InDelta(t, 0, far.Share(0), 1e-9)
	require.Greater(t, far.Share(1), 0.05)
}
