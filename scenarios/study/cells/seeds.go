package cells

import (
	"fmt"
	"slices"
	"strings"
)

// seeds are a set of them, as spans: those of a study are few, however many seeds it has.
type seeds struct{ spans []span }

// A span is the seeds from the first to the last.
type span struct{ first, last uint64 }

// add adds a seed.
func (s *seeds) add(seed uint64) {
	// The first span that ends where the seed joins it, or later.
	i, _ := slices.BinarySearchFunc(s.spans, seed, func(p span, seed uint64) int {
		if p.last < seed && seed-p.last > 1 {
			return -1
		}
		return 1
	})
	switch {
	case i == len(s.spans) || s.spans[i].first > seed && s.spans[i].first-seed > 1:
		s.spans = slices.Insert(s.spans, i, span{seed, seed})
	case seed < s.spans[i].first:
		s.spans[i].first = seed
	case seed > s.spans[i].last:
		s.spans[i].last = seed
		if i+1 < len(s.spans) && s.spans[i+1].first-seed == 1 {
			s.spans[i].last = s.spans[i+1].last
			s.spans = slices.Delete(s.spans, i+1, i+2)
		}
	}
}

// count is how many they are.
func (s *seeds) count() (n int) {
	for _, p := range s.spans {
		n += int(p.last-p.first) + 1
	}
	return n
}

// String names them: 1 to 30, 41.
func (s *seeds) String() string {
	var named []string
	for _, p := range s.spans[:min(len(s.spans), mostChanges)] {
		text := fmt.Sprint(p.first)
		if p.last > p.first {
			text += fmt.Sprintf(" to %d", p.last)
		}
		named = append(named, text)
	}
	if more := len(s.spans) - mostChanges; more > 0 {
		named = append(named, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(named, ", ")
}
