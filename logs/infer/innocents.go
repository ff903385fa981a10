package infer

import (
	"cmp"
	"slices"
)

// innocents tells of which steps the answers themselves say that they did not violate: those that
// were served, met no ban and began none, since another was served after a ban would have bitten,
// lag later at the latest, and before it would have been over.
func (s *steps) innocents(lag, ban int64) []bool {
	sure := make([]bool, len(s.all))
	var served []span // in order of their last instants, the latest first instant up to each
	for i := range s.all {
		if h := &s.all[i]; !h.loose && !h.refused && h.from <= h.to {
			served = append(served, h.span)
		}
	}
	slices.SortFunc(served, func(a, b span) int { return cmp.Compare(a.to, b.to) })
	for i := 1; i < len(served); i++ {
		served[i].from = max(served[i].from, served[i-1].from)
	}
	for i, p := range s.passages {
		if s.mixes(i) {
			continue
		}
		for j := p.first; j < p.last; j++ {
			h := &s.all[j]
			if h.refused || h.loose || h.tally != surely || h.from > h.to {
				continue
			}
			n, _ := slices.BinarySearchFunc(served, h.from+ban-lag, func(a span, at int64) int {
				return cmp.Compare(a.to, at)
			})
			sure[j] = lag == 0 || n > 0 && served[n-1].from >= h.to+lag
		}
	}
	return sure
}

// mixes reports whether it is not known which hit of a passage was the n-th to arrive that counts:
// one whose answer says nothing may have been, or one of a tangled passage beside it.
func (s *steps) mixes(passage int) bool {
	for _, p := range s.passages[max(passage-2, 0):min(passage+3, len(s.passages))] {
		if p.tangled {
			return true
		}
	}
	p := s.passages[passage]
	return slices.ContainsFunc(s.all[p.first:p.last], func(h step) bool {
		return h.loose && h.tally == surely
	})
}
