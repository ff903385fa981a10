package world

// Slots keep values for events, which carry no more than a number.
type slots[T any] struct {
	all  []T
	free []uint32
}

// put keeps a value, and returns its number.
func (s *slots[T]) put(x T) uint32 {
	n := len(s.free)
	if n == 0 {
		s.all = append(s.all, x)
		return uint32(len(s.all) - 1)
	}
	i := s.free[n-1]
	s.free = s.free[:n-1]
	s.all[i] = x
	return i
}

// take returns the value of a number, which is then free for another.
func (s *slots[T]) take(i uint32) T {
	x := s.all[i]
	var none T
	s.all[i] = none
	s.free = append(s.free, i)
	return x
}
