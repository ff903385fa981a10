package sim

// A fifo is a queue in a ring that grows and never shrinks. The zero fifo is empty.
type fifo[T any] struct {
	ring []T // its length is a power of two
	head int
	n    int
}

func (f *fifo[T]) push(v T) {
	if f.n == len(f.ring) {
		f.grow()
	}
	f.ring[(f.head+f.n)&(len(f.ring)-1)] = v
	f.n++
}

// pop takes the oldest value. The fifo must not be empty.
func (f *fifo[T]) pop() T {
	var none T
	slot := &f.ring[f.head&(len(f.ring)-1)]
	v := *slot
	*slot = none // let go of what it points to
	f.head = (f.head + 1) & (len(f.ring) - 1)
	f.n--
	return v
}

func (f *fifo[T]) grow() {
	ring := make([]T, max(16, 2*len(f.ring)))
	n := copy(ring, f.ring[f.head:])
	copy(ring[n:], f.ring[:f.head])
	f.ring, f.head = ring, 0
}
