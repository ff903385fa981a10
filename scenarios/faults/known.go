package faults

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// known reports a node, or a customer, whose number is too large.
func known(at strict.Place, i *int, of int) {
	if i != nil && (*i < 0 || *i >= of) {
		at.Wrong(fmt.Sprint(*i), fmt.Sprintf("0 to %d", of-1))
	}
}
