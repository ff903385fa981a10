package scenarios

import (
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// tokenValues writes the values of tokens: their serial numbers in decimal. They lie one behind the
// other in pages, so that a storm of renewals is not a storm of small pieces of garbage.
type tokenValues struct{ page strings.Builder }

// The size of a page, and of the longest value.
const (
	valuePage   = 4096
	valueLength = 20
)

func (v *tokenValues) of(id fakecarrier.TokenID) string {
	if v.page.Cap()-v.page.Len() < valueLength {
		v.page.Reset()
		v.page.Grow(valuePage)
	}
	var digits [valueLength]byte
	from := v.page.Len()
	v.page.Write(strconv.AppendUint(digits[:0], uint64(id), 10))
	return v.page.String()[from:]
}

// tokenID reads the serial number that a simulated token's value is. What is no number was never
// issued.
func tokenID(t strategies.Token) fakecarrier.TokenID {
	id, err := strconv.ParseUint(t.Value, 10, 64)
	if err != nil {
		return 0
	}
	return fakecarrier.TokenID(id)
}
