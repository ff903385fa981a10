package front

import (
	"fmt"
	"strings"
)

// The limits of one World, so that a flood of invented names cannot use up the memory. Beyond them
// the caller is forgotten that was not seen for longest. Assumed: far beyond any test.
const (
	MostClients = 1 << 14 // client ids; those of the Setup are never forgotten

	mostAddresses = 1 << 14
	mostTokens    = 1 << 20
)

// How many bytes of a caller's texts are kept. Assumed: longer than any client id (those of FedEx
// and USPS have fewer than 64 bytes), any path that is shown, and any redirect URI. A client with a
// longer id is unknown.
const (
	mostClientID = 256
	mostPath     = 200
	mostRedirect = 2048

	mostRequestID = 64
)

// clip returns a copy of the first bytes of a text. It must copy: a text that is part of a request
// keeps the whole request in memory.
func clip(text string, most int) string { return strings.Clone(text[:min(len(text), most)]) }

// An interning numbers names in the order in which they first appear. Once there is no room, a new
// name gets the number of the one that was not seen for longest.
type interning[K comparable] struct {
	numbers map[K]uint32
	names   []K
	most    int
	forget  func(number uint32, name K) // is told of a name that is forgotten; nil: none is

	// The names that may be forgotten in a circle, from number 0, which stays, to the one that was not
	// seen for longest, and so on.
	before, after []uint32
}

// newInterning returns an interning in which the zero name has number 0.
func newInterning[K comparable](most int, forget func(uint32, K)) interning[K] {
	var none K
	return interning[K]{
		numbers: map[K]uint32{none: 0}, names: []K{none}, most: most, forget: forget,
		before: []uint32{0}, after: []uint32{0},
	}
}

// pin numbers a name that is never forgotten.
func (n *interning[K]) pin(name K) {
	if i, ok := n.index(name); ok {
		n.unlink(i)
		n.before[i], n.after[i] = i, i
	}
}

// index returns the number of a name; not ok if the name is new, there is no room, and none may be
// forgotten.
func (n *interning[K]) index(name K) (i uint32, ok bool) {
	i, known := n.numbers[name]
	switch {
	case i == 0 && known, known && n.after[i] == i:
		return i, true // it is never forgotten
	case known:
		n.unlink(i)
	case len(n.names) <= n.most:
		i = uint32(len(n.names))
		n.names = append(n.names, name)
		n.before, n.after = append(n.before, i), append(n.after, i)
	case n.after[0] == 0 || n.forget == nil:
		return 0, false
	default:
		i = n.after[0]
		n.unlink(i)
		delete(n.numbers, n.names[i])
		n.forget(i, n.names[i])
		n.names[i] = name
	}
	n.numbers[name] = i
	last := n.before[0]
	n.before[i], n.after[i] = last, 0
	n.after[last], n.before[0] = i, i
	return i, true
}

// unlink takes a number out of the circle.
func (n *interning[K]) unlink(i uint32) {
	n.after[n.before[i]], n.before[n.after[i]] = n.after[i], n.before[i]
}

// ages are the numbers of the names that may be forgotten, the one first that was not seen for
// longest.
func (n *interning[K]) ages() []uint32 {
	all := []uint32{}
	for i := n.after[0]; i != 0; i = n.after[i] {
		all = append(all, i)
	}
	return all
}

// restore numbers names as they stand, and lets them be as old as they were. Names that are never
// forgotten have their numbers already.
func (n *interning[K]) restore(names []K, ages []uint32) error {
	for i, name := range names {
		if number, ok := n.index(name); !ok || int(number) != i+1 {
			return fmt.Errorf("found %v in place %d; meant each once, those first that the session is "+
				"opened with", name, i+1)
		}
	}
	for _, number := range ages {
		if int(number) > len(names) || number == 0 {
			return fmt.Errorf("found number %d; meant one of %d", number, len(names))
		}
		n.index(names[number-1])
	}
	return nil
}
