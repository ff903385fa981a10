package measure

import (
	"math"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Every figure of an outcome that is folded, and of each of its parts, is what it was.
func TestFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o Outcome
		drawn(t, reflect.ValueOf(&o).Elem(), 0)
		unfold(&o)
		before, err := o.MarshalBinary()
		require.NoError(t, err)
		f := o.Folded()
		sameFigures(t, &o, f)
		for _, d := range Dimensions() {
			require.Equal(t, d.Parts(&o), d.Parts(f))
			for _, name := range d.Parts(&o) {
				sameFigures(t, d.Part(&o, name), d.Part(f, name))
			}
		}
		sameFigures(t, &o, f.Folded())
		after, err := o.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, before, after, "it is another one")
		require.Zero(t, f.Latencies.N()+f.FailedLatencies.N())
	})
}

// unfold makes an outcome one that was never folded.
func unfold(o *Outcome) {
	o.Percentiles = nil
	for _, d := range dimensions {
		for name, part := range *d.in(o) {
			if part == nil {
				part = &Outcome{}
				(*d.in(o))[name] = part
			}
			unfold(part)
		}
	}
}

func sameFigures(t *rapid.T, a, b *Outcome) {
	for _, f := range Figures() {
		x, y := f.Of(a), f.Of(b)
		require.Equal(t, math.Float64bits(x), math.Float64bits(y), f.Name)
	}
}
