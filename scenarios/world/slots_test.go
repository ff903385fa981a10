package world

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

func TestSlots(t *testing.T) {
	var s slots[string]
	a, b, c := s.put("a"), s.put("b"), s.put("c")
	require.Equal(t, "b", s.take(b))
	require.Equal(t, "a", s.take(a))
	d, e, f := s.put("d"), s.put("e"), s.put("f")
	require.Equal(t, []uint32{a, b, 3}, []uint32{d, e, f}, "the last that became free is used first")
	require.Equal(t, "cdef", s.take(c)+s.take(d)+s.take(e)+s.take(f))
	require.Len(t, s.all, 4)
}

// TestDown holds that an endpoint is down for a customer who gets no answer but a fault's.
func TestDown(t *testing.T) {
	one := 1
	for _, test := range []struct {
		answer          faults.Answer
		zeroth, another bool
	}{
		{faults.Answer{Share: 1}, false, false},
		{faults.Answer{Status: 503, Share: 1}, true, true},
		{faults.Answer{Status: 503, Share: .99}, false, false},
		{faults.Answer{Status: 503, Share: 1, Customer: &one}, false, true},
	} {
		var w wire
		end := w.troubles.Begin(&trouble{Answer: test.answer})
		require.Equal(t, test.zeroth, w.down(0), "%+v", test.answer)
		require.Equal(t, test.another, w.down(1), "%+v", test.answer)
		end()
		require.False(t, w.down(1))
	}
}
