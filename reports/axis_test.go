package reports

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func labels(a axis) []string {
	var all []string
	for _, t := range a.ticks {
		if t.label != "" {
			all = append(all, t.label)
		}
	}
	return all
}

func TestAxisTicks(t *testing.T) {
	for _, c := range []struct {
		name string
		axis axis
		want []string
	}{
		{"nothing", linear(0, 100, 0, false), []string{"0", "1"}},
		{"whole", linear(0, 100, 3, true), []string{"0", "1", "2", "3"}},
		{"to twenty", linear(0, 100, 18, true), []string{"0", "5", "10", "15", "20"}},
		{"fractions", linear(0, 100, 0.9, false), []string{"0", "0.2", "0.4", "0.6", "0.8", "1"}},
		{"near", counts(0, 100, []int{2, 0, 90}), []string{"0", "20", "40", "60", "80", "100"}},
		{"far", counts(0, 100, []int{1, 0, 1200}), []string{"0", "1", "10", "100", "1,000"}},
		{"latency", decades(0, 100, 30, 2000), []string{"10 ms", "100 ms", "1 s", "10 s"}},
		{"shed", decades(0, 100, 0, 40), []string{"≤ 1 ms", "10 ms", "100 ms"}},
		{"day", clock(0, 100, 0, 8*time.Hour), []string{"0", "2 h", "4 h", "6 h", "8 h"}},
		{"week", clock(0, 100, 0, 7*24*time.Hour), []string{"0", "48 h", "96 h", "144 h"}},
		{"minute", clock(0, 100, 0, 50*time.Second),
			[]string{"0", "0:10", "0:20", "0:30", "0:40", "0:50"}},
		{"under", shares(80), []string{"0 %", "50 %", "100 %"}},
		{"over", shares(240), []string{"0 %", "100 %", "200 %", "300 %"}},
		{"far over", shares(4000), []string{"≤ 5 %", "100 %", "1,000 %", "10,000 %"}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, labels(c.axis)) })
	}
}

func TestAxisPlaces(t *testing.T) {
	a := linear(100, 200, 10, true)
	require.InDelta(t, 150, float64(a.at(5)), 0)
	require.InDelta(t, 200, float64(a.at(99)), 0, "what is beyond the end lies at it")
	far := counts(100, 200, []int{1, 5000})
	require.InDelta(t, 100, float64(far.at(0)), 0)
	require.Greater(t, far.at(1), far.at(0))
	log := decades(0, 100, 1, 100)
	require.InDelta(t, 50, float64(log.at(10)), 1e-9)
}
