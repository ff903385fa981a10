package front

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// Meters are those that count now, in words, in the order in which they object.
func (w *World) Meters() []string {
	w.mu.Lock()
	defer w.unlock()
	all := []string{}
	for _, m := range w.carrier.Meters() {
		all = append(all, m.String())
	}
	return all
}

// Remeter imposes other meters, in place of all that there are. They begin at nothing, and bans
// end. The verdict goes on to judge by the readings of the Setup. The error is a meter that cannot
// be.
func (w *World) Remeter(meters []fakecarrier.Meter) error {
	return w.remeter(meters, append([]fakecarrier.Meter{}, meters...), throttle.Throttle{},
		fmt.Sprintf("%d meters imposed", len(meters)))
}

// Unmeter puts the meters of the Setup in their place again; they begin at nothing, too.
func (w *World) Unmeter() error {
	return w.remeter(w.setup.Profile.Meters, nil, w.setup.Throttle, "the carrier's meters again")
}

func (w *World) remeter(
	meters, imposed []fakecarrier.Meter, t throttle.Throttle, done string,
) error {
	w.mu.Lock()
	defer w.unlock()
	w.now()
	if err := w.carrier.Remeter(meters, t); err != nil {
		return fmt.Errorf("fakecarrier: %w", err)
	}
	w.imposed = imposed
	w.note(Event{Kind: EventMeters, Detail: done})
	return nil
}
