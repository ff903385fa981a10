package front

import "strings"

// The most that one World tells apart; beyond it its carrier is out of service for newcomers, so
// that a flood of invented names cannot eat the memory. Assumed: far beyond any test.
const (
	mostAddresses = 1 << 14
	mostClients   = 1 << 14
	mostTokens    = 1 << 20
)

// The longest texts of callers that are kept, in bytes. Assumed: beyond any client id (FedEx's and
// USPS's have fewer than 64), any path that is shown, and any URI of a redirection. A client of a
// longer id is not known.
const (
	mostClientID = 256
	mostPath     = 200
	mostRedirect = 2048
)

// kept is the head of a text, and nothing of what it was cut out of: a text of a request keeps the
// whole request in memory.
func kept(text string, most int) string { return strings.Clone(text[:min(len(text), most)]) }

// An interning gives names small numbers, in the order in which they are first seen.
type interning[K comparable] struct {
	numbers map[K]uint32
	names   []K
	most    int
}

// newInterning returns one whose number 0 is the zero name.
func newInterning[K comparable](most int) interning[K] {
	var none K
	return interning[K]{numbers: map[K]uint32{none: 0}, names: []K{none}, most: most}
}

// index is the number of a name; not ok where there is no room for another.
func (n *interning[K]) index(name K) (i uint32, ok bool) {
	if i, ok := n.numbers[name]; ok {
		return i, true
	}
	if len(n.names) > n.most {
		return 0, false
	}
	i = uint32(len(n.names))
	n.names = append(n.names, name)
	n.numbers[name] = i
	return i, true
}

// name is what the number stands for.
func (n *interning[K]) name(i uint32) K { return n.names[i] }
