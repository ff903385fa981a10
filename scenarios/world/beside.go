package world

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A beside is a reading beside the run's own. Readings say when the first carrier bans, and how. So
// as long as nobody is banned under either, every request has the same answer under both, and the
// two runs are the same, event by event. From the first ban on they are taken to differ.
type beside struct {
	at       int                  // in the list of who asked
	course   measure.Course       // what is known of the run under it
	numbered bool                 // its meters that refuse have the numbers of those in force
	keyed    bool                 // it bans by the same key
	ban      fakecarrier.Response // the first under it, as it begins
	first    *time.Duration       // when the fleet's first begins, where that is asked for
}

// A company is the readings beside the run's own under which the run is the same so far.
type company struct {
	besides []*beside
	begun   []*beside  // of them, those under which the request in hand begins the first ban
	bans    *firstBans // nil: all is asked for
}

// Beside carries the run out as Do does, and returns what it comes to under other readings as well:
// nil under one that needs a run of its own.
func (r Run) Beside(
	readings []string, folds ...measure.Fold,
) (*measure.Tally, []*measure.Outcome, error) {
	w, err := r.prepared()
	if err != nil {
		return nil, nil, err
	}
	w.keepCompany(readings)
	if err := w.carryOut(folds); err != nil {
		return nil, nil, err
	}
	outcomes := make([]*measure.Outcome, len(readings))
	for _, b := range w.besides {
		o := w.tally.Outcome
		o.Reading = readings[b.at]
		outcomes[b.at] = &o
	}
	return w.tally, outcomes, nil
}

// keepCompany lets the run be watched under those of the readings that it can be compared with. It
// must be called before anything happens.
func (w *world) keepCompany(readings []string) {
	foresees := func(s spec.Strategy) bool { return strategies.NeedsOf(s.Parts...).Oracle }
	if slices.ContainsFunc(w.groups, foresees) {
		return // it asks the carrier what it would answer, and that hangs on the reading
	}
	k := w.carriers[0]
	for i, reading := range readings {
		all, err := w.Scenario.CarriersUnder(reading)
		if err != nil || all[0].Rules.InFlight != k.rules.InFlight {
			continue
		}
		under := w.Run
		under.Reading = reading
		numbers := refusing(all[0].Profile.MetersUnder(&all[0].Rules))
		b := &beside{
			at: i, course: under.course(), keyed: all[0].Rules.Key == k.rules.Key,
			numbered: slices.Equal(numbers, refusing(k.machine.Meters())),
		}
		err = k.machine.Watch(all[0].Rules, func(a fakecarrier.Response) {
			b.ban = a
			w.begun = append(w.begun, b)
		})
		if err == nil {
			w.besides = append(w.besides, b)
		}
	}
}

// refusing are the numbers of the meters that refuse.
func refusing(meters []fakecarrier.Meter) (numbers []int) {
	for i := range meters {
		if meters[i].Ban == (fakecarrier.BanTerms{}) {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

// compare notes under which readings the request of r, which the carrier has just handled, begins
// the first ban.
func (k *carrier) compare(r *measure.Record, e fakecarrier.Endpoint) {
	if len(k.begun) > 0 {
		k.begins(r, e)
	}
}

func (k *carrier) begins(r *measure.Record, e fakecarrier.Endpoint) {
	begun := k.begun
	k.begun = nil
	for _, b := range begun {
		if k.bans != nil && k.counts(b, r, e) {
			k.settle(b, k.sim.Now())
		}
		k.part(func(other *beside) bool { return other == b })
	}
}

// part notes that the run differs from here on under some of the readings.
func (w *world) part(from func(*beside) bool) {
	w.besides = slices.DeleteFunc(w.besides, from)
	if w.bans != nil && w.choosing == nil && len(w.besides) == 0 {
		w.sim.Stop()
	}
}

// refused notes that a meter of this carrier refused a request: it is told by its number.
func (k *carrier) refused() {
	if k.index == 0 && len(k.besides) > 0 {
		k.part(func(b *beside) bool { return !b.numbered })
	}
}

// barred notes that this carrier has banned somebody in the run itself, and recorded it.
func (k *carrier) barred() {
	if k.bans != nil && k.tally.Bans.Count > 0 {
		for _, b := range k.besides {
			k.settle(b, k.sim.Now())
		}
		k.part(func(*beside) bool { return true })
	}
	k.leaveAll()
}

// imposes notes that a fault lets this carrier ban somebody. Where the first ban alone is asked
// for, it is one and the same under all readings that ban by one key.
func (k *carrier) imposes() {
	if k.bans == nil {
		k.leaveAll()
	} else if k.index == 0 && len(k.besides) > 0 {
		k.part(func(b *beside) bool { return !b.keyed })
	}
}

// leaveAll notes that what comes hangs on the reading of this carrier, if that is the first.
func (k *carrier) leaveAll() {
	if k.index == 0 && len(k.besides) > 0 {
		k.part(func(*beside) bool { return true })
		k.machine.Unwatch()
	}
}
