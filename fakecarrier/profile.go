package fakecarrier

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Profile is one carrier as data. Each carrier is one file.
type Profile struct {
	Name string

	// Hosts are where the carrier answers, as apis.fedex.com, sandboxes included; *.okta.com is any
	// name below okta.com. Sources: the documents of FedEx, UPS, USPS and DHL; those of the other
	// providers are assumed. nil: wherever it is put.
	Hosts []string

	TokenLife time.Duration // at the carrier
	LifeMost  time.Duration // each token's own life is drawn, from TokenLife to this; 0: none is
	ExpiresIn time.Duration // what the carrier says, if it says that
	Says      Says
	Policy    Policy
	Meters    []Meter

	WholeSeconds   bool          // a token ends at the last whole second of its life
	RenewNotBefore time.Duration // so long after a client's last token another is refused; 0: never

	Grants GrantTerms
	Wire   *wire.Wire // how it speaks HTTP; nil where nobody asks over HTTP

	Sources Sources // of all that stands above, by the keys of Facts; of a carrier that ships
}

var profiles = map[string]Profile{}

// RegisterProfile makes a carrier known by its name, wherever one can be named: it is then
// simulated, served and driven. Each carrier calls it from an init function in its own file; a
// profile that makes no sense, or a name that is taken, panics.
func RegisterProfile(p Profile) {
	if _, ok := profiles[p.Name]; ok {
		panic("fakecarrier: profile " + p.Name + " is registered twice")
	}
	err := p.check()
	if err == nil {
		err = p.checkAnswers()
	}
	if err == nil {
		err = p.checkHosts()
	}
	if err != nil {
		panic("fakecarrier: profile " + p.Name + ": " + err.Error())
	}
	profiles[p.Name] = p
	for _, host := range p.Hosts {
		atHosts[host] = p.Name
	}
}

// Profiles lists the names of all carriers.
func Profiles() []string { return slices.Sorted(maps.Keys(profiles)) }

// LookupProfile returns the carrier of that name. The error names the nearest one.
func LookupProfile(name string) (Profile, error) {
	p, ok := profiles[name]
	if !ok {
		return Profile{}, fmt.Errorf("unknown carrier %q; %s", name, unit.Suggestion(name, Profiles()))
	}
	return p, nil
}

func (p Profile) check() error {
	switch {
	case p.TokenLife <= 0:
		return fmt.Errorf("a token must live longer than %v", p.TokenLife)
	case p.LifeMost != 0 && p.LifeMost <= p.TokenLife:
		return fmt.Errorf("lives cannot be drawn from %v to %v", p.TokenLife, p.LifeMost)
	case p.RenewNotBefore < 0:
		return fmt.Errorf("renewals cannot be refused for %v", p.RenewNotBefore)
	case p.ExpiresIn < 0:
		return fmt.Errorf("expires_in cannot be %v", p.ExpiresIn)
	}
	if err := p.Grants.check(); err != nil {
		return err
	}
	if p.Wire != nil {
		if err := p.Wire.Check(); err != nil {
			return err
		}
	}
	return p.checkMeters()
}

// RenewsByRefresh reports whether clients of the carrier act for users, and renew with the refresh
// token of each: the first grant of its Wire is not the one of a client that acts for itself.
func (p *Profile) RenewsByRefresh() bool {
	return p.Grants.Refresh != nil && p.Wire != nil &&
		slices.Contains([]string{wire.GrantCode, wire.GrantRefresh}, p.Wire.Grants[0])
}

// checkAnswers reports whether the carrier's answers over HTTP say what its grants and meters say.
func (p *Profile) checkAnswers() error {
	if p.Wire != nil && p.Grants.Refresh != nil {
		grant := p.Grants.InvalidGrant()
		a, _ := p.Wire.Answer(wire.InvalidGrant)
		if a.Status != grant.Status || !strings.Contains(a.Body, `"${code}"`) {
			return fmt.Errorf("a grant that is not good is answered %d: found an answer with status %d "+
				"and the body %s; meant one with that status and ${code}", grant.Status, a.Status, a.Body)
		}
	}
	for _, m := range p.Meters {
		if p.Wire == nil || m.bans() {
			continue
		}
		answer := wire.Throttled
		if m.Refusal.Reason == ReasonDisguised {
			answer = wire.InvalidGrant
		}
		if a, _ := p.Wire.Answer(answer); m.Refusal.RetryAfter != a.RetryAfter {
			return fmt.Errorf("a meter that says Retry-After is %v needs an answer that does",
				m.Refusal.RetryAfter)
		}
	}
	return nil
}
