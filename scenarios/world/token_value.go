package world

import (
	"encoding/binary"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// tokenValues writes the values of tokens: the eight bytes of their serial numbers. They lie one
// behind the other in pages, so that a storm of renewals is not a storm of small pieces of garbage.
type tokenValues struct{ page strings.Builder }

// The size of a page, and of a value.
const (
	valuePage   = 4096
	valueLength = 8
)

func (v *tokenValues) of(id fakecarrier.TokenID) string {
	if v.page.Cap()-v.page.Len() < valueLength {
		v.page.Reset()
		v.page.Grow(valuePage)
	}
	var value [valueLength]byte
	binary.LittleEndian.PutUint64(value[:], uint64(id))
	from := v.page.Len()
	v.page.Write(value[:])
	return v.page.String()[from:]
}

// tokenID reads the serial number that a simulated token's value is. What has another length, as an
// error's text that is taken for a token, was never issued.
func tokenID(t strategies.Token) fakecarrier.TokenID {
	if len(t.Value) != valueLength {
		return 0
	}
	return fakecarrier.TokenID(binary.LittleEndian.Uint64([]byte(t.Value)))
}
