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
		{"twenty seconds", Clock(0, 20*time.Second, 0), []string{"0", "5 s", "10 s", "15 s", "20 s"}},
		{"two seconds", Clock(0, 2*time.Second, 0), []string{"0", "500 ms", "1 s", "1.5 s", "2 s"}},
		{"five minutes", Clock(0, 5*time.Minute, 0),
			[]string{"0", "1 min", "2 min", "3 min", "4 min", "5 min"}},
		{"thirteen minutes", Clock(0, 13*time.Minute, 0), []string{"0", "5 min", "10 min"}},
		{"five minutes around the first hour", Clock(55*time.Minute, 65*time.Minute, 0),
			[]string{"56 min", "58 min", "1 h", "1:02 h", "1:04 h"}},
		{"a whole day", Clock(0, 24*time.Hour, 0), []string{"0", "6 h", "12 h", "18 h", "24 h"}},
		{"a morning", TimesOfDay(0, 4*time.Hour, 0, 7*time.Hour),
			[]string{"7:00", "8:00", "9:00", "10:00", "11:00"}},
		{"past midnight", TimesOfDay(0, 24*time.Hour, 0, 12*time.Hour),
			[]string{"12:00", "18:00", "day 2", "6:00", "12:00"}},
		{"a week of days", TimesOfDay(0, 7*24*time.Hour, 0, 0),
			[]string{"0:00", "day 3", "day 5", "day 7"}},
		{"seconds of a day", TimesOfDay(0, 20*time.Second, 0, 9*time.Hour),
			[]string{"9:00:00", "9:00:05", "9:00:10", "9:00:15", "9:00:20"}},
		{"lengths", Lengths(90 * 60 * 1000), []string{"0", "30 min", "1 h", "1:30 h"}},
		{"short lengths", Lengths(250), []string{"0", "50 ms", "100 ms", "150 ms", "200 ms", "250 ms"}},
		{"between", Between(95, 100), []string{"95", "96", "97", "98", "99", "100"}},
		{"values", At([]float64{10, 20, 40}, []string{"10", "20", "40"}), []string{"10", "20", "40"}},
		{"near latencies", Latencies(110, 130),
			[]string{"110 ms", "120 ms", "130 ms"}},
		{"latencies", Latencies(30, 2000), []string{"10 ms", "100 ms", "1 s", "10 s"}},
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
