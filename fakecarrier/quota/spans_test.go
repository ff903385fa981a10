package quota

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Wherever hits came within what is known of them, those that violate were among those that may,
// and those that must did violate. Both are common, and hits at known instants leave nothing open.
func TestSpansHoldEveryPlacement(t *testing.T) {
	for _, r := range Readings() {
		t.Run(r.ID, func(t *testing.T) {
			seen := map[string]int{}
			rapid.Check(t, func(t *rapid.T) { checkSpans(t, r, seen) })
			t.Log(seen)
			_, unknown := r.Spans(Terms{Threshold: Threshold{Rate: 1, Span: time.Second}}).(*unknownSpans)
			if !unknown && !r.Unenforced() {
				require.NotZero(t, seen["must"], "of coarse hits")
				require.NotZero(t, seen["neither"], "of coarse hits")
			}
		})
	}
}

func checkSpans(t *rapid.T, r Reading, seen map[string]int) {
	terms := Terms{Threshold: Threshold{
		Rate: rapid.IntRange(1, 4).Draw(t, "rate"),
		Span: time.Duration(rapid.IntRange(1, 5).Draw(t, "span")) * time.Second,
	}}
	ticks := drawTrace(t, rapid.IntRange(1, 60).Draw(t, "length"))
	wide := rapid.SampledFrom([]int64{0, 2, 20, 200, 700, 2000}).Draw(t, "wide")
	from, to := make([]int64, len(ticks)), make([]int64, len(ticks))
	for i, at := range ticks {
		before := rapid.Int64Range(0, wide).Draw(t, "before")
		from[i], to[i] = at-before, at+rapid.Int64Range(0, wide).Draw(t, "after")
	}
	slices.Sort(from)
	slices.Sort(to)
	ns := func(tick int64) int64 { return epoch.UnixNano() + tick*int64(time.Second)/tickSecond }
	spans := r.Spans(terms)
	may, must := make([]bool, len(ticks)), make([]bool, len(ticks))
	for i := range ticks {
		may[i], must[i] = spans.Judge(ns(from[i]), ns(to[i]))
		switch {
		case wide == 0:
		case must[i]:
			seen["must"]++
		case may[i]:
			seen["may"]++
		default:
			seen["neither"]++
		}
	}
	for _, place := range placements(t, ticks, from, to) {
		rule := r.Rule(terms)
		for i, at := range place {
			violated := rule.Judge(ns(at)).Violated
			if violated && !may[i] || must[i] && !violated || wide == 0 && may[i] != must[i] {
				t.Fatalf("hit %d at %d of %v: violated is %v, may %v, must %v; from %v to %v",
					i, at, place, violated, may[i], must[i], from, to)
			}
		}
		checkSpare(t, r.Spans(terms), r.Rule(terms), ns, place, from, to)
	}
}

// checkSpare knows of some hits that they do not violate: none came earlier than is said, and what
// is said of the others holds.
func checkSpare(t *rapid.T, spans Spans, rule Rule, ns func(int64) int64, place, from, to []int64) {
	known := rapid.SampledFrom([]int{1, 2, 10}).Draw(t, "known")
	after := int64(0)
	for i, at := range place {
		violated := rule.Judge(ns(at)).Violated
		first := max(ns(from[i]), after)
		if !violated && i%known == 0 {
			after = spans.Spare(first, ns(to[i]))
			if after > ns(at) {
				t.Fatalf("hit %d of %v does not violate, and came before %d; from %v to %v",
					i, place, after, from, to)
			}
			continue
		}
		may, must := spans.Judge(first, ns(to[i]))
		if after = first; violated && !may || must && !violated {
			t.Fatalf("hit %d at %d of %v: violated is %v, may %v, must %v; from %v to %v, every %d. known",
				i, at, place, violated, may, must, from, to, known)
		}
	}
}

// placements are instants that hits may have come at: those they were drawn from, the earliest, the
// latest, each hit pushed together with those before it, and some by chance.
func placements(t *rapid.T, ticks, from, to []int64) [][]int64 {
	all := [][]int64{ticks, from, to}
	pick := rapid.IntRange(0, len(ticks)-1).Draw(t, "pushed")
	together, apart := slices.Clone(to), slices.Clone(from)
	for i := range together {
		if i <= pick {
			together[i] = min(together[i], from[pick])
		} else {
			apart[i] = max(apart[i], apart[i-1])
		}
	}
	apart[pick] = to[pick]
	for i := pick + 1; i < len(apart); i++ {
		apart[i] = max(apart[i], apart[i-1])
	}
	chance := make([]int64, len(ticks))
	for i := range chance {
		chance[i] = rapid.Int64Range(from[i], to[i]).Draw(t, "at")
		if i > 0 {
			chance[i] = max(chance[i], chance[i-1])
		}
	}
	return append(all, together, apart, chance)
}
