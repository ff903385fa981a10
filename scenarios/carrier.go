package scenarios

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

// CarrierSpec says which carrier, and which switches of it are set.
type CarrierSpec struct {
	Profile  string              `yaml:"profile,omitempty" jsonschema_description:"The carrier. Default fedex."`
	Tokens   string              `yaml:"tokens,omitempty" jsonschema_description:"What a new token does to the older ones: single, grace 5s, coexist. Default as the profile says: single for fedex."`
	Reading  string              `yaml:"reading,omitempty" jsonschema_description:"How the ban rule is read: akamai (default), literal, paranoid, or ids such as R1+A1+violation."`
	Covers   string              `yaml:"ban_covers,omitempty" jsonschema:"enum=token,enum=all" jsonschema_description:"What a ban refuses: token (default) requests, or all."`
	Lag      Duration            `yaml:"enforcement_lag,omitempty" jsonschema_description:"How long after the violation the ban begins to bite. Default 0s."`
	Life     Duration            `yaml:"token_life,omitempty" jsonschema_description:"How long tokens live, where not as the profile says."`
	Service  chance.Distribution `yaml:"service_time,omitempty" jsonschema_description:"What the carrier takes to answer. Default 0s."`
	DayQuota int                 `yaml:"daily_quota,omitempty" jsonschema_description:"API calls per day and client id, then 429. Default none."`
}

// Begins is the instant at which runs of the scenario start.
func (s *Scenario) Begins() time.Time {
	if s.Epoch.IsZero() {
		return Epoch
	}
	return s.Epoch.UTC()
}

func (s *Scenario) profile() (fakecarrier.Profile, error) {
	p, err := fakecarrier.LookupProfile(s.Carrier.Profile)
	if err != nil {
		return p, err
	}
	if p.Policy, err = fakecarrier.ParsePolicy(s.Carrier.Tokens); err != nil {
		return p, err
	}
	if life := time.Duration(s.Carrier.Life); life > 0 {
		if p, err = p.WithTokenLife(life); err != nil {
			return p, err
		}
	}
	if s.Carrier.DayQuota > 0 {
		p = p.WithDailyQuota(s.Carrier.DayQuota)
	}
	return p, nil
}

// Lasts is how long a run lasts.
func (s *Scenario) Lasts() time.Duration { return time.Duration(s.Length) }

// throttle is the carrier's throttle under this reading, with the scenario's switches set.
func (s *Scenario) throttle(reading string) (fakecarrier.Throttle, error) {
	p, err := fakecarrier.LookupProfile(s.Carrier.Profile)
	if err != nil {
		return fakecarrier.Throttle{}, err
	}
	t, err := p.Throttle(reading)
	if err != nil {
		return t, err
	}
	if s.Carrier.Covers == "all" {
		t.Scope = fakecarrier.AllScope
	}
	t.Lag = time.Duration(s.Carrier.Lag)
	return t, nil
}

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
