package world

import (
	"errors"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Schedule is what a run whose course was chosen came to.
type Schedule struct {
	Banned []bool // under each of the readings
	Harm   bool   // a renewal of the fleet killed a token that a call of the fleet was refused with
	Failed bool   // an action failed, or is not over
	Lost   bool   // a session
}

// Chosen carries the run out as Choices decide. Nobody is banned in it: it tells under which of the
// readings the fleet would be, first. The error is that of Do, or that a reading needs a run of its
// own.
func (r Run) Chosen(c Choices, readings []string, folds ...measure.Fold) (Schedule, error) {
	r.unbanned = true
	w, err := r.prepared()
	if err != nil {
		return Schedule{}, err
	}
	w.keepCompany(readings)
	if len(w.besides) < len(readings) {
		return Schedule{}, errOwnRun
	}
	w.bans = &firstBans{}
	w.choose(c)
	w.choosing.metersAPI = w.metersAPI(readings)
	err = w.carryOut(append(folds, &w.choosing.flags))
	return w.choosing.schedule(len(readings)), err
}

// metersAPI reports whether API calls count under one of the readings, or for a meter of the
// carrier's own.
func (w *world) metersAPI(readings []string) bool {
	counted := func(m fakecarrier.Meter) bool { return m.Watches != throttle.TokenScope }
	return slices.ContainsFunc(w.carriers[0].machine.Meters(), counted) ||
		slices.ContainsFunc(readings, func(reading string) bool {
			all, err := w.Scenario.CarriersUnder(reading)
			return err == nil && all[0].Rules.Watches != throttle.TokenScope
		})
}

var errOwnRun = errors.New("one of the readings needs runs of its own: " +
	"it bans by another key, or at another moment")

// flags are what a Schedule holds against a run so far.
type flags struct {
	ours         map[uint64]bool // serials of the fleet's token requests
	begun, ended int
	harm, failed bool
	lost         bool // a session
}

// Add learns from a record.
func (f *flags) Add(r *measure.Record) {
	switch r.Kind {
	case measure.ActionStarted:
		f.begun++
	case measure.ActionSucceeded, measure.ActionFailed:
		f.ended++
		f.failed = f.failed || r.Kind == measure.ActionFailed
	case measure.TokenJudged:
		if r.By == measure.ByFleet {
			f.ours[r.Serial] = true
		}
	case measure.SessionLost:
		f.lost = true
	case measure.APIJudged:
		f.harm = f.harm || r.Reason == fakecarrier.ReasonKilled && f.ours[r.KilledBy]
	default:
	}
}

func (c *choosing) schedule(readings int) Schedule {
	s := Schedule{
		Banned: make([]bool, readings), Harm: c.flags.harm,
		Failed: c.flags.failed || c.flags.ended < c.flags.begun,
		Lost:   c.flags.lost,
	}
	for _, b := range c.w.bans.settled {
		s.Banned[b.at] = b.first != nil
	}
	return s
}
