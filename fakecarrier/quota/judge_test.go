package quota

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// epoch is a whole five seconds of Unix time, as the vectors ask for.
var epoch = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// trace is the hits at so many milliseconds after the epoch.
func trace(ms ...int64) []time.Time {
	hits := make([]time.Time, len(ms))
	for i, m := range ms {
		hits[i] = epoch.Add(time.Duration(m) * time.Millisecond)
	}
	return hits
}

// Every reading reproduces the canonical verdicts to the millisecond.
func TestJudgeCanonicalTraces(t *testing.T) {
	var vectors struct {
		Readings map[string]string
		Traces   []struct {
			Name           string
			HitsMs         []int64           `json:"hits_ms"`
			FirstViolation map[string]*int64 `json:"first_violation_ms"`
		}
	}
	text, err := os.ReadFile("testdata/quota_readings.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &vectors))
	require.Len(t, vectors.Traces, 17)
	for _, tr := range vectors.Traces {
		require.Len(t, tr.FirstViolation, 26, tr.Name)
		for id, want := range tr.FirstViolation {
			j := Judge(trace(tr.HitsMs...), fedexThresholds, []string{id})[0]
			require.Equal(t, want != nil, j.Certain, "%s: %s", tr.Name, id)
			require.Equal(t, want != nil, j.Possible, "%s: %s", tr.Name, id)
			require.True(t, j.Exact && j.PeakExact, "%s: %s", tr.Name, id)
			if want != nil {
				at := epoch.UnixNano() + *want*int64(time.Millisecond)
				require.Equal(t, at, j.FirstViolation, "%s: %s", tr.Name, id)
				require.Equal(t, at, j.FirstPossible, "%s: %s", tr.Name, id)
			}
		}
	}
}

// The hits behind a verdict: of the window that was violated first, and of the fullest one.
func TestJudgeHitsBehindTheVerdict(t *testing.T) {
	hits := trace(0, 400, 800, 900, 5000, 5001, 5002, 5003, 5004)
	for _, c := range []struct {
		reading         string
		filled, fullest []int
	}{
		{"R6", []int{0, 1, 2, 3}, []int{4, 5, 6, 7, 8}},
		{"R6e", []int{0, 1, 2}, []int{4, 5, 6, 7, 8}},
		{"R1", nil, []int{1, 2, 3, 4, 5, 6, 7, 8}},
		{"R3", nil, nil},
	} {
		j := Judge(hits, fedexThresholds, []string{c.reading})[0]
		require.Equal(t, c.filled, listed(j.Filled), c.reading)
		require.Equal(t, c.fullest, listed(j.Fullest), c.reading)
	}
}

// listed are the numbers of all hits of a witness: they are one more each, and none is left out.
func listed(w Witness) (numbers []int) {
	for _, g := range w.Groups {
		for i := range g.Hits {
			numbers = append(numbers, int(g.First)+i)
		}
	}
	return numbers
}

// FedEx's thresholds, which the vectors are of.
var (
	fedexBurst      = Threshold{Rate: 3, Span: 5 * time.Second}
	fedexAverage    = Threshold{Average: true, Rate: 1, Span: 2 * time.Minute}
	fedexThresholds = []Threshold{fedexBurst, fedexAverage}
)

// herd is n hits at one instant.
func herd(n int, ms int64) []int64 {
	return slices.Repeat([]int64{ms}, n)
}

// The peak is the smallest limit that the hits do not exceed.
func TestJudgePeak(t *testing.T) {
	everySecondOf := func(seconds int64, n int) (ms []int64) {
		for s := range seconds {
			ms = append(ms, herd(n, 1000*s+500)...)
		}
		return ms
	}
	everySecond := func(n int) []int64 { return everySecondOf(5, n) }
	for _, c := range []struct {
		why     string
		reading string
		hits    []int64
		peak    int
	}{
		{"the fullest five seconds hold the herd", "R1", herd(50, 0), 50},
		{"both comparisons have one peak", "R1e", herd(50, 0), 50},
		{"below the limit too", "R1", herd(7, 0), 7},
		{"no hits", "R1", nil, 0},
		{"a herd astride an edge is halved", "R2", slices.Concat(herd(8, 4900), herd(9, 5100)), 9},
		{"the most that all five seconds reached", "R3", everySecond(7), 7},
		{"one second without is none", "R3", everySecond(7)[:28], 0},
		{"at a phase of half a second", "R4", everySecond(7), 7},
		{"a lone herd is not continuous", "R5", herd(50, 0), 0},
		{"the fullest second", "R6", everySecond(6), 6},
		{"the depth that a herd needs", "R7", herd(50, 0), 50},
		{"refilled by three in a second", "R7", slices.Concat(herd(20, 0), herd(20, 1000)), 37},
		{"both sides of an edge", "R9", slices.Concat(herd(8, 4900), herd(9, 5100)), 17},
		{"and the second before five", "R8", slices.Concat(herd(8, 999), herd(9, 5999)), 17},
		{"not the second before that", "R8", slices.Concat(herd(8, 999), herd(9, 6000)), 9},
		{"three minutes", "A6", slices.Concat(herd(99, 0), herd(99, 179999)), 198},
		{"and no more", "A6", slices.Concat(herd(99, 0), herd(98, 180000)), 99},
		{"two minutes and five seconds", "A5", slices.Concat(herd(99, 0), herd(99, 124999)), 198},
		{"the fullest two minutes", "A1", slices.Concat(herd(99, 0), herd(99, 119000)), 198},
		{"above a limit of one", "A3", everySecondOf(120, 2), 2},
		{"never", "A4", herd(500, 0), 0},
	} {
		j := Judge(trace(c.hits...), fedexThresholds, []string{c.reading})[0]
		require.Equal(t, Range{c.peak, c.peak}, j.Peak, "%s: %s", c.reading, c.why)
		require.Equal(t, c.peak > 0, j.Fullest.Hits > 0, "%s: %s", c.reading, c.why)
	}
}

// A reading of a threshold that the carrier does not have finds nothing; the others judge.
func TestJudgeWithoutTheThreshold(t *testing.T) {
	j := Judge(trace(herd(16, 0)...), []Threshold{fedexBurst}, []string{"A1", "R1"})
	require.Equal(t, Judgement{Reading: "A1", Exact: true, PeakExact: true}, j[0])
	require.True(t, j[1].Certain)
}

// The hits that filled the violated window are told by index.
func TestJudgeFilled(t *testing.T) {
	late := []int64{7000, 7500, 7500, 8000, 9000, 9500, 9600}
	hits := slices.Concat([]int64{0}, herd(10, 6000), late)
	j := Judge(trace(hits...), fedexThresholds, []string{"R1", "R6", "R7", "R3"})
	require.Equal(t, epoch.UnixNano()+9_500_000_000, j[0].FirstViolation)
	require.Equal(t, 15, j[0].Limit)
	require.Equal(t, Range{17, 17}, j[0].Peak)
	require.Equal(t, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, listed(j[0].Filled))
	require.Equal(t, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17},
		listed(j[0].Fullest))
	require.Equal(t, Range{10, 10}, j[2].Peak)
	require.False(t, j[2].Possible)
	require.Equal(t, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, listed(j[2].Fullest))
	require.Empty(t, j[3].Fullest.Groups)
}

func TestJudgeWantsOrderAndKnownReadings(t *testing.T) {
	require.PanicsWithValue(t, "quota: hit 1 can have come earlier than the one before it", func() {
		Judge(trace(5, 4), fedexThresholds, []string{"R1"})
	})
	require.PanicsWithValue(t, `quota: unknown reading "R1E"; did you mean "R1" or "R1e"?`, func() {
		Judge(trace(5), fedexThresholds, []string{"R1E"})
	})
}

// FuzzJudge turns bytes into a trace and compares readings with each other.
func FuzzJudge(f *testing.F) {
	f.Add([]byte{})
	f.Add(make([]byte, 50))
	f.Add(bytes.Repeat([]byte{84}, 200))
	f.Add(bytes.Repeat([]byte{0, 0, 0, 0, 250}, 40))
	f.Fuzz(func(t *testing.T, gaps []byte) {
		at := int64(0)
		ms := make([]int64, 0, len(gaps))
		for _, g := range gaps {
			at += int64(g) * int64(g) / 16 // up to four seconds
			ms = append(ms, at)
		}
		ids := ReadingIDs()
		by := map[string]Judgement{}
		for _, j := range Judge(trace(ms...), fedexThresholds, ids) {
			by[j.Reading] = j
		}
		for _, id := range ids {
			checkJudgement(t, by[id], ms)
			if strict, ok := by[strings.TrimSuffix(id, "e")]; ok {
				requireNoLater(t, by[id], strict)
			}
		}
		requireNoLater(t, by["R6"], by["R6f"]) // any second is more than the clock's
		requireNoLater(t, by["R1"], by["R2"])
		requireNoLater(t, by["R4"], by["R3"])
		requireNoLater(t, by["R1"], by["R3"])
		requireNoLater(t, by["A1"], by["A2"])
		requireNoLater(t, by["R8"], by["R1"]) // buckets reach back further than the span
		requireNoLater(t, by["R9"], by["R8"])
		requireNoLater(t, by["A5"], by["A1"])
		requireNoLater(t, by["A6"], by["A5"])
		requireNoLater(t, by["A1"], by["A3"])
		requireNoLater(t, by["R6"], by["R1"]) // no second over 3 is no five over 15
	})
}

// checkJudgement holds if the slow judge says the same.
func checkJudgement(t *testing.T, j Judgement, ms []int64) {
	t.Helper()
	r, threshold := readings[j.Reading], fedexBurst
	if r.Average {
		threshold = fedexAverage
	}
	var hits []int64
	for _, at := range trace(ms...) {
		hits = append(hits, at.UnixNano())
	}
	checkJudged(t, j, r, threshold, hits)
}

// checkJudged likewise holds of hits at any instants.
func checkJudged(t require.TestingT, j Judgement, r Reading, threshold Threshold, hits []int64) {
	want := slowJudge(r, threshold, hits)
	require.Equal(t, want.violated, j.Certain, j.Reading)
	require.Equal(t, want.violated, j.Possible, j.Reading)
	require.Equal(t, Range{want.peak, want.peak}, j.Peak, j.Reading)
	require.Equal(t, want.peak > 0, j.Fullest.Hits > 0, j.Reading)
	require.Equal(t, want.violated, j.Filled.Hits > 0, j.Reading)
	if want.violated {
		require.Equal(t, want.at, j.FirstViolation, j.Reading)
		require.Equal(t, want.at, j.FirstPossible, j.Reading)
	}
}

// requireNoLater holds if the stricter reading is violated whenever the laxer one is, no later.
func requireNoLater(t *testing.T, stricter, laxer Judgement) {
	t.Helper()
	if !laxer.Certain {
		return
	}
	require.True(t, stricter.Certain, "%s, as %s", stricter.Reading, laxer.Reading)
	require.LessOrEqual(t, stricter.FirstViolation, laxer.FirstViolation,
		"%s, as %s", stricter.Reading, laxer.Reading)
}

// All readings judge hits at random, of one rate, whose stamps are as fine as that. The list has a
// length that a carrier's limits allow, or many times more.
func BenchmarkJudges(b *testing.B) {
	for _, gap := range []time.Duration{10 * time.Millisecond, 300 * time.Millisecond, time.Second} {
		for _, width := range []time.Duration{1, time.Millisecond, time.Second} {
			b.Run(fmt.Sprintf("every-%v/stamped-%v", gap, width), func(b *testing.B) {
				j := NewJudges(fedexThresholds, ReadingIDs())
				random := rand.New(rand.NewPCG(1, 2))
				at, n := epoch.UnixNano(), int64(0)
				b.ReportAllocs()
				for b.Loop() {
					at += int64(random.ExpFloat64() * float64(gap))
					from := unit.Floor(at, int64(width))
					j.Hit(from, from+int64(width), n)
					n++
				}
			})
		}
	}
}

// A cut begins the fullest window anew; a window still reaches back over it. Kept apart, hits of
// one stamp have numbers of their own.
func TestJudgesCut(t *testing.T) {
	j := NewJudges(fedexThresholds, []string{"R1", "R6e"})
	j.KeepApart()
	for i := range int64(7) {
		j.Hit(0, aSecond, 100+3*i)
	}
	first := j.Cut()
	require.Equal(t, Range{7, 7}, first[0].Peak)
	require.True(t, first[1].Certain)
	require.Equal(t, Group{0, aSecond, 1, 106, 106}, first[0].Fullest.Groups[2])
	j.Hit(4*aSecond, 5*aSecond, 200)
	second := j.Cut()
	require.Equal(t, Range{8, 8}, second[0].Peak)
	require.Equal(t, Range{1, 1}, second[1].Peak)
	require.False(t, second[1].Possible)
	require.Equal(t, Range{}, j.Cut()[0].Peak)
}

// What the judges hold does not grow with the list.
func TestJudgesAreBounded(t *testing.T) {
	for _, width := range []int64{1, int64(time.Millisecond), aSecond, aSecond + 1} {
		j := NewJudges(fedexThresholds, ReadingIDs())
		at := epoch.UnixNano()
		judge := func(n int) {
			for range n {
				at += int64(400 * time.Millisecond)
				from := at
				if aSecond%width == 0 {
					from = unit.Floor(at, width)
				}
				j.Hit(from, from+width, at)
			}
		}
		judge(10_000)
		held := len(j.stream.groups)
		judge(100_000)
		require.Len(t, j.stream.groups, held)
		require.LessOrEqual(t, held, 4096)
		require.Zero(t, testing.AllocsPerRun(10, func() { judge(1000) }))
	}
}

// A window that is longer than what is held says how many hits it has, and lists the last of them.
func TestJudgesSayHowLongAWindowIs(t *testing.T) {
	for _, before := range []int64{0, 1} {
		j := NewJudges(fedexThresholds, []string{"R7"})
		for range before {
			j.Hit(-1000*aSecond, -1000*aSecond+1, 0)
		}
		const n = 10_000
		for i := range int64(n) {
			at := i * 330 * int64(time.Millisecond) // 3.03 in a second: the bucket never fills again
			j.Hit(at, at+1, before+i)
		}
		judged := j.Judgements()[0]
		require.Equal(t, Range{101, 101}, judged.Peak) // a hundredth of a permit more each time
		w := judged.Fullest
		require.Equal(t, 9902, w.Hits)
		require.Len(t, w.Groups, mostGroups)
		require.Equal(t, before+9901, w.Groups[len(w.Groups)-1].Last)
	}
}

// What was violated before a cut is not violated after it by hits that are far apart, and is again
// by as many as before: for every reading, and however long the stamps are.
func TestJudgesForgetAtACut(t *testing.T) {
	for _, width := range []int64{1, aSecond, aSecond + 1, 3 * aSecond} {
		for _, r := range Readings() {
			j := NewJudges(fedexThresholds, []string{r.ID})
			at := epoch.UnixNano()
			burst := func(n int, gap time.Duration) Judgement {
				for range n {
					at += int64(gap)
					from := at
					if aSecond%width == 0 {
						from = unit.Floor(at, width)
					}
					j.Hit(from, from+width, at)
				}
				return j.Cut()[0]
			}
			first := burst(1500, 100*time.Millisecond)
			burst(3, 10*time.Minute)
			quiet := burst(20, 10*time.Minute)
			require.False(t, quiet.Possible, "%s, %d: %+v", r.ID, width, quiet)
			at = unit.Ceil(at+1, int64(time.Hour))
			again := burst(1500, 100*time.Millisecond)
			require.Equal(t, first.Certain, again.Certain, "%s, %d", r.ID, width)
			require.Equal(t, first.Possible, again.Possible, "%s, %d", r.ID, width)
			require.Equal(t, first.Peak, again.Peak, "%s, %d", r.ID, width)
		}
	}
}
