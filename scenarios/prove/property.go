package prove

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// A Kind is what a property asks of a schedule.
type Kind string

// The kinds.
const (
	Ban      Kind = "ban"       // no hit of the fleet's begins a ban, under one reading
	SelfHarm Kind = "self-harm" // no renewal of the fleet's kills a token that a call is refused with
	Served   Kind = "served"    // no action fails, and each is over at the end
	Session  Kind = "session"   // the carrier takes a refresh token to the end
)

// Kinds are all of them.
func Kinds() []Kind { return []Kind{Ban, SelfHarm, Served, Session} }

// A Property is what a search counts the schedules by that break it.
type Property struct {
	Kind    Kind
	Reading string // of a ban
}

// String says what holds where it is not broken.
func (p Property) String() string {
	switch p.Kind {
	case Ban:
		return "no ban under " + p.Reading
	case SelfHarm:
		return "no self-harm"
	case Served:
		return "every click is served"
	default:
		return "no session is lost"
	}
}

// Properties are what is counted, in the order of Tally.Broken.
func (s *Scope) Properties() (all []Property) {
	for _, r := range s.Readings {
		all = append(all, Property{Ban, r})
	}
	all = append(all, Property{Kind: SelfHarm}, Property{Kind: Served})
	if s.Scenario.Carrier.Grant == terms.GrantRefresh {
		all = append(all, Property{Kind: Session})
	}
	return all
}

// broken lists which of them a schedule breaks.
func (s *Scope) broken(of *world.Schedule) []bool {
	all := make([]bool, 0, len(s.Readings)+len(Kinds()))
	for i, p := range s.Properties() {
		switch p.Kind {
		case Ban:
			all = append(all, of.Banned[i])
		case SelfHarm:
			all = append(all, of.Harm)
		case Served:
			all = append(all, of.Failed)
		case Session:
			all = append(all, of.Lost)
		}
	}
	return all
}
