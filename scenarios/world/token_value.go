package world

import (
	"encoding/binary"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// tokenValues makes the values of tokens: the eight bytes of their numbers. The values lie
// side by side in pages, so that a storm of renewals does not allocate each of them.
type tokenValues struct{ page strings.Builder }

// The size of a page, and of a value.
const (
	valuePage   = 4096
	valueLength = 8
)

func (v *tokenValues) of(number uint64) string {
	if v.page.Cap()-v.page.Len() < valueLength {
		v.page.Reset()
		v.page.Grow(valuePage)
	}
	var value [valueLength]byte
	binary.LittleEndian.PutUint64(value[:], number)
	from := v.page.Len()
	v.page.Write(value[:])
	return v.page.String()[from:]
}

// tokenNumber reads the number in the value of a simulated token. It is 0 for a value of another
// length, which was never issued: such as an error's text taken for a token.
func tokenNumber(t strategies.Token) uint64 {
	switch {
	case t.Value == strategies.TokenWithoutRights:
		return measure.WithoutRights
	case len(t.Value) != valueLength:
		return 0
	}
	return binary.LittleEndian.Uint64([]byte(t.Value))
}
