package scenarios

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/chance"
)

// A constant is a source whose every share is the same.
type constant float64

func (c constant) Uint64() uint64 { return uint64(float64(c)*(1<<53)) << 11 >> 11 }

// TestAfterFailure draws halves: whoever clicks again with a probability of one half does not.
func TestAfterFailure(t *testing.T) {
	three, err := chance.ParseDistribution("3s")
	require.NoError(t, err)
	more := math.Nextafter(.5, 1)
	twice := Optional[int]{Given: true, Value: 2}
	again := func(with float64, times Optional[int]) *Again {
		return &Again{After: three, With: Share(with), Times: times}
	}
	for _, test := range []struct {
		name  string
		users Behaviour
		nth   int
		wait  time.Duration
		again bool
	}{
		{"nobody", Behaviour{}, 1, 0, false},
		{"half", Behaviour{Again: again(.5, Optional[int]{})}, 1, 0, false},
		{"more than half", Behaviour{Again: again(more, Optional[int]{})}, 1, 3 * time.Second, true},
		{"twice", Behaviour{Again: again(1, twice)}, 2, 3 * time.Second, true},
		{"not thrice", Behaviour{Again: again(1, twice)}, 3, 0, false},
		{"a message", Behaviour{Message: &Message{Wait: 9, ObeyedBy: Share(more)}}, 1, 9, true},
		{"nobody reads it", Behaviour{Message: &Message{Wait: 9, ObeyedBy: .5},
			Again: again(1, twice)}, 1, 3 * time.Second, true},
	} {
		wait, again := test.users.AfterFailure(rand.New(constant(.5)), test.nth)
		require.Equal(t, test.wait, wait, test.name)
		require.Equal(t, test.again, again, test.name)
	}
}

func TestStop(t *testing.T) {
	s := &Stop{At: 10, For: 5, ObeyedBy: .5}
	require.False(t, s.Covers(9))
	require.True(t, s.Covers(10))
	require.True(t, s.Covers(14))
	require.False(t, s.Covers(15))
	half := rand.New(constant(.5))
	require.False(t, s.Obeyed(half))
	require.True(t, (&Stop{ObeyedBy: Share(math.Nextafter(.5, 1))}).Obeyed(half))
	var nobody *Stop
	require.False(t, nobody.Covers(0))
	require.False(t, nobody.Obeyed(half))
}
