package sim

// A list is a doubly linked list of nodes that lie inside their owners: joining and leaving
// allocate nothing and take constant time. The zero list is empty.
type list[T any] struct{ first, last *node[T] }

// A node is one owner's membership of at most one list at a time.
type node[T any] struct {
	owner      T
	on         *list[T]
	prev, next *node[T]
}

// push adds n, which must be on no list, at the end.
func (l *list[T]) push(n *node[T]) {
	n.on, n.prev = l, l.last
	if l.last == nil {
		l.first = n
	} else {
		l.last.next = n
	}
	l.last = n
}

// leave takes n off the list that it is on, if any.
func (n *node[T]) leave() {
	l := n.on
	if l == nil {
		return
	}
	if n.prev == nil {
		l.first = n.next
	} else {
		n.prev.next = n.next
	}
	if n.next == nil {
		l.last = n.prev
	} else {
		n.next.prev = n.prev
	}
	n.on, n.prev, n.next = nil, nil, nil
}
