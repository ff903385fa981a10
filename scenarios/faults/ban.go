package faults

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	Register("ban", "A ban falls whose cause lies outside the fleet.", func() Kind { return &Ban{} })
}

// A Ban falls on every public IP of the fleet, as a neighbour's storm would bring it about.
type Ban struct {
	AtCarrier `yaml:",inline"`
	Start     `yaml:",inline"`
}

// Check reports a carrier that bans nobody.
func (f *Ban) Check(at strict.Place, s measure.Sizes) {
	f.Start.Check(at, s)
	f.check(at, s)
	if s.Carrier(f.Carrier).Banless {
		at.WrongKey("ban", "another fault: this carrier bans nobody")
	}
}

// Apply imposes the bans.
func (f *Ban) Apply(p Platform) {
	f.Once(p, func() {
		for ip := range p.Sizes().PublicIPs {
			p.Ban(ip)
		}
	})
}

// Label is imposed ban.
func (*Ban) Label() string { return "imposed ban" }

// Blames nothing: bans refuse, and send no hits.
func (*Ban) Blames(*Hit) bool { return false }

// Momentary is true: the ban is drawn for itself.
func (*Ban) Momentary() bool { return true }

// Imposes says that every public IP is banned.
func (f *Ban) Imposes(s measure.Sizes) (bans int, first time.Duration) {
	return s.PublicIPs, time.Duration(f.At)
}
