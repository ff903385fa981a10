package world

import "github.com/tokenstorm/tokenstorm/internal/identity"

// Seen is what the processes of a run saw each time they went on. A run that begins as the one
// before it did need not look again.
type Seen struct {
	sums []identity.Sum
	next int
}

// Rewind begins a run.
func (s *Seen) Rewind() { s.next = 0 }

// Len is how much of it was seen so far.
func (s *Seen) Len() int { return s.next }

// Cut forgets all after the first n: there the next run will differ from the one before it.
func (s *Seen) Cut(n int) { s.sums = s.sums[:min(n, len(s.sums))] }

func (s *Seen) look(what func() identity.Sum) identity.Sum {
	if s.next == len(s.sums) {
		s.sums = append(s.sums, what())
	}
	s.next++
	return s.sums[s.next-1]
}
