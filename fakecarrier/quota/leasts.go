package quota

import "slices"

// leasts are the least counts of a span that moves on: each is the least from the one before it on.
type leasts struct {
	low   []low // ascending by count from first on
	first int
}

// low is that there were so few until an instant, or until a number.
type low struct {
	until int64
	count int
}

// push adds that there were so many until now.
func (l *leasts) push(until int64, count int) {
	n := len(l.low)
	for n > l.first && l.low[n-1].count >= count {
		n--
	}
	l.low = append(l.low[:n], low{until, count})
}

func (l *leasts) clone() leasts { return leasts{slices.Clone(l.low), l.first} }

func (l *leasts) len() int { return len(l.low) - l.first }

// front is the least of all.
func (l *leasts) front() low { return l.low[l.first] }

// pop drops the front.
func (l *leasts) pop() {
	l.first++
	if l.first > 32 && l.first > len(l.low)/2 {
		l.low, l.first = l.low[:copy(l.low, l.low[l.first:])], 0
	}
}
