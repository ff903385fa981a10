package front

import (
	"cmp"
	"slices"
)

// usualJournal is how many events are kept unless a Setup says otherwise.
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

// Journal returns the events that the filter chooses, the oldest first, and how many events of any
// kind the journal has dropped to stay within its size.
func (w *World) Journal(f Filter) (events []Event, dropped uint64) {
	f.Source = f.Source.Unmap().WithZone("") // as those of requests are
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
	case f.Endpoint != "" && (e.Kind != EventRequest || f.Endpoint != e.Endpoint.String()):
	case f.Status != 0 && f.Status != e.Status:
	case f.Lost && !e.Lost:
	case e.At.Before(f.Since):
	default:
		return true
	}
	return false
}

// note writes an event into the journal. The caller holds the lock, and gives it up by unlock.
func (w *World) note(e Event) {
	if e.At.IsZero() {
		e.At = w.last
	}
	e = w.journal.add(e)
	if len(w.subscribers) > 0 {
		w.untold = append(w.untold, e)
	}
}

// unlock gives up the lock, and then tells subscribers what was noted under it.
func (w *World) unlock() {
	if len(w.untold) == 0 {
		w.mu.Unlock()
		return
	}
	untold, subscribers := w.untold, w.subscribers
	w.untold = nil
	w.mu.Unlock()
	for _, e := range untold {
		for _, s := range subscribers {
			s.tell(e)
		}
	}
}

// A subscriber is told every event.
type subscriber struct{ tell func(Event) }

// Subscribe lets a function be told every event from now on, until cancel is called; one that is
// under way may still arrive after that. It is called on the goroutine that served the request, of
// many at once, and must return soon; events of requests at the same moment may come out of the
// order of their Seq. It may call the World.
func (w *World) Subscribe(tell func(Event)) (cancel func()) {
	s := &subscriber{tell}
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
