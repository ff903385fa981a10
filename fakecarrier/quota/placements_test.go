package quota

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A stamped hit can have come from its first instant to its last one.
type stamped struct{ from, last int64 }

// judgeStamped lets one reading judge stamped hits in order of their first instants.
func judgeStamped(id string, thresholds []Threshold, hits []stamped) Judgement {
	j := NewJudges(thresholds, []string{id})
	for i, h := range hits {
		j.Hit(h.from, h.last+1, int64(i))
	}
	return j.Judgements()[0]
}

// placed is what the slow judge says of some placements of hits.
type placed struct {
	all, some      bool  // placements violate
	earliest       int64 // violation in any of them
	latest         int64 // first violation in any of them; where all violate
	least, fullest int   // the peak
}

func noPlacement() placed {
	return placed{all: true, earliest: math.MaxInt64, latest: math.MinInt64, least: math.MaxInt}
}

// add judges a placement.
func (p *placed) add(r Reading, threshold Threshold, at []int64) {
	sorted := slices.Sorted(slices.Values(at))
	j := slowJudge(r, threshold, sorted)
	if j.violated {
		p.some = true
		p.earliest, p.latest = min(p.earliest, j.at), max(p.latest, j.at)
	} else {
		p.all = false
	}
	p.least, p.fullest = min(p.least, j.peak), max(p.fullest, j.peak)
}

// requireSound holds if no placement contradicts the judgement.
func requireSound(t require.TestingT, j Judgement, p *placed, hits []stamped) {
	if j.Certain {
		require.True(t, j.Possible, "%+v of %v", j, hits)
		require.True(t, p.all, "%+v of %v, but %+v", j, hits, p)
		require.LessOrEqual(t, p.latest, j.FirstViolation, "%+v of %v", j, hits)
	}
	if p.some {
		require.True(t, j.Possible, "%+v of %v, but %+v", j, hits, p)
		require.GreaterOrEqual(t, p.earliest, j.FirstPossible, "%+v of %v", j, hits)
	}
	require.LessOrEqual(t, j.Peak.AtLeast, p.least, "%+v of %v, but %+v", j, hits, p)
	require.GreaterOrEqual(t, j.Peak.AtMost, p.fullest, "%+v of %v, but %+v", j, hits, p)
}

// requireExact holds if the judgement is what all placements say, where it claims to be.
func requireExact(t require.TestingT, j Judgement, p *placed, hits []stamped) {
	if j.Exact {
		require.Equal(t, p.all, j.Certain, "%+v of %v, but %+v", j, hits, p)
		require.Equal(t, p.some, j.Possible, "%+v of %v, but %+v", j, hits, p)
	}
	if j.Exact && j.Certain {
		require.Equal(t, p.latest, j.FirstViolation, "%+v of %v", j, hits)
	}
	if j.Exact && j.Possible {
		require.Equal(t, p.earliest, j.FirstPossible, "%+v of %v", j, hits)
	}
	if j.PeakExact {
		require.Equal(t, Range{p.least, p.fullest}, j.Peak, "%+v of %v", j, hits)
	}
}

// drawThresholds draws thresholds that few hits exceed. Their rates divide a quarter of a second.
func drawThresholds(t *rapid.T, spans int) []Threshold {
	rate := rapid.SampledFrom([]int{1, 1, 2, 4}).Draw(t, "rate")
	span := time.Duration(rapid.IntRange(1, spans).Draw(t, "span")) * time.Second
	return []Threshold{{Rate: rate, Span: span}, {Average: true, Rate: rate, Span: span}}
}

// quarter is the step of the placements that are all tried.
const quarter = int64(time.Second / 4)

// eachPlacement shows all placements at quarters of a second, and at the last instants.
func eachPlacement(hits []stamped, show func([]int64)) {
	at := make([]int64, len(hits))
	var place func(int)
	place = func(i int) {
		if i == len(hits) {
			show(at)
			return
		}
		h := hits[i]
		for at[i] = h.from; at[i] < h.last; at[i] += quarter {
			was := at[i]
			place(i + 1)
			at[i] = was
		}
		at[i] = h.last
		place(i + 1)
	}
	place(0)
}

// drawStamped draws hits whose stamps begin at quarters of a second. Those of one width are either
// cells of a grid, which end before the next begins, or end at a quarter.
func drawStamped(t *rapid.T, most int) []stamped {
	kind := rapid.SampledFrom([]string{"cells", "cells", "even", "uneven"}).Draw(t, "kind")
	width := rapid.SampledFrom([]int64{0, 1, 2, 4, 8}).Draw(t, "width") * quarter
	at := 4 * quarter * rapid.Int64Range(-10, 10).Draw(t, "start")
	hits := make([]stamped, rapid.IntRange(1, most).Draw(t, "hits"))
	for i := range hits {
		at += quarter * rapid.SampledFrom([]int64{0, 0, 1, 2, 3, 4, 4, 5, 8}).Draw(t, "gap")
		switch kind {
		case "cells":
			from := unit.Floor(at, max(width, 1))
			hits[i] = stamped{from, from + max(width, 1) - 1}
		case "even":
			hits[i] = stamped{at, at + width}
		default:
			hits[i] = stamped{at, at + quarter*rapid.Int64Range(0, 5).Draw(t, "long")}
		}
	}
	return hits
}

// All placements of a few hits at quarters of a second say what the judges say, and bounds hold.
func TestJudgesAgainstAllPlacements(t *testing.T) {
	for _, r := range Readings() {
		t.Run(r.ID, func(t *testing.T) {
			verdicts := map[string]int{}
			rapid.Check(t, func(t *rapid.T) {
				thresholds := drawThresholds(t, 3)
				hits := drawStamped(t, 4)
				threshold, _ := r.Of(thresholds)
				p := noPlacement()
				eachPlacement(hits, func(at []int64) { p.add(r, threshold, at) })
				j := judgeStamped(r.ID, thresholds, hits)
				requireSound(t, j, &p, hits)
				requireExact(t, j, &p, hits)
				switch {
				case j.Certain:
					verdicts["certain"]++
				case j.Possible:
					verdicts["possible"]++
				default:
					verdicts["impossible"]++
				}
			})
			t.Log(verdicts)
		})
	}
}

// stampedTo is hits as a log of whole units of time has them.
func stampedTo(width int64, hits []int64) []stamped {
	var all []stamped
	for _, at := range hits {
		from := unit.Floor(at, width)
		all = append(all, stamped{from, from + width - 1})
	}
	return all
}

// somewhere places hits at the true instants, as early and as late as can be, towards and away from
// each other, and anywhere.
func somewhere(t *rapid.T, truth []int64, hits []stamped) (placements [][]int64) {
	place := func(at func(int) int64) {
		p := make([]int64, len(hits))
		for i := range hits {
			p[i] = at(i)
		}
		placements = append(placements, p)
	}
	place(func(i int) int64 { return truth[i] })
	place(func(i int) int64 { return hits[i].from })
	place(func(i int) int64 { return hits[i].last })
	every := rapid.Int64Range(1, 6).Draw(t, "every")
	for _, odd := range []bool{false, true} {
		place(func(i int) int64 {
			if (hits[i].from/int64(time.Second)/every%2 == 1) == odd {
				return hits[i].from
			}
			return hits[i].last
		})
	}
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	for range 10 {
		place(func(i int) int64 {
			return hits[i].from + random.Int64N(hits[i].last-hits[i].from+1)
		})
	}
	return placements
}

// Whatever the placement of the hits of a longer list, the judges' bounds hold.
func TestJudgesAgainstSomePlacements(t *testing.T) {
	for _, r := range Readings() {
		t.Run(r.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				span := time.Duration(rapid.IntRange(1, 5).Draw(t, "span")) * time.Second
				threshold := Threshold{r.Average, rapid.IntRange(1, 4).Draw(t, "rate"), span}
				var truth []int64
				for _, at := range drawTrace(t, rapid.IntRange(1, 80).Draw(t, "length")) {
					truth = append(truth, epoch.Add(time.Duration(at)*tick).UnixNano())
				}
				width := rapid.SampledFrom([]time.Duration{
					time.Millisecond, 100 * time.Millisecond, time.Second, time.Minute,
				}).Draw(t, "width")
				hits := stampedTo(int64(width), truth)
				if rapid.Bool().Draw(t, "uneven") {
					for i := range hits {
						hits[i] = stamped{truth[i] - int64(width)/4, truth[i] + int64(width)/2}
					}
				}
				p := noPlacement()
				for _, at := range somewhere(t, truth, hits) {
					p.add(r, threshold, at)
				}
				requireSound(t, judgeStamped(r.ID, []Threshold{threshold}, hits), &p, hits)
			})
		})
	}
}

// Judges that rest where nothing can change say what the slow judge says of known instants, and
// what judges that are woken for each hit say of stamps.
func TestJudgesRest(t *testing.T) {
	for _, r := range Readings() {
		t.Run(r.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				threshold := Threshold{r.Average, rapid.IntRange(1, 4).Draw(t, "rate"),
					time.Duration(rapid.IntRange(1, 5).Draw(t, "span")) * time.Second}
				var at []int64
				rest := int64(0) // so long that what is held is let go
				for i, ticks := range drawTrace(t, rapid.IntRange(1, 400).Draw(t, "length")) {
					if i%90 == 89 {
						rest += rapid.Int64Range(0, 300).Draw(t, "rest") * aSecond
					}
					at = append(at, ticks*int64(tick)+rest)
				}
				width := rapid.SampledFrom([]int64{
					1, 1, int64(tick), aSecond / 10, 3 * quarter, aSecond, 6 * quarter, 7 * quarter,
				}).Draw(t, "width")
				hits := stampedTo(width, at)
				exact := rapid.IntRange(0, len(hits)).Draw(t, "exact")
				for i := range exact { // some are known first
					hits[i] = stamped{at[i], at[i]}
				}
				for i := range hits {
					if i >= exact && exact > 0 {
						hits[i].from = max(hits[i].from, at[exact-1])
					}
				}
				resting, woken := NewJudges([]Threshold{threshold}, []string{r.ID}),
					NewJudges([]Threshold{threshold}, []string{r.ID})
				resting.stream.groups, woken.stream.groups = make([]group, 8), make([]group, 8)
				for i, h := range hits {
					resting.Hit(h.from, h.last+1, int64(i))
					woken.Hit(h.from, h.last+1, int64(i))
					woken.wake()
				}
				got := resting.Judgements()
				require.Equal(t, woken.Judgements(), got)
				if width == 1 {
					checkJudged(t, got[0], r, threshold, at)
				}
			})
		})
	}
}

// Hits of one stamp, which are judged together, are judged as if one by one, also where a cut parts
// them. After a cut that is so of known instants alone: those of one by one that violated before it
// may be remembered better.
func TestJudgesTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		thresholds := drawThresholds(t, 5)
		hits := drawStamped(t, 100)
		one, all := NewJudges(thresholds, ReadingIDs()), NewJudges(thresholds, ReadingIDs())
		one.KeepApart()
		cut := rapid.IntRange(0, len(hits)).Draw(t, "cut")
		for i, h := range hits {
			if i == cut {
				requireAlike(t, one.Cut(), all.Cut(), hits[:cut])
			}
			one.Hit(h.from, h.last+1, int64(i))
			all.Hit(h.from, h.last+1, int64(i))
		}
		if cut == len(hits) || !all.parted {
			requireAlike(t, one.Judgements(), all.Judgements(), hits)
		}
	})
}

// requireAlike holds if two judges say the same, but for the hits that they show.
func requireAlike(t require.TestingT, want, got []Judgement, hits []stamped) {
	for i := range want {
		w, g := want[i], got[i]
		w.Filled, w.Fullest, g.Filled, g.Fullest = Witness{}, Witness{}, Witness{}, Witness{}
		require.Equal(t, w, g, "%v", hits)
	}
}

// Eight hits at 00.95 and eight at 05.05, logged as 00 and 05, are sixteen within 4.1 s: they may
// violate R1, and at 5 s at the earliest.
func TestHitsAstrideTwoStamps(t *testing.T) {
	var hits []stamped
	for _, ms := range slices.Concat(herd(8, 950), herd(8, 5050)) {
		hits = append(hits, stampedTo(aSecond, []int64{ms * int64(time.Millisecond)})...)
	}
	for _, c := range []struct {
		reading           string
		certain, possible bool
		at                time.Duration
		peak              Range
	}{
		{"R1", false, true, 5 * time.Second, Range{8, 16}},
		{"R2", false, false, 0, Range{8, 8}},
		{"R8", true, true, 5 * time.Second, Range{16, 16}},
		{"R6", true, true, 0, Range{8, 8}},
		{"R7", false, false, 0, Range{6, 8}}, // three of the eight were refilled within the second
	} {
		j := judgeStamped(c.reading, fedexThresholds, hits)
		require.Equal(t, c.certain, j.Certain, c.reading)
		require.Equal(t, c.possible, j.Possible, c.reading)
		require.Equal(t, int64(c.at), j.FirstPossible, c.reading)
		require.Equal(t, c.peak, j.Peak, c.reading)
		require.True(t, j.Exact && j.PeakExact, c.reading)
	}
}

// Sixteen hits 300 ms apart violate R1, whatever instant of a second they begin at: none of their
// logs in whole seconds says that they do not. Even hits at 2.95 in a second never violate R5e: no
// log of them says that they surely do.
func TestNoFalseCertainty(t *testing.T) {
	log := func(n int, gap, offset time.Duration) (hits []stamped) {
		for i := range n {
			at := time.Duration(i)*gap + offset
			hits = append(hits, stampedTo(aSecond, []int64{int64(at)})...)
		}
		return hits
	}
	for i := range 200 {
		offset := time.Duration(i) * 5 * time.Millisecond
		j := judgeStamped("R1", fedexThresholds, log(16, 300*time.Millisecond, offset))
		require.True(t, j.Possible, "%v", offset)
		j = judgeStamped("R5e", fedexThresholds, log(100, time.Second*100/295, offset))
		require.False(t, j.Certain, "%v", offset)
	}
}

// A hit that ends before one that began earlier is judged as if it ended with it: a bound.
func TestJudgesSayThatIntervalsWereWidened(t *testing.T) {
	j := judgeStamped("R6", fedexThresholds, []stamped{{0, 5 * aSecond}, {1, 1}, {2, 2}, {3, 3}})
	require.False(t, j.Certain)
	require.True(t, j.Possible)
	require.False(t, j.Exact)
}

// Four hits within two seconds leave no room for one in the second half of them, if two in a second
// are allowed. Where hits are first placed when one comes that fits no grid, it is not known that
// the third and the fourth must be in that half: the judgement says that it is a bound.
func TestJudgesSayThatHitsWereNotPlaced(t *testing.T) {
	two := stamped{0, 2*aSecond - 1}
	hits := []stamped{two, two, two, two, {aSecond * 3 / 2, 2*aSecond - 1}}
	j := judgeStamped("R6", []Threshold{{Rate: 2, Span: 5 * time.Second}}, hits)
	require.True(t, j.Possible)
	require.False(t, j.Certain)
	require.False(t, j.Exact)
}
