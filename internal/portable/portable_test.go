package portable_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
	"github.com/tokenstorm/tokenstorm/internal/portable"
)

func TestPortableFunctionsAreThoseOfMath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(1e-300, 1e300).Draw(t, "x")
		require.InDelta(t, math.Log(x), portable.Ln(x), 4e-16*max(1, math.Abs(math.Log(x))))
		y := rapid.Float64Range(-700, 700).Draw(t, "y")
		require.InEpsilon(t, math.Exp(y), portable.Exp(y), 1e-15)
	})
	for _, x := range []float64{1, math.Nextafter(1, 0), math.Nextafter(1, 2), 0.5, 2, math.Sqrt2} {
		require.InDelta(t, math.Log(x), portable.Ln(x), 4e-16)
	}
}

// Bits, not values close by: another processor must print the same.
func TestPortableFunctionsToTheBit(t *testing.T) {
	for x, want := range map[float64][2]uint64{
		0.1: {0xc0026bb1bbb55515, 0x3ff1aec7b35a00d4},
		1.5: {0x3fd9f323ecbf984c, 0x4011ed3fe64fc541},
		7:   {0x3fff2272ae325a57, 0x409122885aaeddaa},
	} {
		require.Equal(t, want, [2]uint64{
			math.Float64bits(portable.Ln(x)), math.Float64bits(portable.Exp(x)),
		}, "%v", x)
	}
}
