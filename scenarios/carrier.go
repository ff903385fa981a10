package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

// CarrierSpec is a carrier and its switches.
type CarrierSpec struct {
	Name     string              `yaml:"-"` // of one of several
	Profile  string              `yaml:"profile" doc:"Which carrier it is. Default fedex; of carriers, the one that its name says."`
	Grant    Grant               `yaml:"grant" doc:"What a renewal shows: client-credentials (default), or refresh, a refresh token that each customer's users signed in for."`
	Refresh  *RefreshSpec        `yaml:"refresh" doc:"What becomes of refresh tokens, with grant: refresh."`
	Answers  AnswerSpec          `yaml:"answers" doc:"How the carrier words its refusals."`
	Tokens   string              `yaml:"tokens" doc:"What a new token does to the older ones: single, grace 5s, newest 15 (live at most), coexist. Default as the profile says: single for fedex."`
	Reading  string              `yaml:"reading" doc:"How the ban rule is read: akamai (default), literal, paranoid, or ids such as R1+A1+violation."`
	Covers   Covered             `yaml:"ban_covers" doc:"What a ban refuses: token (default) requests, or all."`
	Lag      Span                `yaml:"enforcement_lag" doc:"How long after the violation the ban begins to bite. Default 0s."`
	Life     TokenLife           `yaml:"token_life" doc:"How long tokens live, where not as the profile says: always as long, or drawn for each, as uniform 60m..66m."`
	Says     ExpiresIn           `yaml:"expires_in" doc:"What an answer says of that: none, life, or a length of time whatever the life is, as 0s. Default as the profile says; with a token_life a second less."`
	Seconds  bool                `yaml:"exp_whole_seconds" doc:"Whether a token ends at the last whole second of its life. Default false."`
	Active   chance.Distribution `yaml:"activation" doc:"For how long a new token is refused, drawn for each. Default 0s."`
	NotYet   Span                `yaml:"renew_not_before" doc:"A renewal sooner after the client's last token is refused with 400. Default 0s: none is."`
	Service  chance.Distribution `yaml:"service_time" doc:"What the carrier takes to answer. Default 0s."`
	DayQuota int                 `yaml:"daily_quota" min:"1" doc:"API calls per day and client id, then 429. Default none."`
	Network  CarrierNetwork      `yaml:"network" doc:"The way to this carrier, where it is not that of the network."`
	Meters   []MeterSpec         `yaml:"meters" doc:"All of the carrier's meters, in the order in which they object, in place of the profile's; [] is none. No reading, ban_covers or daily_quota stands beside them."`

	metered bool // the file has meters
}

// Defaults sets the defaults.
func (c *CarrierSpec) Defaults() {
	c.Profile, c.Covers, c.Grant = "fedex", CoversToken, GrantClientCredentials
	if slices.Contains(fakecarrier.Profiles(), c.Name) {
		c.Profile = c.Name
	}
}

// Names are the carriers that there are, for the key that names one.
func (*CarrierSpec) Names(key string) []string {
	if key == "profile" {
		return fakecarrier.Profiles()
	}
	return nil
}

// Covered is what a ban refuses.
type Covered string

// What a ban may refuse.
const (
	CoversToken Covered = "token"
	CoversAll   Covered = "all"
)

// Choices are what a file may write.
func (Covered) Choices() []string { return []string{string(CoversToken), string(CoversAll)} }

// Under is the carrier under this reading, with the scenario's switches set.
func (c *CarrierSpec) Under(
	reading string,
) (p fakecarrier.Profile, t throttle.Throttle, err error) {
	if p, err = c.profile(); err != nil {
		return p, t, err
	}
	if c.metered {
		if reading != OwnMeters {
			return p, t, fmt.Errorf("the carrier has meters of its own: found reading %s, meant %s",
				reading, OwnMeters)
		}
	} else if t, err = p.Throttle(reading); err != nil {
		return p, t, err
	}
	if c.Covers == CoversAll {
		t.Scope = throttle.AllScope
	}
	if c.Lag > 0 {
		t.Lag = time.Duration(c.Lag)
	}
	if p.Policy, err = fakecarrier.ParsePolicy(c.Tokens); err != nil {
		return p, t, err
	}
	if c.Grant == GrantRefresh {
		p.Grants = fakecarrier.GrantTerms{Refresh: c.Refresh.terms(), Refusal: fakecarrier.GrantRefusal{
			Status: c.Answers.InvalidGrant.Status, Code: c.Answers.InvalidGrant.Code,
		}}
	}
	if c.DayQuota > 0 {
		p = p.WithDailyQuota(c.DayQuota)
	}
	p.WholeSeconds, p.RenewNotBefore = c.Seconds, time.Duration(c.NotYet)
	p, err = c.Life.of(p)
	return c.Says.of(p), t, err
}

// profile is the carrier's, with the scenario's meters in place of its own if there are any.
func (c *CarrierSpec) profile() (fakecarrier.Profile, error) {
	p, err := fakecarrier.LookupProfile(c.Profile)
	if err != nil || !c.metered {
		return p, err
	}
	grants := fakecarrier.GrantTerms{Refusal: fakecarrier.GrantRefusal(c.Answers.InvalidGrant)}
	meters := make([]fakecarrier.Meter, len(c.Meters))
	for i := range c.Meters {
		if meters[i], err = c.Meters[i].meter(&p, grants.InvalidGrant()); err != nil {
			return p, fmt.Errorf("meter %d: %w", i+1, err)
		}
	}
	return p.WithMeters(meters), nil
}

// CarrierUnder is the scenario's first carrier under this reading, as throttle.Parse reads it.
func (s *Scenario) CarrierUnder(
	reading string,
) (fakecarrier.Profile, throttle.Throttle, error) {
	return s.Carrier.Under(reading)
}

// NamedReadings are those readings of a name of their own that the scenario's first carrier can be
// read by: akamai, literal and paranoid; or none, of a carrier that bans nobody.
func (s *Scenario) NamedReadings() (names []string) {
	for _, name := range throttle.Named() {
		if _, _, err := s.CarrierUnder(name); err == nil {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		names = []string{s.Carrier.Reading}
	}
	return names
}

// Banless reports whether nobody can be banned for what no meter saw.
func (c *CarrierSpec) Banless() bool {
	p, err := c.profile()
	return err == nil && !p.Imposable()
}

// TokenLimits are the two windows that the token hits of the scenario's first carrier are counted
// in, and how many each allows: of bursts and of the average, as its profile has them. One that the
// carrier does not have is zero.
func (s *Scenario) TokenLimits() (burst, average quota.Limit) { return s.Carrier.TokenLimits() }

// TokenLimits are those of one carrier.
func (c *CarrierSpec) TokenLimits() (burst, average quota.Limit) {
	first, last := c.tokenLimits()
	return first.Limit, last.Limit
}

// tokenLimits are the two of TokenLimits, and by what they count.
func (c *CarrierSpec) tokenLimits() (burst, average fakecarrier.TokenLimit) {
	of := *c
	of.Profile = cmp.Or(c.Profile, "fedex")
	p, err := of.profile()
	if err != nil {
		panic(err) // it was looked up before
	}
	limits := p.TokenLimits()
	if len(limits) > 0 {
		burst = limits[0]
	}
	if len(limits) > 1 {
		average = limits[len(limits)-1]
	}
	return burst, average
}
