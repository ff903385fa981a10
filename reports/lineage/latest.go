package lineage

// A Latest keeps the latest values by their keys, so many at most.
type Latest[T any] struct {
	most  int
	ring  []entry[T]
	next  int            // where the oldest is, once the ring is full
	index map[uint64]int // of a key
}

type entry[T any] struct {
	key   uint64
	value T
}

// NewLatest returns an empty one for at most so many.
func NewLatest[T any](most int) *Latest[T] {
	return &Latest[T]{most: most, index: map[uint64]int{}}
}

// Put keeps a value, in place of the one of the same key, or of the oldest where it is full.
func (l *Latest[T]) Put(key uint64, value T) {
	i, known := l.index[key]
	if !known {
		i = l.next
		l.next = (l.next + 1) % l.most
		if l.full() {
			delete(l.index, l.ring[i].key)
		} else {
			l.ring = append(l.ring, entry[T]{})
		}
		l.index[key] = i
	}
	l.ring[i] = entry[T]{key, value}
}

// Find returns the value of a key, valid until the next Put; nil where it is not kept.
func (l *Latest[T]) Find(key uint64) *T {
	if i, ok := l.index[key]; ok {
		return &l.ring[i].value
	}
	return nil
}

// full reports whether the next value takes the place of another.
func (l *Latest[T]) full() bool { return len(l.ring) == l.most }

// all yields the values, the oldest first.
func (l *Latest[T]) all(yield func(*T) bool) {
	for i := range l.ring {
		if !yield(&l.ring[(l.next+i)%len(l.ring)].value) {
			return
		}
	}
}
