package world

import (
	"errors"
	"time"

	"github.com/tokenstorm/tokenstorm/sim"
)

// ErrTooLong is the error of a run that took more events than it was allowed.
var ErrTooLong = errors.New("the run takes too many events")

// limitEvents breaks the run off when it has taken too many events. It looks once a second of
// virtual time, by events of its own: no record tells of them.
func (w *world) limitEvents() {
	var look sim.Kind
	look = w.sim.Handle(func(uint32) {
		if w.sim.Events() > w.MostEvents {
			w.tooLong = true
			w.sim.Stop()
			return
		}
		w.sim.After(time.Second, look, 0)
	})
	w.sim.After(time.Second, look, 0)
}
