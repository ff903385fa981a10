package infer

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// A span is the instants from its first to its last.
type span struct{ from, to int64 }

// A lane is the hits that are counted together.
type lane struct {
	hits  []arrival // those whose answer says something, in order of their first instants
	loose []arrival // the others, in the same order
}

// An arrival is a hit of a lane.
type arrival struct {
	span
	hit     int // its index
	refused bool
	mute    bool // it arrived and counts, and its answer is left out of account
}

// newLane sorts the hits of one lane.
func newLane(all []Hit, members []int) *lane {
	var l lane
	for _, i := range members {
		h := &all[i]
		a, s := answerOf(h.Status), span{h.From, h.Until - 1}
		if h.mute || a == unknown || s.to-s.from > int64(MostWide) {
			l.loose = append(l.loose, arrival{span: s, hit: i, mute: h.mute && a != unknown})
			continue
		}
		l.hits = append(l.hits, arrival{span: s, hit: i, refused: a == refused})
	}
	slices.SortStableFunc(l.hits, byInstant)
	slices.SortStableFunc(l.loose, byInstant)
	return &l
}

func byInstant(a, b arrival) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
}

// A stretch is hits in a row that were all served, or all refused; each arrived after those of the
// stretch before. Of a tangled stretch it is not known which of its answers came first.
type stretch struct {
	arrivals []arrival
	tangled  bool
}

// stretches cuts a lane where the answers change. Hits that were served and refused, and may have
// arrived in either order, are tangled, unless one was served shortly before: a ban would have
// refused it, so they were served before they were refused.
func (l *lane) stretches(ban time.Duration) []stretch {
	var all []stretch
	add := func(hits []arrival) {
		if len(hits) == 0 {
			return
		}
		last := len(all) - 1
		if last >= 0 && !all[last].tangled && all[last].arrivals[0].refused == hits[0].refused {
			all[last].arrivals = append(all[last].arrivals, hits...)
			return
		}
		all = append(all, stretch{arrivals: slices.Clone(hits)})
	}
	mixed := l.mixed()
	anyServed, lastServed := false, int64(0) // the latest instant before which one was surely served
	for i := 0; i < len(l.hits); {
		h := l.hits[i]
		if !mixed[i] {
			add(l.hits[i : i+1])
			if i++; !h.refused {
				anyServed, lastServed = true, max(lastServed, h.from)
			}
			continue
		}
		first, to := i, h.to
		for ; i < len(l.hits) && l.hits[i].from <= to; i++ {
			if mixed[i] {
				to = max(to, l.hits[i].to)
			}
		}
		knot := slices.Clone(l.hits[first:i])
		if first > 0 && (!anyServed || to-lastServed >= int64(ban-MostLag)) {
			all = append(all, stretch{knot, true})
		} else {
			slices.SortStableFunc(knot, servedFirst)
			n := servedIn(knot)
			add(knot[:n])
			add(knot[n:])
		}
		for _, h := range knot {
			if !h.refused {
				anyServed, lastServed = true, max(lastServed, h.from)
			}
		}
	}
	tighten(all)
	return all
}

func servedFirst(a, b arrival) int {
	switch {
	case a.refused == b.refused:
		return 0
	case b.refused:
		return -1
	}
	return 1
}

// servedIn is how many were served.
func servedIn(hits []arrival) (n int) {
	for _, h := range hits {
		if !h.refused {
			n++
		}
	}
	return n
}

// mixed tells which hits may have arrived before and after one with another answer.
func (l *lane) mixed() []bool {
	mixed := make([]bool, len(l.hits))
	var latest [2]int64 // that a served one, and a refused one, may have arrived at
	var any [2]bool
	for i, h := range l.hits {
		mine, other := index(h.refused), index(!h.refused)
		mixed[i] = any[other] && h.from <= latest[other]
		if !any[mine] || h.to > latest[mine] {
			any[mine], latest[mine] = true, h.to
		}
	}
	var next [2]int64 // when the next one of either may have arrived first
	any = [2]bool{}
	for i, h := range slices.Backward(l.hits) {
		mine, other := index(h.refused), index(!h.refused)
		mixed[i] = mixed[i] || any[other] && next[other] <= h.to
		any[mine], next[mine] = true, h.from
	}
	return mixed
}

func index(second bool) int {
	if second {
		return 1
	}
	return 0
}

// tighten narrows when hits arrived: after all those of earlier stretches, before all those of
// later ones. Hits beside a tangled stretch may have arrived among its own.
func tighten(all []stretch) {
	ends := make([]span, len(all)) // the latest first instant of a stretch, and its earliest last one
	for i := range all {
		ends[i] = extent(all[i].arrivals)
	}
	after := make([]int64, len(all)+1) // the same, of all stretches before
	later := make([]int64, len(all)+2) // and of all from this one on
	after[0] = math.MinInt64
	for i := range all {
		after[i+1] = max(after[i], ends[i].from)
	}
	later[len(all)], later[len(all)+1] = math.MaxInt64, math.MaxInt64
	for i := len(all) - 1; i >= 0; i-- {
		later[i] = min(later[i+1], ends[i].to)
	}
	for i := range all {
		back, ahead := i, i+1
		if back > 0 && (all[i].tangled || all[i-1].tangled) {
			back--
		}
		if ahead < len(all) && (all[i].tangled || all[i+1].tangled) {
			ahead++
		}
		for j := range all[i].arrivals {
			h := &all[i].arrivals[j]
			h.from, h.to = max(h.from, after[back]), min(h.to, later[ahead])
		}
	}
}

// extent is the latest of the first instants, and the earliest of the last.
func extent(hits []arrival) span {
	e := span{hits[0].from, hits[0].to}
	for _, h := range hits {
		e.from, e.to = max(e.from, h.from), min(e.to, h.to)
	}
	return e
}
