package fakecarrier

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Profile is one carrier as data. Each carrier is one file.
type Profile struct {
	Name      string
	TokenLife time.Duration // at the carrier
	ExpiresIn time.Duration // what the carrier says
	Policy    Policy
	Burst     quota.Threshold
	Average   quota.Threshold
	Ban       time.Duration // after a threshold was exceeded

	Transactions []quota.Limit // a request beyond any of them is answered 429; it counts in all
	DailyQuota   int           // requests of one client id per day, from midnight GMT; 0 is no limit
	MeterTokens  bool          // the two above count requests of tokens too; only API calls if false

	Grants GrantTerms
	Wire   *wire.Wire // how it speaks HTTP; nil where nobody asks over HTTP
}

// Thresholds are those that readings read.
func (p *Profile) Thresholds() []quota.Threshold { return []quota.Threshold{p.Burst, p.Average} }

var profiles = map[string]Profile{}

// registerProfile makes a carrier known. Each carrier calls it from its own file.
func registerProfile(p Profile) {
	if _, ok := profiles[p.Name]; ok {
		panic("fakecarrier: profile " + p.Name + " is registered twice")
	}
	if err := p.check(); err != nil {
		panic("fakecarrier: profile " + p.Name + ": " + err.Error())
	}
	profiles[p.Name] = p
}

// Profiles lists the names of all carriers.
func Profiles() []string { return slices.Sorted(maps.Keys(profiles)) }

// LookupProfile returns the carrier of that name. The error names the nearest one.
func LookupProfile(name string) (Profile, error) {
	p, ok := profiles[name]
	if !ok {
		return Profile{}, fmt.Errorf("unknown carrier %q%s", name, unit.DidYouMean(name, Profiles()))
	}
	return p, nil
}

func (p Profile) check() error {
	switch {
	case p.TokenLife <= 0:
		return fmt.Errorf("a token must live longer than %v", p.TokenLife)
	case p.ExpiresIn < 0:
		return fmt.Errorf("expires_in cannot be %v", p.ExpiresIn)
	case p.Ban <= 0:
		return fmt.Errorf("a ban must last longer than %v", p.Ban)
	case p.DailyQuota < 0:
		return fmt.Errorf("a daily quota cannot be %d", p.DailyQuota)
	case p.Grants.CodeLife < 0 || p.Grants.RefreshLife < 0:
		return fmt.Errorf("codes cannot live %v, nor refresh tokens %v",
			p.Grants.CodeLife, p.Grants.RefreshLife)
	}
	errs := []error{p.Burst.Check(), p.Average.Check()}
	for _, t := range p.Transactions {
		errs = append(errs, t.Check())
	}
	return errors.Join(errs...)
}
