package quota

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An oracle says by looking at all hits so far, the slow and obvious way, whether the latest one
// violates. Instants are in ticks of half a millisecond and hits on whole ones, so that R5 may look
// between the hits.
type oracle func(ticks []int64, t Threshold, full int, end WindowEnd) bool

const (
	tick       = time.Millisecond / 2
	tickSecond = int64(time.Second / tick)
)

// inside counts the hits in [from, to), or in [from, to].
func inside(ticks []int64, from, to int64, end WindowEnd) (n int) {
	for _, h := range ticks {
		if from <= h && (h < to || h == to && end == Closed) {
			n++
		}
	}
	return n
}

// before counts the hits in (at-window, at], or in [at-window, at].
func before(ticks []int64, at, window int64, end WindowEnd) (n int) {
	for _, h := range ticks {
		if h <= at && (h > at-window || h == at-window && end == Closed) {
			n++
		}
	}
	return n
}

func latest(ticks []int64) int64 { return ticks[len(ticks)-1] }

// windowTicks is the length of the window in ticks.
func (t Threshold) windowTicks() int64 { return int64(t.Span / tick) }

// inASecond turns an oracle of a whole window into one of a single second.
func inASecond(whole oracle) oracle {
	return func(ticks []int64, t Threshold, full int, end WindowEnd) bool {
		return whole(ticks, Threshold{Rate: t.Rate, Span: time.Second}, full, end)
	}
}

func slidingOracle(ticks []int64, t Threshold, full int, end WindowEnd) bool {
	return before(ticks, latest(ticks), t.windowTicks(), end) >= full
}

// eachFull reports whether seconds in a row from s on are all full, the latest hit in the last one.
func eachFull(ticks []int64, s int64, seconds, full int, end WindowEnd) bool {
	for i := range int64(seconds) {
		from := s + i*tickSecond
		if inside(ticks, from, from+tickSecond, end) < full {
			return false
		}
	}
	final := s + int64(seconds-1)*tickSecond
	return inside(ticks[len(ticks)-1:], final, final+tickSecond, end) == 1
}

func fixedOracle(ticks []int64, t Threshold, full int, end WindowEnd) bool {
	window := t.windowTicks()
	at := unit.Floor(latest(ticks), window)
	if inside(ticks, at, at+window, end) >= full {
		return true
	}
	return end == Closed && at == latest(ticks) && inside(ticks, at-window, at, end) >= full
}

func consecutiveOracle(ticks []int64, t Threshold, full int, end WindowEnd) bool {
	s := unit.Floor(latest(ticks), tickSecond) - int64(t.seconds()-1)*tickSecond
	return eachFull(ticks, s, t.seconds(), full, end) ||
		eachFull(ticks, s-tickSecond, t.seconds(), full, end)
}

// anyPhaseOracle tries every tick as a beginning.
func anyPhaseOracle(ticks []int64, t Threshold, full int, end WindowEnd) bool {
	first := latest(ticks) - t.windowTicks()
	for s := first; s <= first+tickSecond; s++ {
		if eachFull(ticks, s, t.seconds(), full, end) {
			return true
		}
	}
	return false
}

// continuousOracle looks at every tick: the last second was full for the whole span up to the
// latest hit, or up to a moment since the hit before.
func continuousOracle(ticks []int64, t Threshold, full int, end WindowEnd) bool {
	previous := int64(-1)
	if n := len(ticks); n > 1 {
		previous = ticks[n-2]
	}
	run := int64(-1)
	for u := ticks[0]; u <= latest(ticks); u++ {
		if before(ticks, u, tickSecond, end) < full {
			run = -1
			continue
		}
		run++
		now := run >= t.windowTicks() && u == latest(ticks)
		if now || run == t.windowTicks() && u > previous {
			return true
		}
	}
	return false
}

// bucketOracle plays all hits anew, in permits over the ticks of a second.
func bucketOracle(ticks []int64, t Threshold, full int, _ WindowEnd) bool {
	depth := int64(full-1) * tickSecond
	level, at, violated := depth, ticks[0], false
	for _, h := range ticks {
		level = min(depth, level+int64(t.Rate)*(h-at))
		at, violated = h, level < tickSecond
		if !violated {
			level -= tickSecond
		}
	}
	return violated
}

// bucketedOracle counts the hits of each bucket that touches the span.
func bucketedOracle(bucket time.Duration) oracle {
	return func(ticks []int64, t Threshold, full int, _ WindowEnd) bool {
		length, count := int64(bucket/tick), 0
		for _, h := range ticks {
			from := unit.Floor(h, length)
			to := from + length // the bucket is [from, to), the span (after, latest]
			after := latest(ticks) - t.windowTicks()
			if from <= latest(ticks) && after < to {
				count++
			}
		}
		return count >= full
	}
}

var oracles = map[string]oracle{
	"R1": slidingOracle, "R1e": slidingOracle, "A1": slidingOracle, "A1e": slidingOracle,
	"R2": fixedOracle, "R2e": fixedOracle, "A2": fixedOracle,
	"R3": consecutiveOracle, "R3e": consecutiveOracle,
	"A3": consecutiveOracle, "A3e": consecutiveOracle,
	"R4": anyPhaseOracle, "R4e": anyPhaseOracle,
	"R5": continuousOracle, "R5e": continuousOracle,
	"R6": inASecond(slidingOracle), "R6e": inASecond(slidingOracle), "R6f": inASecond(fixedOracle),
	"R7": bucketOracle,
	"R8": bucketedOracle(time.Second), "R8e": bucketedOracle(time.Second),
	"R9": bucketedOracle(5 * time.Second), "R9e": bucketedOracle(5 * time.Second),
	"A5": bucketedOracle(5 * time.Second), "A5e": bucketedOracle(5 * time.Second),
	"A6": bucketedOracle(time.Minute), "A6e": bucketedOracle(time.Minute),
	"A4": func([]int64, Threshold, int, WindowEnd) bool { return false },
}

// drawTrace draws herds, even rates, and hits at the very edges of windows, all at even ticks.
func drawTrace(t *rapid.T, length int) []int64 {
	var ticks []int64
	at := 2 * rapid.Int64Range(0, 3000).Draw(t, "start")
	for len(ticks) < length {
		n := rapid.IntRange(1, 25).Draw(t, "hits")
		switch rapid.SampledFrom([]string{"herd", "even", "edge", "echo", "rest"}).Draw(t, "kind") {
		case "herd":
			for range n {
				ticks = append(ticks, at)
			}
		case "even":
			gap := rapid.SampledFrom([]int64{2, 100, 400, 500, 626, 666, 1000, 2000}).Draw(t, "gap")
			for range n {
				ticks = append(ticks, at)
				at += gap
			}
		case "edge":
			at = unit.Floor(at, tickSecond) + tickSecond
			at += 2 * rapid.Int64Range(-1, 1).Draw(t, "off")
		case "echo": // a whole number of seconds after some hit
			if len(ticks) > 0 {
				i := rapid.IntRange(0, len(ticks)-1).Draw(t, "of")
				at += tickSecond - (at-ticks[i])%tickSecond
			}
		case "rest":
			at += 2 * rapid.Int64Range(0, 7000).Draw(t, "rest")
		}
	}
	return ticks
}

// Each meter agrees, hit by hit, with its oracle, under thresholds small enough for both verdicts
// to be common.
func TestReadingsAgainstOracles(t *testing.T) {
	for _, r := range Readings() {
		t.Run(r.ID, func(t *testing.T) {
			require.NotNil(t, oracles[r.ID], "%s has no oracle: its test adds one to oracles", r.ID)
			verdicts := map[bool]int{}
			rapid.Check(t, func(t *rapid.T) { checkReading(t, r, verdicts) })
			require.NotZero(t, verdicts[false])
			require.Equal(t, r.ID != "A4", verdicts[true] > 0, "violations were drawn")
		})
	}
}

func checkReading(t *rapid.T, r Reading, verdicts map[bool]int) {
	terms := Terms{
		Threshold: Threshold{
			Rate: rapid.IntRange(1, 4).Draw(t, "rate"),
			Span: time.Duration(rapid.IntRange(1, 5).Draw(t, "span")) * time.Second,
		},
		End: rapid.SampledFrom([]WindowEnd{HalfOpen, Closed}).Draw(t, "end"),
	}
	full := r.Limit(terms.Threshold)
	if !r.Inclusive {
		full++
	}
	rule := r.Rule(terms)
	ticks := drawTrace(t, rapid.IntRange(1, 60).Draw(t, "length"))
	for i, at := range ticks {
		got := rule.Judge(epoch.Add(time.Duration(at) * tick).UnixNano()).Violated
		if want := oracles[r.ID](ticks[:i+1], terms.Threshold, full, terms.End); got != want {
			t.Fatal(explain(r.ID, ticks[:i+1], terms.End, got, want))
		}
		verdicts[got]++
	}
}

func explain(id string, ticks []int64, end WindowEnd, got, want bool) string {
	return fmt.Sprintf("%s, windows %v, hit %d of %v: violated is %v, should be %v",
		id, end, len(ticks)-1, ticks, got, want)
}
