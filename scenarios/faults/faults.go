// Package faults has the troubles that a scenario may have, one file a kind: its settings, what it
// does to the platform, and which hits it causes.
//
// A kind is a struct that implements Kind. Its fields are the settings in a scenario's file, and it
// is registered by its key there. All code that reads, runs, drives, draws, lists or explains
// scenarios finds the kinds here.
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
	// Label names the fault in a word or two: in the keys of charts, in traces, and as the reason of
	// a hit.
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
	// Imposes returns how many bans, and when the first begins.
	Imposes(s measure.Sizes) (bans int, first time.Duration)
}

// A NodeStarter is a Kind that starts nodes anew.
type NodeStarter interface {
	// Starts returns the latest instant, no later than by, at which the fault started a node of the
	// fleet anew, if it did.
	Starts(node int, by time.Duration, s measure.Sizes) (at time.Duration, ok bool)
}

// A Deployer is a Kind that starts nodes with a strategy: of that name, or if it is empty with the
// compared one.
type Deployer interface {
	Deploys() string
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
	Why            strategies.Why     // the sender's reason; strangers give none
	Reason         fakecarrier.Reason // why the token that it is to replace was refused
	Had            bool               // its node had got a token before, since it started
}

// A Fault is a trouble of a scenario: a kind, and the key by which the file names it.
type Fault struct {
	Key string
	Kind
}

var kinds = strict.NewKinds("fault")

// Register adds a kind of fault by its key. About is one sentence; create returns a pointer to a
// struct, into which a file is read. It panics if the key is taken.
func Register(key, about string, create func() Kind) {
	kinds.Add(strict.UnionKind{Key: key, About: about, New: func() any { return create() }})
}

// Names lists the keys of the kinds, sorted.
func Names() []string { return kinds.Keys() }

// About is the sentence about the kind of that key, empty if there is no such kind.
func About(key string) string { return kinds.About(key) }

// Kinds are those that a file may name.
func (f *Fault) Kinds() *strict.Kinds { return kinds }

// Take keeps what was read.
func (f *Fault) Take(key string, value any) { f.Key, f.Kind = key, value.(Kind) }
