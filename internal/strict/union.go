package strict

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// A Union is a type whose values are written as a mapping with exactly one key: the kind of the
// value below it.
type Union interface {
	Kinds() *Kinds
	// Take is given the key, and what the New of its kind returned, filled from the file.
	Take(key string, value any)
}

// A brief value may be written as the list that one of its keys has, in place of keys and values.
type brief interface{ Brief() string }

// under is a mapping in which n stands below a key.
func (n *Node) under(key string) *Node {
	outer := *n
	outer.Kind, outer.Items = Mapping, nil
	named := &Node{Kind: Scalar, Text: key, Line: n.Line, Column: n.Column}
	outer.Pairs = []Pair{{Key: named, Value: n}}
	return &outer
}

// A labelled Union may have keys beside the one of its kind.
type labelled interface{ Beside() []Field }

// beside are the keys that a file may write beside the kind.
func beside(u Union) []Field {
	if l, ok := u.(labelled); ok {
		return l.Beside()
	}
	return nil
}

// Kinds are what may be written for a Union, by key.
type Kinds struct {
	Bare  bool // a key may stand alone, without the mapping, for a value of which nothing is said
	name  string
	byKey map[string]UnionKind
}

// A UnionKind is one of the things that may be written for a Union.
type UnionKind struct {
	Key   string
	About string     // one sentence
	New   func() any // returns a pointer to a struct, or to a value that cannot be left out
	Word  bool       // of Bare kinds: the key stands alone always, and is none of a mapping
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

// About is the sentence about the kind of a key, empty if there is no such kind.
func (k *Kinds) About(key string) string { return k.byKey[key].About }

// mapped are the keys that a mapping may have, sorted.
func (k *Kinds) mapped() []string {
	return slices.DeleteFunc(k.Keys(), func(key string) bool { return k.byKey[key].Word })
}

// fields are the kinds as the fields of a mapping, of which a file writes one.
func (k *Kinds) fields() []Field {
	var fields []Field
	for _, key := range k.mapped() {
		kind := k.byKey[key]
		fields = append(fields, Field{Key: key, Doc: kind.About, Into: kind.New()})
	}
	return fields
}

// union reads a mapping with exactly one key, or the key alone where that will do; and the keys
// that may stand beside it.
func (p Place) union(into Union) {
	kinds, n := into.Kinds(), p.node
	if labels := beside(into); n.Kind == Mapping && labels != nil {
		for _, f := range labels {
			if below := p.Key(f.Key); below.node != nil {
				below.Read(f)
			}
		}
		rest := *n
		rest.Pairs = slices.DeleteFunc(slices.Clone(n.Pairs), func(of Pair) bool {
			return slices.Contains(keysOf(labels), of.Key.Text)
		})
		n, p.node = &rest, &rest
	}
	key, below := n.Text, p.Key(n.Text)
	switch {
	case kinds.Bare && n.Kind == Scalar:
		if _, known := kinds.byKey[key]; !known {
			p.unknown(kinds.name, key, kinds.Keys())
			return
		}
		if value := kinds.byKey[key].New(); !isSection(reflect.TypeOf(value).Elem()) {
			p.Wrong(n.String(), key+" and "+Field{Into: value}.wanted())
			return
		}
	case n.Kind != Mapping || len(n.Pairs) == 0:
		found, meant := n.String(), "exactly one of "+strings.Join(kinds.Keys(), ", ")
		if n.Kind == Mapping {
			found = "nothing"
		}
		if kinds.Bare {
			meant = "the name of a " + kinds.name
		}
		p.Wrong(found, meant)
		return
	case len(p.unknownKeys(kinds.name, kinds.mapped())) > 0:
		return
	case len(n.Pairs) > 1:
		second := n.Pairs[1].Key.Text
		p.Key(second).WrongKey(fmt.Sprintf("%q beside %q", second, n.Pairs[0].Key.Text),
			"one "+kinds.name+" to an item of the list")
		return
	default:
		key = n.Pairs[0].Key.Text
		below = p.Key(key)
		if below.node.Kind == Null && !kinds.Bare {
			below.Wrong("nothing", "keys and values")
			return
		}
	}
	value := kinds.byKey[key].New()
	if b, ok := value.(brief); ok && below.node != nil && below.node.Kind == List && b.Brief() != "" {
		below.node = below.node.under(b.Brief())
	}
	below.Decode(value)
	into.Take(key, value)
}
