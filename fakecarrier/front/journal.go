package front

import (
	"cmp"
	"slices"
)

// usualJournal is how many events are kept by default.
const usualJournal = 1024

// A journal keeps the newest events, in a ring.
type journal struct {
	events []Event
	most   int
	seq    uint64 // of the newest
}

func newJournal(most int) journal { return journal{most: cmp.Or(most, usualJournal)} }

func (j *journal) add(e Event) Event {
	j.seq++
	e.Seq = j.seq
	if len(j.events) < j.most {
		j.events = append(j.events, e)
	} else {
		j.events[(j.seq-1)%uint64(j.most)] = e
	}
	return e
}

// each yields the events kept, the newest first.
func (j *journal) each(yield func(*Event) bool) {
	for i := range uint64(len(j.events)) {
		if !yield(&j.events[(j.seq-1-i)%uint64(j.most)]) {
			return
		}
	}
}

// Events returns how many events there have been: the Seq of the latest.
func (w *World) Events() uint64 {
	w.mu.Lock()
	defer w.unlock()
	return w.journal.seq
}

// Journal returns the events that pass the filter, the oldest first, and how many old events the
// journal has dropped to make room.
func (w *World) Journal(f Filter) (events []Event, dropped uint64) {
	f.Source = f.Source.Unmap().WithZone("") // as in events
	events = []Event{}
	w.mu.Lock()
	defer w.unlock()
	for e := range w.journal.each {
		if e.Seq <= f.After || f.Limit > 0 && len(events) == f.Limit {
			break
		}
		if f.chooses(e) {
			events = append(events, *e)
		}
	}
	slices.Reverse(events)
	return events, w.journal.seq - uint64(len(w.journal.events))
}

func (f *Filter) chooses(e *Event) bool {
	switch {
	case f.Kinds != nil && !slices.Contains(f.Kinds, e.Kind):
	case f.Source.IsValid() && f.Source != e.Source:
	case f.Client != "" && f.Client != e.Client:
	case f.Endpoint != "" && f.Endpoint != e.Endpoint:
	case f.Status != 0 && f.Status != e.Status:
	case f.Lost && !e.Lost:
	case e.At.Before(f.Since):
	default:
		return true
	}
	return false
}

// note writes an event into the journal. The caller holds the lock, and must release it by unlock.
func (w *World) note(e Event) {
	if e.At.IsZero() {
		e.At = w.last
	}
	e = w.journal.add(e)
	if len(w.subscribers) > 0 {
		w.pending = append(w.pending, e)
	}
}

// unlock releases the lock, then calls the subscribers with the events noted meanwhile.
func (w *World) unlock() {
	if len(w.pending) == 0 {
		w.mu.Unlock()
		return
	}
	pending, subscribers := w.pending, w.subscribers
	w.pending = nil
	w.mu.Unlock()
	for _, e := range pending {
		for _, s := range subscribers {
			s.notify(e)
		}
	}
}

// A subscriber gets every event.
type subscriber struct{ notify func(Event) }

// Subscribe calls a function for every event from now on, until cancel is called; one call may
// still come after that. The function runs on the goroutines that serve requests, on several at
// once, and must return soon. Events of simultaneous requests may arrive out of the order of their
// Seq. The function may call the World.
func (w *World) Subscribe(notify func(Event)) (cancel func()) {
	s := &subscriber{notify}
	w.mu.Lock()
	defer w.unlock()
	w.subscribers = append(slices.Clone(w.subscribers), s)
	return func() {
		w.mu.Lock()
		defer w.unlock()
		w.subscribers = slices.DeleteFunc(slices.Clone(w.subscribers),
			func(other *subscriber) bool { return other == s })
	}
}
