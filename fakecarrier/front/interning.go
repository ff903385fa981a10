package front

import "strings"

// The limits of one World. A new caller beyond them gets 503, so that a flood of invented names
// cannot use up the memory. Assumed: far beyond any test.
const (
	mostAddresses = 1 << 14
	mostClients   = 1 << 14
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

// An interning numbers names in the order in which they first appear.
type interning[K comparable] struct {
	numbers map[K]uint32
	names   []K
	most    int
}

// newInterning returns an interning in which the zero name has number 0.
func newInterning[K comparable](most int) interning[K] {
	var none K
	return interning[K]{numbers: map[K]uint32{none: 0}, names: []K{none}, most: most}
}

// index returns the number of a name; not ok if the name is new and there is no room.
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
