package workload

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// TestChecks reads loads of a run of a minute.
func TestChecks(t *testing.T) {
	for _, test := range []struct{ load, want string }{
		{"closed: {think: 1s}", ""},
		{"closed: {think: 0s}", "x.yaml:1:24: found users who do not think; " +
			`meant a time such as "exp 10s"`},
		{"open: {rate: 1/s, from: 10s, until: 20s}", ""},
		{"open: {rate: 0/s}", `x.yaml:1:21: found 0/s and no stages; meant a rate such as "20/s", ` +
			`"1.5/s", "90/m"`},
		{"open: {rate: 1/s, from: 10s, until: 10s}",
			"x.yaml:1:44: found 10s; meant an instant after 10s"},
		{"open: {rate: 1/s, until: 0s}", "x.yaml:1:33: found 0s; meant an instant after 0s"},
		{"open: {rate: 1/s, from: 1m}", ""},
		{"open: {stages: [{to: 1/s, over: 438000h}]}", ""},
		{"open: {stages: [{to: 1/s, over: 438000h}, {to: 2/s, for: 1ns}]}",
			"x.yaml:1:51: found stages of 438000h0m0.000000001s by then; meant at most 438000h"},
		{"open: {rate: 1/s, from: 2m}",
			"x.yaml:1:32: found 2m0s, when the run is over; meant at most 1m"},
		{"burst: {at: 1m, clicks: 1}", ""},
		{"burst: {at: 61s, clicks: 1}",
			"x.yaml:1:20: found 1m1s, when the run is over; meant at most 1m"},
		{"business_day: {peak: 1/s, start: 9h}", ""},
		{"business_day: {peak: 1/s, start: 25h}", "x.yaml:1:41: found 25h; meant at most 24h"},
	} {
		t.Run(test.load, func(t *testing.T) {
			var file struct {
				Load Load `yaml:"load"`
			}
			d, err := strict.Parse("x.yaml", []byte("load: {"+test.load+"}"))
			require.NoError(t, err)
			if d.Decode(&file); d.Err() == nil {
				scope := Scope{Sizes: measure.Sizes{Length: time.Minute, Users: 2}}
				file.Load.Check(d.Place().Key("load").Key(file.Load.Key), scope)
			}
			if test.want == "" {
				require.NoError(t, d.Err())
				return
			}
			require.EqualError(t, d.Err(), test.want)
		})
	}
}

// Clicks at the end of a run are in it. Where bursts overlap, none comes before the one before it.
func TestBursts(t *testing.T) {
	for _, test := range []struct {
		burst  Burst
		length time.Duration
		want   []time.Duration
	}{
		{Burst{At: 40, Size: 2}, 40, []time.Duration{40, 40}},
		{Burst{At: 39, Size: 3, Apart: 1}, 40, []time.Duration{39, 40}},
		{Burst{At: 30, Size: 1, Every: strict.Some(strict.PositiveSpan(5))}, 40,
			[]time.Duration{30, 35, 40}},
		{Burst{Size: 3, Apart: 10, Every: strict.Some(strict.PositiveSpan(15))}, 40,
			[]time.Duration{0, 10, 20, 20, 25, 35, 35, 40}},
	} {
		var got []time.Duration
		next := test.burst.Clicks(measure.Sizes{Length: test.length, Users: 1}, stream)
		for c, ok := next(); ok; c, ok = next() {
			got = append(got, c.At)
		}
		require.Equal(t, test.want, got, "%+v", test.burst)
	}
}

// TestBurstsDoNotOverflow: clicks that would lie centuries ahead are none.
func TestBurstsDoNotOverflow(t *testing.T) {
	b := Burst{Size: 1 << 30, Apart: 1e18, Every: strict.Some(strict.PositiveSpan(1e18))}
	s := measure.Sizes{Length: time.Hour, Users: 1}
	next := b.Clicks(s, stream)
	click, ok := next()
	require.True(t, ok)
	require.Equal(t, Click{}, click)
	_, ok = next()
	require.False(t, ok)
}

func stream(string) *rand.Rand { return rand.New(rand.NewPCG(1, 1)) }

// Rates are where a load begins, turns, steps and ends, as far as the run goes.
func TestRates(t *testing.T) {
	const m = time.Minute
	doubled := strings.Repeat("0.5, ", 12) + "1" + strings.Repeat(", 1", 11)
	for load, want := range map[string][]Rate{
		"open: {rate: 2/s}":                      nil,
		"open: {rate: 2/s, from: 1m, until: 3m}": nil,
		"open: {rate: 0/s, from: 1m, until: 8m, stages: [{to: 4/s, over: 2m, for: 1m}, " +
			"{to: 1/s, over: 0s}]}": {{m, 0}, {3 * m, 4}, {4 * m, 4}, {4 * m, 1}, {4 * m, 1}, {8 * m, 1}},
		"open: {rate: 0/s, stages: [{to: 4/s, over: 20m}]}":                   {{0, 0}, {10 * m, 2}},
		"business_day: {peak: 10/s, hours: [" + doubled + "], start: 12h30m}": nil,
		"business_day: {peak: 10/s, hours: [" + doubled + "], start: 11h30m}": {
			{0, 5}, {10 * m, 5 + 5/6.}},
	} {
		d, err := strict.Parse("x.yaml", []byte("load: {"+load+"}"))
		require.NoError(t, err)
		var read struct {
			Load Load `yaml:"load"`
		}
		d.Place().Decode(&read)
		require.NoError(t, d.Err())
		got := read.Load.Shape.(Changing).Rates(10 * m)
		require.Len(t, got, len(want), load)
		for i := range want {
			require.Equal(t, want[i].At, got[i].At, load)
			require.InDelta(t, want[i].PerSecond, got[i].PerSecond, 1e-6, load)
		}
	}
}

// Stretches are from the first click to the last, as far as the run goes.
func TestStretches(t *testing.T) {
	const m = time.Minute
	for _, test := range []struct {
		load string
		want []Stretch
	}{
		{"job: {at: 1m, calls: 4, over: 4m}", []Stretch{{m, 4 * m}}}, // at 1, 2, 3 and 4 min
		{"job: {at: 1m, calls: 1, over: 4m}", []Stretch{{m, m}}},
		{"job: {at: 9m, calls: 2, over: 4m}", []Stretch{{9 * m, 10 * m}}},
		{"open: {rate: 1/s}", []Stretch{{0, 10 * m}}},
		{"open: {rate: 1/s, from: 2m, until: 3m}", []Stretch{{2 * m, 3 * m}}},
		{"open: {rate: 1/s, from: 2m, until: 30m}", []Stretch{{2 * m, 10 * m}}},
		{"burst: {at: 2m, clicks: 9}", []Stretch{{2 * m, 2 * m}}},
		{"burst: {at: 2m, clicks: 3, apart: 30s}", []Stretch{{2 * m, 3 * m}}},
		{"burst: {at: 2m, clicks: 3, apart: 1m, every: 4m}",
			[]Stretch{{2 * m, 4 * m}, {6 * m, 8 * m}, {10 * m, 10 * m}}},
		{"burst: {at: 0s, clicks: 1000000000, apart: 87600h}", []Stretch{{0, 10 * m}}},
	} {
		t.Run(test.load, func(t *testing.T) {
			d, err := strict.Parse("x.yaml", []byte("load: {"+test.load+"}"))
			require.NoError(t, err)
			var read struct {
				Load Load `yaml:"load"`
			}
			d.Decode(&read)
			require.NoError(t, d.Err())
			require.Equal(t, test.want, read.Load.Shape.(Limited).Stretches(10*m))
		})
	}
	every := &Burst{At: 0, Size: 1, Every: strict.Optional[strict.PositiveSpan]{
		Value: 1, Given: true,
	}}
	require.Len(t, every.Stretches(m), mostStretches)
	recorded := &Recorded{list: []arrival{{Click: Click{At: 3 * m}}, {Click: Click{At: m}},
		{Click: Click{At: 20 * m}}}}
	require.Equal(t, []Stretch{{m, 10 * m}}, recorded.Stretches(10*m))
	require.Empty(t, (&Recorded{}).Stretches(m))
}
