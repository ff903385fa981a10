package hunt

import (
	"cmp"
	"fmt"
	"slices"
)

// A Property is one that must hold in every run of a strategy that the clairvoyant survives.
type Property string

// The properties.
const (
	Safety    Property = "safety"    // no ban of its own, no session lost
	Liveness  Property = "liveness"  // served again when all is over, and nobody waits without bound
	Economy   Property = "economy"   // token requests near the bound's, no calls with dead tokens
	SelfHarm  Property = "self-harm" // nobody of the fleet kills a token that another needs
	Soundness Property = "soundness" // the run: its invariants, its digest, the bound
)

// Properties are all of them.
func Properties() []Property { return []Property{Safety, Liveness, Economy, SelfHarm, Soundness} }

// A Breach is a property that a run breaks.
type Breach struct {
	Property Property
	Signal   string // by what it shows
	Cause    string // the root, as the records tell it
	What     string // in figures
}

// Origin is what breaches are told apart by: those of one origin are one find.
func (b *Breach) Origin() string {
	return fmt.Sprintf("%s: %s, %s", b.Property, b.Signal, b.Cause)
}

// A rule tells whether a trial breaks a property, and how near it comes to that.
type rule struct {
	property Property
	signal   string
	duels    bool // it holds also where nodes that share nothing kill each other's tokens
	breaks   func(t *trial) (what string)
	cause    func(t *trial) string
	near     func(t *trial) float64 // from 0 to 1, which is at the bound; nil: nobody can say
}

var rules []rule

// register adds a rule; the order is that of property and signal, whatever the order of files.
func register(r rule) {
	rules = append(rules, r)
	slices.SortFunc(rules, func(a, b rule) int {
		return cmp.Or(cmp.Compare(a.property, b.property), cmp.Compare(a.signal, b.signal))
	})
}

// share is how much of a bound is used, 1 at most.
func share(of, bound int) float64 {
	if bound <= 0 {
		return 0
	}
	return min(1, float64(of)/float64(bound))
}
