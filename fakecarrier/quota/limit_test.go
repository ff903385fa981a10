package quota

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Three hits in windows of 5 s; instants are seconds. What comes beyond is refused until the limit
// is free, which a hit of that very instant is served at.
func TestLimit(t *testing.T) {
	type hit struct {
		at      int64
		exceeds bool
		free    int64 // after it
	}
	for _, c := range []struct {
		kind WindowKind
		hits []hit
	}{
		{Fixed, []hit{
			{3, false, 3}, {4, false, 4}, {4, false, 5}, {4, true, 5}, {4, true, 5},
			{5, false, 5}, {12, false, 12},
		}},
		{OfFirstHit, []hit{
			{3, false, 3}, {5, false, 5}, {7, false, 8}, {7, true, 8}, {8, false, 8}, {12, false, 12},
		}},
		// The third latest of 3, 5, 7, 7 is the one at 5; of those and 9, 10 at 7.
		{Sliding, []hit{
			{3, false, 3}, {5, false, 5}, {7, false, 8}, {7, true, 10}, {9, true, 12}, {12, false, 12},
			{13, false, 14}, {14, false, 17},
		}},
		// Three from 3 on, refused at 7: full until 12. At 12 another begins.
		{Restarting, []hit{
			{3, false, 3}, {5, false, 5}, {7, false, 8}, {7, true, 12}, {11, true, 16}, {16, false, 16},
			{17, false, 17}, {18, false, 21}, {21, false, 21},
		}},
		// Three permits in 5 s: one in 1.67 s. At 7, 7, 7 the bucket is emptied.
		{Refilling, []hit{{7, false, 7}, {7, false, 7}, {7, false, 9}, {9, false, 11}}},
		// Four in 5 s at 7: refused until 9, whatever comes, and counted anew from then on.
		{Penalised(2 * time.Second), []hit{
			{3, false, 3}, {5, false, 5}, {7, false, 8}, {7, true, 9}, {8, true, 9}, {9, false, 9},
			{9, false, 9}, {9, false, 14}, {13, true, 15},
		}},
		// Buckets [2, 4), [4, 6), ...: the hits at 3 leave as one at 9.
		{Bucketed(2 * time.Second), []hit{
			{3, false, 3}, {3, false, 3}, {3, false, 9}, {8, true, 9}, {9, false, 9}, {10, false, 15},
		}},
	} {
		rule := Limit{Hits: 3, Window: 5 * time.Second, Kind: c.kind}.Rule()
		for _, h := range c.hits {
			violated := rule.Judge(h.at * aSecond).Violated
			require.Equal(t, h.exceeds, violated, "%v, hit at %d", c.kind, h.at)
			free := unit.Ceil(Free(rule, h.at*aSecond), aSecond)
			require.Equal(t, h.free*aSecond, free, "%v, hit at %d", c.kind, h.at)
		}
	}
}

// Three hits in ten nanoseconds: a permit comes every three and a third.
func TestABucketIsExact(t *testing.T) {
	rule := Limit{Hits: 3, Window: 10, Kind: Refilling}.Rule()
	for _, h := range []struct {
		at      int64
		exceeds bool
		free    int64
	}{
		{100, false, 100}, {100, false, 100}, {100, false, 104}, {103, true, 104},
		{104, false, 107}, {106, true, 107}, {107, false, 110}, {110, false, 114},
	} {
		require.Equal(t, h.exceeds, rule.Judge(h.at).Violated, "hit at %d", h.at)
		require.Equal(t, h.free, Free(rule, h.at), "hit at %d", h.at)
	}
}

func TestLimitCheck(t *testing.T) {
	require.NoError(t, Limit{Hits: 1, Window: 1}.Check())
	for _, c := range []struct {
		limit Limit
		want  string
	}{
		{Limit{Window: time.Second}, "a limit needs a number and a window above zero, not 0 in 1s"},
		{Limit{Hits: 5}, "a limit needs a number and a window above zero, not 5 in 0s"},
		{Limit{Hits: 5, Window: -1}, "above zero, not 5 in -1ns"},
		{Limit{Hits: MostLimited + 1, Window: 1}, "at most 1000000000 hits"},
		{Limit{Hits: 999_999_937, Window: time.Hour, Kind: Refilling}, "too fine to be exact"},
		{
			Limit{Hits: 5, Window: time.Second, Kind: Bucketed(time.Minute)},
			"buckets of 1m0s in a window of 1s",
		},
		{Limit{Hits: 5, Window: time.Second, Kind: Bucketed(0)}, "buckets of 0s in a window of 1s"},
	} {
		require.ErrorContains(t, c.limit.Check(), c.want)
	}
	require.NoError(t, Limit{Hits: 500_000, Window: 24 * time.Hour, Kind: Refilling}.Check())
}

func TestWindowKindText(t *testing.T) {
	for _, text := range []string{
		"fixed", "first-hit", "sliding", "restarting", "bucket", "bucketed 5s", "penalty 30s",
	} {
		var k WindowKind
		require.NoError(t, k.UnmarshalText([]byte(text)))
		require.Equal(t, text, k.String())
		require.NotEmpty(t, k.About())
	}
	for _, c := range []struct{ text, want string }{
		{"slidng", `found "slidng"; meant "sliding"`},
		{"bucketed", `meant bucketed and a length above zero, as bucketed 5s`},
		{"bucketed 0s", `meant bucketed and a length above zero, as bucketed 5s`},
		{"fixed 5s", `found "fixed 5s"; meant "fixed" alone`},
		{"", `found ""; meant one of`},
	} {
		require.ErrorContains(t, new(WindowKind).UnmarshalText([]byte(c.text)), c.want)
	}
	require.Zero(t, Fixed, "a limit that does not say is fixed")
	require.Equal(t, "5/1m0s sliding", Limit{Hits: 5, Window: time.Minute, Kind: Sliding}.String())
}

// A windowOracle says from the list of all hits so far, and of what became of each, whether a hit
// now is beyond the limit.
type windowOracle func(hits []struck, at int64, l Limit) bool

type struck struct {
	at      int64
	refused bool
}

var windowOracles = map[WindowKind]windowOracle{
	Fixed: func(hits []struck, at int64, l Limit) bool {
		w := int64(l.Window)
		return countStruck(hits, func(h struck) bool { return h.at/w == at/w }) >= l.Hits
	},
	Sliding: func(hits []struck, at int64, l Limit) bool {
		from := at - int64(l.Window)
		return countStruck(hits, func(h struck) bool { return h.at > from }) >= l.Hits
	},
	Bucketed(3): func(hits []struck, at int64, l Limit) bool {
		from := at - int64(l.Window) + 1 // the first whole instant inside (at-w, at] less a little
		from = (from - 1) / 3 * 3
		return countStruck(hits, func(h struck) bool { return h.at >= from }) >= l.Hits
	},
	// Windows are laid anew over all hits.
	OfFirstHit: func(hits []struck, at int64, l Limit) bool {
		ends, count := int64(-1), 0
		for _, h := range append(hits, struck{at: at}) {
			if h.at >= ends {
				ends, count = h.at+int64(l.Window), 0
			}
			count++
		}
		return count > l.Hits
	},
	Restarting: func(hits []struck, at int64, l Limit) bool {
		ends, count := int64(-1), 0
		for _, h := range append(hits, struck{at: at}) {
			switch {
			case h.at >= ends:
				ends, count = h.at+int64(l.Window), 1
			case h.refused:
				ends = h.at + int64(l.Window)
			default:
				count++
			}
		}
		return count > l.Hits
	},
	// Penalties are laid anew over all hits.
	Penalised(7): func(hits []struck, at int64, l Limit) bool {
		until, counted := int64(0), []int64(nil)
		for _, h := range append(hits, struck{at: at}) {
			if h.at < until {
				continue
			}
			within := 0
			for _, before := range counted {
				if before > h.at-int64(l.Window) {
					within++
				}
			}
			if counted = append(counted, h.at); within >= l.Hits {
				until, counted = h.at+7, nil
			}
		}
		return at < until
	},
	// The level in parts of a permit: each nanosecond brings Hits of them, a hit costs Window.
	Refilling: func(hits []struck, at int64, l Limit) bool {
		full := int64(l.Hits) * int64(l.Window)
		level, last := full, int64(0)
		for _, h := range hits {
			level = min(full, level+(h.at-last)*int64(l.Hits))
			last = h.at
			if !h.refused {
				level -= int64(l.Window)
			}
		}
		return min(full, level+(at-last)*int64(l.Hits)) < int64(l.Window)
	},
}

func countStruck(hits []struck, is func(struck) bool) (n int) {
	for _, h := range hits {
		if is(h) {
			n++
		}
	}
	return n
}

// Every kind of window judges as a plain list of hits does, and is free when a hit by hand would be
// spared first.
func TestLimitsAgainstTheListOfHits(t *testing.T) {
	require.Len(t, windowOracles, len(windowKinds))
	for kind, beyond := range windowOracles {
		t.Run(kind.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				l := Limit{
					Hits:   rapid.IntRange(1, 5).Draw(t, "hits"),
					Window: time.Duration(rapid.IntRange(3, 20).Draw(t, "window")), Kind: kind,
				}
				require.NoError(t, l.Check())
				rule, at := l.Rule(), int64(1000)
				var hits []struck
				for range rapid.IntRange(1, 30).Draw(t, "n") {
					at += int64(rapid.IntRange(0, 9).Draw(t, "gap"))
					free := at
					for beyond(hits, free, l) {
						free++
					}
					require.Equal(t, free, Free(rule, at), "free at %d", at)
					require.Equal(t, free, search(rule, at))
					n, whole := l.Left(rule, at)
					slowN, slowWhole := l.count(rule, at)
					require.Equal(t, []int64{int64(slowN), slowWhole}, []int64{int64(n), whole}, "at %d", at)
					require.Equal(t, n == 0, free > at)
					refused := beyond(hits, at, l)
					require.Equal(t, refused, rule.Clone().Judge(at).Violated)
					require.Equal(t, refused, rule.Judge(at).Violated, "hit at %d of %v", at, hits)
					hits = append(hits, struck{at, refused})
				}
			})
		})
	}
}

// Readings are free when a search says so, however a hit has left them.
func TestReadingsAreFree(t *testing.T) {
	for _, r := range Readings() {
		if r.Unenforced() {
			continue
		}
		t.Run(r.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				threshold := Threshold{
					Average: r.Average, Rate: rapid.IntRange(1, 2).Draw(t, "rate"), Span: 2 * time.Second,
				}
				rule := r.Rule(Terms{
					Threshold: threshold, End: WindowEnd(rapid.IntRange(0, 1).Draw(t, "end")),
					Start: WindowStart(rapid.IntRange(0, 1).Draw(t, "start")),
				})
				at := 1000 * aSecond
				for range rapid.IntRange(1, 20).Draw(t, "n") {
					at += int64(rapid.IntRange(0, 4).Draw(t, "gap")) * aSecond / 4
					rule.Judge(at)
					free := Free(rule, at)
					require.Equal(t, search(rule, at), free)
					if free != Never {
						require.False(t, rule.Clone().Judge(free).Violated)
					}
				}
			})
		})
	}
}
