package scenarios

import (
	"cmp"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// CarrierSpec is a carrier, and the way to it.
type CarrierSpec struct {
	Name        string `yaml:"-"` // of one of several
	terms.Terms `yaml:",inline"`
	Network     CarrierNetwork `yaml:"network" doc:"The way to this carrier, where it is not that of the network."`
}

// Defaults sets the defaults.
func (c *CarrierSpec) Defaults() {
	c.Terms.Defaults()
	if slices.Contains(fakecarrier.Profiles(), c.Name) {
		c.Profile = c.Name
	}
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
	p, err := c.Base()
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
	p, err := of.Base()
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

// banKinds are whose bans each of the scenario's meters starts; nil where the scenario lists none.
func (c *CarrierSpec) banKinds() []measure.BanKind {
	p, err := c.Base()
	if err != nil || !c.Metered() {
		return nil
	}
	kinds := make([]measure.BanKind, len(p.Meters))
	next := 0
	for i, m := range p.Meters {
		kinds[i] = measure.BanKind{Kind: next, Key: m.Key}
		alike := slices.IndexFunc(p.Meters[:i], func(o fakecarrier.Meter) bool {
			return o.Key == m.Key && o.Ban == m.Ban
		})
		if alike >= 0 {
			kinds[i].Kind = kinds[alike].Kind
		} else {
			next++
		}
	}
	return kinds
}
