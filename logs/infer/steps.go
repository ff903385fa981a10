package infer

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A step is one arrival, in the order of arrivals. Which of several hits it was is not known where
// they may have come in any order: the n-th to arrive came no earlier than the n-th of their first
// instants, and no later than the n-th of their last.
type step struct {
	span
	hit     int // one that it may have been
	refused bool
	loose   bool // its answer says nothing; it may never have arrived, unless it surely counts
	tally   tally
}

// A passage is the steps of a stretch. Those of a tangled one are in no order, the served ones
// first; they are there a second time as they were if all were served before any was refused.
type passage struct {
	first, last int // its steps, the last excluded
	served      int // how many steps of a tangled one were served
	tangled     bool
	ordered     int  // where they are a second time
	disorder    bool // they cannot have been so
}

// steps are those of a lane, under one way of counting.
type steps struct {
	all      []step
	passages []passage
	fed      []step // those that surely count, one by one, by passage: see count
	feeds    []int  // how many of fed come before the end of each passage
	loose    []span
	counted  counting
	firsts   []int64 // the first instants of all
}

// newSteps orders the arrivals of stretches.
func newSteps(all []Hit, l *lane, stretches []stretch, counted counting) *steps {
	s := &steps{counted: counted}
	rest := l.loose
	for _, st := range stretches {
		last := st.arrivals[len(st.arrivals)-1].from
		n, _ := slices.BinarySearchFunc(rest, last+1, func(a arrival, at int64) int {
			return cmp.Compare(a.from, at)
		})
		hits := s.looseSteps(rest[:n])
		rest = rest[n:]
		if st.tangled {
			s.pass(hits, false)
			hits = nil
		}
		for _, a := range st.arrivals {
			n := surely
			if !a.refused {
				n = counted.tally(all[a.hit].Status)
			} else if counted.hits != throttle.AllHits {
				n = never
			}
			if n == perhaps {
				s.loose = append(s.loose, a.span)
			}
			hits = append(hits, step{span: a.span, hit: a.hit, refused: a.refused, tally: n})
		}
		slices.SortStableFunc(hits, func(a, b step) int { return cmp.Compare(a.from, b.from) })
		s.pass(hits, st.tangled)
	}
	s.pass(s.looseSteps(rest), false)
	for _, a := range l.loose {
		if !a.mute || counted.hits != throttle.AllHits {
			s.loose = append(s.loose, a.span)
		}
	}
	slices.SortFunc(s.loose, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	s.rank()
	for _, h := range s.all {
		s.firsts = append(s.firsts, h.from)
	}
	return s
}

func (s *steps) looseSteps(arrivals []arrival) (all []step) {
	for _, a := range arrivals {
		h := step{span: a.span, hit: a.hit, loose: true, tally: perhaps}
		if a.mute && s.counted.hits == throttle.AllHits {
			h.tally = surely
		}
		all = append(all, h)
	}
	return all
}

// pass adds the steps of one stretch.
func (s *steps) pass(hits []step, tangled bool) {
	p := passage{first: len(s.all), last: len(s.all) + len(hits), tangled: tangled}
	for _, h := range hits {
		if h.tally == surely {
			s.fed = append(s.fed, h)
		}
	}
	s.feeds = append(s.feeds, len(s.fed))
	if !tangled {
		s.all = append(s.all, hits...)
		s.passages = append(s.passages, p)
		return
	}
	slices.SortStableFunc(hits, func(a, b step) int { return index(a.refused) - index(b.refused) })
	for ; p.served < len(hits) && !hits[p.served].refused; p.served++ {
	}
	order(hits[:p.served])
	order(hits[p.served:])
	s.all = append(s.all, hits...)
	p.ordered = len(s.all)
	latest, earliest := hits[0].from, hits[len(hits)-1].to
	for i, h := range hits {
		if i < p.served {
			latest = max(latest, h.from)
		} else {
			earliest = min(earliest, h.to)
		}
	}
	for i, h := range hits {
		if i < p.served {
			h.to = min(h.to, earliest)
		} else {
			h.from = max(h.from, latest)
		}
		p.disorder = p.disorder || h.from > h.to
		s.all = append(s.all, h)
	}
	s.passages = append(s.passages, p)
}

// order makes steps the n-th to arrive: of hits that count alike.
func order(hits []step) {
	var from, to []int64
	for _, h := range hits {
		from, to = append(from, h.from), append(to, h.to)
	}
	slices.Sort(from)
	slices.Sort(to)
	for i := range hits {
		hits[i].from, hits[i].to = from[i], to[i]
	}
}

// rank orders all steps that count alike, over all stretches.
func (s *steps) rank() {
	order(s.fed)
	fed := 0
	for i, p := range s.passages {
		for j := p.first; j < p.last && !p.tangled; j++ {
			if s.all[j].tally == surely {
				s.all[j].span = s.fed[fed].span
				fed++
			}
		}
		fed = s.feeds[i]
	}
	for _, n := range []tally{never, perhaps} {
		var alike []int
		for _, p := range s.passages {
			for i := p.first; i < p.last && !p.tangled; i++ {
				if s.all[i].tally == n && !s.all[i].loose {
					alike = append(alike, i)
				}
			}
		}
		hits := make([]step, len(alike))
		for j, i := range alike {
			hits[j] = s.all[i]
		}
		order(hits)
		for j, i := range alike {
			s.all[i].span = hits[j].span
		}
	}
}

// A verdict is what one reading says of a step, or what several say together.
type verdict uint8

const (
	innocent verdict = iota
	doubtful         // it may violate
	guilty           // it does
)

func verdictOf(may, must bool) verdict {
	switch {
	case must:
		return guilty
	case may:
		return doubtful
	}
	return innocent
}

// reachOf is the longest time for which a hit counts: the span of the threshold, and a bucket.
func reachOf(t quota.Threshold) int64 {
	return int64(t.Span + min(t.Span, quota.LongestBucket))
}

// A judgement is what a reading says of each step of a lane: whether it violates; from when on it
// may have arrived, if those that are known not to violate did not; and from when on, if besides
// none of its passage did so far. That is later than its last instant if one of them must have.
type judgement struct {
	verdicts []verdict
	from     []int64
	peaceful []int64
}

// append adds all that is said.
func (j judgement) append(text []byte) []byte {
	for k, v := range j.verdicts {
		text = binary.AppendVarint(append(text, byte(v)), j.from[k])
		text = binary.AppendVarint(text, j.peaceful[k])
	}
	return text
}

// with is what both say.
func (j judgement) with(o judgement) judgement {
	both := judgement{slices.Clone(j.verdicts), later(j.from, o.from), later(j.peaceful, o.peaceful)}
	for k, v := range o.verdicts {
		both.verdicts[k] = max(both.verdicts[k], v)
	}
	return both
}

// later has the later instant of each step.
func later(a, b []int64) []int64 {
	if len(a) == 0 || &a[0] == &b[0] {
		return a
	}
	a = slices.Clone(a)
	for k, at := range b {
		a[k] = max(a[k], at)
	}
	return a
}

// judge judges the steps, of which some are known to be innocent.
func (s *steps) judge(r quota.Reading, t quota.Threshold, innocents []bool) judgement {
	fresh := r.Spans(quota.Terms{Threshold: t})
	j := judgement{make([]verdict, len(s.all)), slices.Clone(s.firsts), slices.Clone(s.firsts)}
	fed, after := 0, int64(math.MinInt64) // those counted came after
	for i, p := range s.passages {
		switch {
		case p.tangled:
			s.judgeTangled(p, fresh, j.verdicts)
			s.pacify(j, p.ordered, p.ordered+p.served, r.Spans(quota.Terms{Threshold: t}))
		case !s.mixes(i):
			s.pacify(j, p.first, p.last, fresh.Clone())
		}
		for k := p.first; k < p.last && !p.tangled; k++ {
			h := s.all[k]
			if h.tally == surely {
				fed++
				h.from = max(h.from, after)
			}
			if innocents[k] {
				j.verdicts[k], h.from = spare(fresh, h.span)
			} else {
				j.verdicts[k] = s.feed(fresh, &h)
			}
			if h.tally == surely {
				j.from[k], after = h.from, h.from
			}
		}
		for ; fed < s.feeds[i]; fed++ {
			fresh.Judge(max(s.fed[fed].from, after), s.fed[fed].to)
		}
	}
	s.widen(j.verdicts, reachOf(t), fresh.Monotone())
	s.blur(j.verdicts)
	for k, sure := range innocents {
		if sure {
			j.verdicts[k] = verdictOf(false, j.verdicts[k] == guilty)
		}
	}
	for _, instants := range []*[]int64{&j.from, &j.peaceful} {
		if slices.Equal(*instants, s.firsts) {
			*instants = s.firsts // one for most readings
		}
	}
	return j
}

// pacify says of served steps in a row from when on each may have come if none of them violates.
func (s *steps) pacify(j judgement, first, last int, spans quota.Spans) {
	if !spans.Steady() && (len(s.loose) > 0 || s.counted.hits != throttle.AllHits) {
		return
	}
	after, broken := int64(math.MinInt64), false
	for k := first; k < last && !s.all[k].refused; k++ {
		h := &s.all[k]
		if h.loose || h.tally != surely || h.from > h.to {
			continue
		}
		if !broken {
			after = spans.Spare(max(h.from, after), h.to)
			broken = after > h.to
		}
		if j.peaceful[k] = after; broken {
			j.peaceful[k] = math.MaxInt64
		}
	}
}

// spare counts a hit that is known to be innocent, and is so from an instant on; it is guilty where
// there is none.
func spare(spans quota.Spans, at span) (verdict, int64) {
	if from := spans.Spare(at.from, at.to); from <= at.to {
		return innocent, from
	}
	return guilty, at.from
}

// blur makes doubtful what is said of hits that may have come before or after one whose answer says
// nothing: which of them was the n-th is not known.
func (s *steps) blur(verdicts []verdict) {
	for i := 1; i < len(s.all); i++ {
		for j := i - 1; j >= 0 && s.all[j].to >= s.all[i].from; j-- {
			a, b := &s.all[i], &s.all[j]
			if (a.loose || b.loose) && a.from < a.to && a.tally == surely && b.tally == surely {
				verdicts[i], verdicts[j] = doubtful, doubtful
			}
		}
	}
}

// probe judges a step that is not counted: one that perhaps counts, or a refused one that counts if
// it is the violation itself.
func (s *steps) probe(spans quota.Spans, h *step) verdict {
	may, must := spans.Clone().Judge(h.from, h.to)
	return verdictOf(may, must && h.refused)
}

// mostTangled is how many hits of a tangled stretch are judged one by one: it takes the square of
// their number. Of more, each may violate.
const mostTangled = 64

// judgeTangled judges the steps of a tangled stretch, in no order and in order.
func (s *steps) judgeTangled(p passage, before quota.Spans, verdicts []verdict) {
	n := p.last - p.first
	if n > mostTangled {
		for i := range n {
			verdicts[p.first+i], verdicts[p.ordered+i] = doubtful, doubtful
		}
		return
	}
	ordered, alike := before.Clone(), before.Clone()
	for i := range n {
		h := &s.all[p.first+i]
		verdicts[p.first+i] = innocent
		if s.mayTangled(p, i, before) {
			verdicts[p.first+i] = doubtful
		}
		// Those refused may have come among those of the stretch before: none must violate.
		if i < p.served && s.feed(alike, h) == guilty {
			verdicts[p.first+i] = guilty
		}
		if !p.disorder {
			verdicts[p.ordered+i] = s.feed(ordered, &s.all[p.ordered+i])
		}
	}
}

// feed judges a step, and counts it if it counts for others.
func (s *steps) feed(spans quota.Spans, h *step) verdict {
	switch {
	case h.tally == surely:
		return verdictOf(spans.Judge(h.from, h.to))
	case h.tally == never && !h.refused:
		return innocent
	}
	return s.probe(spans, h)
}

// mayTangled reports whether a step may violate after all others that may have come before it.
func (s *steps) mayTangled(p passage, i int, before quota.Spans) bool {
	h := &s.all[p.first+i]
	if h.tally == never && !h.refused {
		return false
	}
	var others []step
	for j := p.first; j < p.last; j++ {
		if o := s.all[j]; j != p.first+i && o.tally == surely && o.from <= h.to {
			o.from = min(o.from, h.from)
			others = append(others, o)
		}
	}
	order(others)
	spans := before.Clone()
	for _, o := range others {
		spans.Judge(o.from, o.to)
	}
	may, _ := spans.Judge(h.from, h.to)
	return may
}

// widen makes doubtful what a hit may violate if others came of which that is not known. They count
// for reach at most; where one hit may spare another, as long as nobody pauses for that long, and
// none must violate meanwhile. Nor must then the next after a refused one, which counts if it was
// the violation itself. What lies behind the hit before is told of the next hit alone.
func (s *steps) widen(verdicts []verdict, reach int64, monotone bool) {
	if len(s.loose) == 0 && monotone {
		return
	}
	latest := s.latestLoose()
	before, latestOfAll := int64(math.MinInt64/2), int64(math.MinInt64/2)
	refused, mixing := false, false
	for i, h := range s.all {
		since := max(min(h.from, before), math.MinInt64/2) - reach
		others := s.looseBetween(latest, since, &h)
		paused := h.from-latestOfAll >= reach
		if mixing && !monotone || others {
			switch {
			case verdicts[i] == innocent && (h.tally != never || h.refused):
				verdicts[i] = doubtful
			case verdicts[i] == guilty && !monotone:
				verdicts[i] = doubtful
			}
		}
		if refused && !monotone {
			verdicts[i] = min(verdicts[i], doubtful)
		}
		mixing = (mixing && !paused) || others || h.tally == perhaps
		refused = refused || h.refused && h.tally == never
		if h.tally == surely {
			before, refused = h.from, false
		}
		latestOfAll = max(latestOfAll, h.to)
	}
}

// latestLoose has of each loose hit the latest instant of those up to it, and the second latest.
func (s *steps) latestLoose() (latest []span) {
	top := span{math.MinInt64, math.MinInt64} // to is the latest, from the second
	for _, l := range s.loose {
		if l.to >= top.to {
			top = span{top.to, l.to}
		} else {
			top.from = max(top.from, l.to)
		}
		latest = append(latest, top)
	}
	return latest
}

// looseBetween reports whether a loose hit, other than h itself, may have come since an instant and
// before h.
func (s *steps) looseBetween(latest []span, since int64, h *step) bool {
	n, _ := slices.BinarySearchFunc(s.loose, h.to+1, func(l span, at int64) int {
		return cmp.Compare(l.from, at)
	})
	switch {
	case n == 0:
		return false
	case h.tally == perhaps:
		return latest[n-1].from >= since
	}
	return latest[n-1].to >= since
}

// unenforced is the judgement of a reading that nothing violates.
func (s *steps) unenforced() judgement {
	return judgement{make([]verdict, len(s.all)), s.firsts, s.firsts}
}
