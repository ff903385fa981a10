// Package faults holds the troubles that a scenario may have, one file a kind: what its file may
// say, what happens to the platform, and what a hit is put down to.
//
// A kind is a struct whose fields are what a scenario's file says, a Kind, registered by the key
// that the file has. Whatever reads, runs, drives, draws, lists or explains scenarios knows the
// kinds from here alone.
package faults

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Kind is a kind of fault, as read from a file.
type Kind interface {
	// Check reports what does not fit a scenario of this size.
	Check(at strict.Place, s measure.Sizes)
	// Apply arranges all that happens.
	Apply(p Platform)
	// Label says in a word or two what the fault is: in the keys of charts, in traces, and as the
	// reason of a hit.
	Label() string
	// Blames reports whether a hit was sent on account of the fault.
	Blames(h *Hit) bool
	// Momentary reports whether the fault is over as soon as it has happened.
	Momentary() bool
	// Events is roughly how many events the fault adds to a run of this size.
	Events(s measure.Sizes) float64
}

// A BanImposer is a Kind that imposes bans.
type BanImposer interface {
	// Imposes tells how many bans, and when the first.
	Imposes(s measure.Sizes) (bans int, first time.Duration)
}

// A NodeStarter is a Kind that starts nodes anew.
type NodeStarter interface {
	// Starts returns the latest instant, no later than by, at which the fault started a node of the
	// fleet anew, if it did.
	Starts(node int, by time.Duration, s measure.Sizes) (at time.Duration, ok bool)
}

// A Leaver is a Kind that is over in an instant and leaves something behind, such as a wrong clock.
// The trouble is over once what all faults have left of a name adds up to 0.
type Leaver interface {
	Leaves() (what string, by int64)
}

// A Hit is a token request that reached the carrier.
type Hit struct {
	Sizes          measure.Sizes
	At             time.Duration // when it arrived
	Node, Customer int
	By             uint8              // as in a Record
	Why            strategies.Why     // what its sender says; strangers say nothing
	Reason         fakecarrier.Reason // why the token that it is to replace was refused
	Had            bool               // its node had got a token before, since it started
}

// A Fault is a trouble of a scenario: a kind, and the key by which the file names it.
type Fault struct {
	Key string
	Kind
}

var kinds = strict.NewKinds("fault")

// Register makes a kind of fault known by its key. A sentence tells what it is about, and create
// returns a pointer to a struct that a file is read into. It panics if the key is taken.
func Register(key, about string, create func() Kind) {
	kinds.Add(strict.UnionKind{Key: key, About: about, New: func() any { return create() }})
}

// Names lists the keys of the kinds, sorted.
func Names() []string { return kinds.Keys() }

// About is a sentence about the kind of that key, empty if there is none.
func About(key string) string {
	kind, _ := kinds.Lookup(key)
	return kind.About
}

// Kinds are those that a file may name.
func (f *Fault) Kinds() *strict.Kinds { return kinds }

// Take keeps what was read.
func (f *Fault) Take(key string, value any) { f.Key, f.Kind = key, value.(Kind) }
