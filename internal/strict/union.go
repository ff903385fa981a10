package strict

import (
	"fmt"
	"maps"
	"slices"
)

// A Union is a type whose values are written as a mapping with exactly one key: the kind of the
// value below it.
type Union interface {
	Kinds() *Kinds
	// Take is given the key, and what the New of its kind returned, filled from the file.
	Take(key string, value any)
}

// Kinds are what may be written for a Union, by key.
type Kinds struct {
	name  string
	byKey map[string]UnionKind
}

// A UnionKind is one of the things that may be written for a Union.
type UnionKind struct {
	Key   string
	About string     // one sentence
	New   func() any // returns a pointer to a struct
}

// NewKinds returns the kinds of a thing, such as "fault"; Add adds them.
func NewKinds(name string) *Kinds { return &Kinds{name: name, byKey: map[string]UnionKind{}} }

// Add makes a kind known. It panics where the key is known already.
func (k *Kinds) Add(kind UnionKind) {
	if _, ok := k.byKey[kind.Key]; ok {
		panic(fmt.Sprintf("strict: %s %q is added twice", k.name, kind.Key))
	}
	k.byKey[kind.Key] = kind
}

// Keys lists the keys that are known, sorted.
func (k *Kinds) Keys() []string { return slices.Sorted(maps.Keys(k.byKey)) }

// Lookup returns the kind of a key.
func (k *Kinds) Lookup(key string) (UnionKind, bool) {
	kind, ok := k.byKey[key]
	return kind, ok
}
