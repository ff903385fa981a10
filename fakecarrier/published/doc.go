// Package published has the published operations of the carriers' APIs as data: what a request must
// have, what the answer repeats of it, what is remembered. A file is an API of a carrier; a further
// one needs no line elsewhere. The shapes are those of the carriers' documents, as Source says;
// values that stand in an answer whatever the request says are made up.
package published

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

var operations = map[string][]wire.Operation{}

// publish adds operations of a carrier, when the program starts. It returns how many there are. A
// method and a path that are taken panic.
func publish(carrier string, some ...wire.Operation) int {
	for _, o := range some {
		if slices.ContainsFunc(operations[carrier], func(other wire.Operation) bool {
			return other.Method == o.Method && other.Path == o.Path
		}) {
			panic("published: " + carrier + " has " + o.Method + " " + o.Path + " twice")
		}
		operations[carrier] = append(operations[carrier], o)
	}
	return len(operations[carrier])
}

// Operations returns the operations of a carrier, by the name of its profile.
func Operations(carrier string) []wire.Operation { return slices.Clip(operations[carrier]) }
