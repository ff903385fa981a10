package scenarios

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// Retold is the Tally of a run that was carried out elsewhere, from what happened in it in order of
// time. It has no digest and no events, for it was not simulated.
func (r Run) Retold(records []Record, folds ...Fold) *Tally {
	if r.Reading == "" {
		r.Reading = r.Scenario.Carrier.Reading
	}
	t := NewTally(r.end(), r.Scenario.Fleet.PublicIPs)
	for i := range records {
		t.Add(&records[i])
		for _, f := range folds {
			f.Add(&records[i])
		}
	}
	t.close()
	t.Scenario, t.Strategy, t.Reading, t.Seed = r.Scenario.Name, r.Strategy.Name, r.Reading, r.Seed
	t.VirtualSeconds = r.end().Seconds()
	return t
}

// Begins is the instant at which runs of the scenario start.
func (s *Scenario) Begins() time.Time { return s.epoch() }

// CarrierUnder is the scenario's carrier under this reading, as fakecarrier.ParseThrottle reads it.
func (s *Scenario) CarrierUnder(
	reading string,
) (p fakecarrier.Profile, t fakecarrier.Throttle, err error) {
	if t, err = s.throttle(reading); err != nil {
		return p, t, err
	}
	p, err = s.profile()
	return p, t, err
}
