package strict

import (
	"fmt"
	"math"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Kind is what a Node is.
type Kind uint8

// The kinds of nodes.
const (
	Null Kind = iota // no value, or the word null
	Scalar
	List
	Mapping
)

// A Node is a value of a document. Nodes are never changed: aliases share them.
type Node struct {
	Kind         Kind
	Line, Column int
	Text         string  // of a scalar, without quotes
	Items        []*Node // of a list
	Pairs        []Pair  // of a mapping, in order, what it merges behind its own

	quoted bool
	value  any // of a number, int64, uint64 or float64; of true and false, bool
	size   int // values in it, itself included
	depth  int // lists and mappings within each other, itself included
}

// A Pair is a key and its value.
type Pair struct{ Key, Value *Node }

// Get returns the value of a key, nil where the mapping has none.
func (n *Node) Get(key string) *Node {
	if p := n.pair(key); p != nil {
		return p.Value
	}
	return nil
}

func (n *Node) pair(key string) *Pair {
	if n == nil {
		return nil
	}
	for i := range n.Pairs {
		if n.Pairs[i].Key.Text == key {
			return &n.Pairs[i]
		}
	}
	return nil
}

// place is where a mistake in the node is reported: of a mapping at its first key.
func (n *Node) place() (line, column int) {
	if n.Kind == Mapping && len(n.Pairs) > 0 {
		n = n.Pairs[0].Key
	}
	return n.Line, n.Column
}

// String describes the node in a message.
func (n *Node) String() string {
	switch n.Kind {
	case Null:
		return "nothing"
	case List:
		return "a list"
	case Mapping:
		return "keys and values"
	case Scalar:
	}
	return fmt.Sprintf("%q", unit.Shorten(n.Text))
}

// number returns the number that the node is.
func (n *Node) number() (float64, bool) {
	switch v := n.value.(type) {
	case int64:
		return float64(v), true
	case uint64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// integer returns the whole number that the node is, where an int64 or a uint64 holds it exactly.
func (n *Node) integer() (signed int64, unsigned uint64, ok bool) {
	switch v := n.value.(type) {
	case int64:
		return v, uint64(max(v, 0)), true
	case uint64:
		return int64(min(v, math.MaxInt64)), v, true
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v), uint64(max(v, 0)), true
		}
	}
	return 0, 0, false
}
