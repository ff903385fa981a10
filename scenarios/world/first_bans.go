package world

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// firstBans is what is known where nothing is asked for but whether the fleet is banned: the run is
// over when that is known of every reading.
type firstBans struct {
	settled []*beside // the readings under which it is banned
}

// FirstBans carries the run out until it is known, under its own reading and others, whether the
// fleet is banned, and when that begins. That alone is in the outcomes: a count of one, or none. It
// is nil under a reading that needs a run of its own, which is never the run's own.
//
// The carrier bans nobody in this run: it is what each reading comes to before its first ban.
func (r Run) FirstBans(readings []string) ([]*measure.Outcome, error) {
	if len(readings) > 0 {
		outcomes, err := r.together(append([]string{r.reading()}, readings...))
		if err != nil || outcomes[0] != nil {
			return outcomes, err
		}
	}
	w, err := r.prepared()
	if err != nil {
		return nil, err
	}
	w.bans = &firstBans{}
	if err := w.carryOut(nil); err != nil {
		return nil, err
	}
	outcomes := make([]*measure.Outcome, 1+len(readings))
	outcomes[0] = w.firstBan(r.reading(), w.tally.Bans.First)
	return outcomes, nil
}

// together is what a run in which the first carrier bans nobody comes to under each reading.
func (r Run) together(readings []string) ([]*measure.Outcome, error) {
	r.unbanned = true
	outcomes := make([]*measure.Outcome, len(readings))
	w, err := r.prepared()
	if err != nil {
		return nil, err
	}
	if w.keepCompany(readings); len(w.besides) == 0 {
		return outcomes, nil
	}
	w.bans = &firstBans{}
	if err := w.carryOut(nil); err != nil {
		return nil, err
	}
	for _, b := range append(w.bans.settled, w.besides...) {
		outcomes[b.at] = w.firstBan(readings[b.at], b.first)
	}
	return outcomes, nil
}

// firstBan is the outcome of a run of which nothing is known but this.
func (w *world) firstBan(reading string, first *time.Duration) *measure.Outcome {
	o := &measure.Outcome{
		Scenario: w.Scenario.Name, Strategy: w.Strategy.Name, Reading: reading, Seed: w.Seed,
		Asked: measure.BansAlone,
	}
	if first != nil {
		o.Bans.Count, o.Bans.First = 1, first
	}
	return o
}

// counts reports whether the ban that a request begins under a reading is one of the fleet's that
// figures count.
func (k *carrier) counts(b *beside, of *measure.Record, e fakecarrier.Endpoint) bool {
	r := *of
	r.Kind, r.At = measure.APIJudged, k.sim.Now()
	if e == fakecarrier.TokenEndpoint {
		r.Kind = measure.TokenJudged
	}
	bans := func(meter uint8) bool {
		r.Ban, r.Meter = fakecarrier.BanStarted, meter
		return b.course.Counts(&r) && b.course.Fleets(&r)
	}
	fleets := bans(b.ban.Meter)
	for also := b.ban.Further; also != nil; also = also.Next {
		fleets = fleets || bans(also.Meter)
	}
	return fleets
}

// settle notes when the fleet is banned first under a reading.
func (w *world) settle(b *beside, at time.Duration) {
	b.first = &at
	w.bans.settled = append(w.bans.settled, b)
}
