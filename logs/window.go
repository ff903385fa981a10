package logs

import "container/heap"

// windowHits is how many hits are held to put them in order. Servers that stamp the end write a
// long request after many short ones (assumed: fewer than this many).
const windowHits = 1 << 16

// A window puts hits in order of their beginning, those of one instant in order of their reading.
// Most come in order: they wait in a ring. What comes late waits in a heap.
type window struct {
	ring       []Hit // a power of two of them
	head, size int
	late       lateHits
	read       int
}

func (w *window) full() bool { return w.size+len(w.late) >= windowHits }

func (w *window) add(h *Hit) {
	w.read++
	if w.size > 0 && h.Begin.From < w.at(w.size-1).Begin.From {
		heap.Push(&w.late, lateHit{*h, w.read})
		return
	}
	if w.size == len(w.ring) {
		ring := make([]Hit, max(64, 2*len(w.ring)))
		for i := range w.size {
			ring[i] = *w.at(i)
		}
		w.ring, w.head = ring, 0
	}
	w.size++
	*w.at(w.size - 1) = *h
}

func (w *window) at(i int) *Hit { return &w.ring[(w.head+i)&(len(w.ring)-1)] }

// take takes the earliest hit. It is valid until the next add.
func (w *window) take() (h *Hit, ok bool) {
	switch {
	case w.size == 0 && len(w.late) == 0:
		return nil, false
	case w.size == 0 || len(w.late) > 0 && w.late[0].Begin.From < w.at(0).Begin.From:
		late := heap.Pop(&w.late).(lateHit)
		return &late.Hit, true
	}
	h = w.at(0)
	w.head = (w.head + 1) & (len(w.ring) - 1)
	w.size--
	return h, true
}

// A lateHit remembers when it was read.
type lateHit struct {
	Hit
	read int
}

// lateHits is a heap of them.
type lateHits []lateHit

func (l lateHits) Len() int      { return len(l) }
func (l lateHits) Swap(i, j int) { l[i], l[j] = l[j], l[i] }

func (l lateHits) Less(i, j int) bool {
	if l[i].Begin.From != l[j].Begin.From {
		return l[i].Begin.From < l[j].Begin.From
	}
	return l[i].read < l[j].read
}

func (l *lateHits) Push(h any) { *l = append(*l, h.(lateHit)) }

func (l *lateHits) Pop() any {
	last := (*l)[len(*l)-1]
	*l = (*l)[:len(*l)-1]
	return last
}
