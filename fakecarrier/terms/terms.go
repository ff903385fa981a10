// Package terms reads what a file says of a carrier: its profile, and every rule of it that is
// not as the profile has it. A scenario and a server read the same keys by it.
package terms

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Terms are a carrier and its switches.
type Terms struct {
	Profile  string              `yaml:"profile" doc:"Which carrier it is. Default fedex; of carriers, the one that its name says."`
	Grant    Grant               `yaml:"grant" doc:"What a renewal shows: client-credentials, or refresh, a refresh token that each customer's users signed in for. Default as the profile says: client-credentials for fedex."`
	Refresh  *RefreshSpec        `yaml:"refresh" doc:"What becomes of refresh tokens, with grant: refresh. What it leaves out is as the profile says, or else as each key has it."`
	Answers  AnswerSpec          `yaml:"answers" doc:"How the carrier words its refusals."`
	Tokens   string              `yaml:"tokens" doc:"What a new token does to the older ones: single, grace 5s, newest 15 (live at most), coexist. Default as the profile says: single for fedex."`
	Reading  string              `yaml:"reading" doc:"How the ban rule is read: akamai (default), literal, paranoid, or ids such as R1+A1+violation."`
	Covers   Covered             `yaml:"ban_covers" doc:"What a ban refuses: token (default) requests, or all."`
	Lag      strict.Span         `yaml:"enforcement_lag" doc:"How long after the violation the ban begins to bite. Default 0s."`
	Life     TokenLife           `yaml:"token_life" doc:"How long tokens live, where not as the profile says: always as long, or drawn for each, as uniform 60m..66m."`
	Says     ExpiresIn           `yaml:"expires_in" doc:"What an answer says of that: none, life, or a length of time whatever the life is, as 0s. Default as the profile says; with a token_life a second less."`
	Seconds  bool                `yaml:"exp_whole_seconds" doc:"Whether a token ends at the last whole second of its life. Default as the profile says: false for fedex."`
	Active   chance.Distribution `yaml:"activation" doc:"For how long a new token is refused, drawn for each. Default 0s."`
	NotYet   strict.Span         `yaml:"renew_not_before" doc:"A renewal sooner after the client's last token is refused with 400. Default as the profile says: 0s, none is, for fedex."`
	Service  chance.Distribution `yaml:"service_time" doc:"What the carrier takes to answer. Default 0s."`
	DayQuota int                 `yaml:"daily_quota" min:"1" doc:"API calls per day and client id, then 429. Default none."`
	Meters   []MeterSpec         `yaml:"meters" doc:"All of the carrier's meters, in the order in which they object, in place of the profile's; [] is none. No reading, ban_covers or daily_quota stands beside them."`

	metered   bool // the file has meters
	overrides []Override
}

// Defaults sets the defaults.
func (c *Terms) Defaults() {
	c.Profile, c.Covers = "fedex", CoversToken
}

// Names are the carriers that there are, for the key that names one.
func (*Terms) Names(key string) []string {
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

// Under is the carrier under this reading, with the file's switches set.
func (c *Terms) Under(
	reading string,
) (p fakecarrier.Profile, t throttle.Throttle, err error) {
	if p, err = c.Base(); err != nil {
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

// Base is the carrier before its rules are read: its profile, with the meters of the file in place
// of its own if there are any.
func (c *Terms) Base() (fakecarrier.Profile, error) {
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

// Check refuses a carrier that cannot be.
func (c *Terms) Check(at strict.Place) {
	if !at.Sound("profile") {
		return // the rest is what the profile does not say, or says otherwise
	}
	profile, err := fakecarrier.LookupProfile(c.Profile)
	if err != nil {
		at.Key("profile").Wrong(unit.Quote(c.Profile), unit.Meant(c.Profile, fakecarrier.Profiles()))
		return
	}
	if c.metered = at.Key("meters").Given(); c.metered {
		c.checkMeters(at, &profile)
	}
	c.Reading = cmp.Or(c.Reading, profile.DefaultReading())
	c.Tokens = cmp.Or(c.Tokens, profile.Policy.String())
	if _, err := fakecarrier.ParsePolicy(c.Tokens); err != nil && at.Sound("tokens") {
		at.Key("tokens").Wrong(err.Error(), `single, "grace 5s", "newest 15" or coexist`)
	}
	c.adopt(&profile, at)
	switch {
	case !at.Sound("grant", "refresh") || c.Refresh == nil:
	case c.Grant != GrantRefresh:
		at.Key("refresh").Wrong("refresh beside grant: "+string(c.Grant), "grant: refresh beside it")
	default:
		c.Refresh.check(at.Key("refresh"))
	}
	if at.Sound("token_life") {
		c.Life.check(at.Key("token_life"))
	}
	if _, err := profile.Throttle(c.Reading); !c.metered && err != nil && at.Sound("reading") {
		at.Key("reading").Wrong(err.Error(), MeantReading())
	}
	if !at.Sound() {
		return
	}
	c.overridden(&profile, at)
	p, t, err := c.Under(c.Reading)
	if err == nil {
		_, err = fakecarrier.New(p, t)
	}
	if err != nil {
		at.Wrong(err.Error(), "a possible carrier")
	}
}

// MeantReading is what a reading may be, for errors.
func MeantReading() string {
	return strings.Join(throttle.Named(), ", ") + ", or ids such as R1+A1+violation"
}
