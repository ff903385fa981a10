package server

import (
	"cmp"
	"fmt"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// An Opening describes a session when it is opened.
type Opening struct {
	Profile string `yaml:"profile" json:"profile"`
	// Carrier is what a scenario's file says of its carrier, in place of a mere Profile. What else is
	// set here of a carrier stands over it.
	Carrier Terms  `yaml:"carrier" json:"carrier,omitzero"`
	Reading string `yaml:"reading" json:"reading,omitempty"` // "": the profile's
	Policy  string `yaml:"policy" json:"policy,omitempty"`   // "": the profile's
	// Transactions are limits on the calls of one client, as 1400/10s; "": the profile's.
	Transactions string `yaml:"transactions" json:"transactions,omitempty"`
	TokenLife    string `yaml:"token-life" json:"token_life,omitempty"`   // as 20m; "": the profile's
	DayQuota     int    `yaml:"daily-quota" json:"daily_quota,omitempty"` // 0: the profile's

	BanBody   front.BanBody `yaml:"ban-body" json:"ban_body"`
	Gzip      front.Gzip    `yaml:"gzip" json:"gzip"`
	Seed      uint64        `yaml:"seed" json:"seed"`
	TimeScale float64       `yaml:"time-scale" json:"time_scale"`
	StartAt   time.Time     `yaml:"start-at" json:"start_at,omitzero"` // zero: the real time
	Frozen    bool          `yaml:"frozen" json:"frozen"`
	Clients   []Client      `yaml:"clients" json:"clients,omitempty"`
	SignedIn  []string      `yaml:"signed-in" json:"signed_in,omitempty"` // clients, by id

	// Banned are banned when the session begins, as 203.0.113.7=10m.
	Banned []front.Banned `yaml:"banned" json:"banned,omitempty"`

	// Agenda is what happens by itself in a session, counted from its beginning, or its latest reset.
	Agenda []front.Happening `yaml:"-" json:"-"`
}

// A Client is the credentials of one client. If an Opening has none, every client id is known and
// any secret is right.
type Client = front.Credentials

// setup returns the setup of the session's world, without its clock.
func (o *Opening) setup() (s front.Setup, err error) {
	if err := o.carrier(&s); err != nil {
		return s, err
	}
	if o.Policy != "" {
		if s.Profile.Policy, err = fakecarrier.ParsePolicy(o.Policy); err != nil {
			return s, wrong("policy", "policy: %w", err)
		}
	}
	if o.TokenLife != "" {
		life, err := lengthOf("token-life", o.TokenLife)
		if err == nil {
			s.Profile, err = s.Profile.WithTokenLife(life)
		}
		if err != nil {
			return s, mistake{"token-life", err}
		}
	}
	if o.DayQuota < 0 {
		return s, wrong("daily-quota", "found a daily-quota of %d; meant a number above 0, or 0 for "+
			"the carrier's own", o.DayQuota)
	}
	if o.DayQuota > 0 {
		s.Profile = s.Profile.WithDailyQuota(o.DayQuota)
	}
	if o.Transactions != "" {
		limits, err := fakecarrier.ParseLimits(o.Transactions)
		if err != nil {
			return s, wrong("transactions", "transactions: %w", err)
		}
		s.Profile = s.Profile.WithLimits(limits)
	}
	if err := checkScale(o.TimeScale); err != nil {
		return s, mistake{"time-scale", err}
	}
	if !o.StartAt.IsZero() && (o.StartAt.Year() < 1970 || o.StartAt.After(lastInstant)) {
		return s, wrong("start-at", "found start-at %s; meant an instant from 1970 to 2200",
			o.StartAt.Format(time.RFC3339))
	}
	s.BanBody, s.Gzip, s.Seed, s.Clients = o.BanBody, o.Gzip, o.Seed, o.Clients
	s.SignedIn, s.Agenda, s.Banned = o.SignedIn, o.Agenda, o.Banned
	return s, nil
}

// carrier fills in the carrier under the reading of its ban rule: the opening's, or its own.
func (o *Opening) carrier(s *front.Setup) (err error) {
	if t := o.Carrier.Terms; t != nil {
		if s.Profile, s.Throttle, err = t.Under(cmp.Or(o.Reading, t.Reading)); err != nil {
			return mistake{"reading", err}
		}
		s.Draws = front.Draws{Activation: t.Active, Service: t.Service}
		if t.Life.Drawn() {
			s.Draws.Life = &t.Life.Distribution
		}
		return nil
	}
	if s.Profile, err = fakecarrier.LookupProfile(o.Profile); err != nil {
		return wrong("profile", "profile: %w", err)
	}
	s.Throttle, err = s.Profile.Throttle(cmp.Or(o.Reading, s.Profile.DefaultReading()))
	if err != nil {
		return mistake{"reading", err}
	}
	return nil
}

// String names the carrier and its reading.
func (o *Opening) String() string {
	s, err := o.setup()
	if err != nil {
		return err.Error()
	}
	reading := o.Reading
	if t := o.Carrier.Terms; t != nil {
		reading = cmp.Or(reading, t.Reading)
	}
	return fmt.Sprintf("%s, reading %s", s.Profile.Name,
		cmp.Or(reading, s.Profile.DefaultReading()))
}

// check returns an error if there can be no such session.
func (o *Opening) check() error {
	s, err := o.setup()
	if err != nil {
		return err
	}
	s.Clock = clockwork.NewFakeClock()
	if _, err := front.NewWorld(s); err != nil {
		if len(o.SignedIn) > 0 && s.Profile.Grants.Refresh == nil {
			return mistake{"signed-in", err}
		}
		if s.Banned = nil; len(o.Banned) > 0 {
			if _, without := front.NewWorld(s); without == nil {
				return mistake{"banned", err}
			}
		}
		return mistake{"reading", err} // setup has checked everything else
	}
	return nil
}
