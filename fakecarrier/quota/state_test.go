package quota

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// everyRule returns a fresh rule of each reading and of each kind of window, by name.
func everyRule(t *testing.T) map[string]func() Rule {
	all := map[string]func() Rule{}
	for _, r := range Readings() {
		threshold, ok := r.Of(fedexThresholds)
		require.True(t, ok)
		for _, end := range []WindowEnd{HalfOpen, Closed} {
			all[fmt.Sprintf("%s %v", r.ID, end)] = func() Rule {
				return r.Rule(Terms{Threshold: threshold, End: end})
			}
		}
	}
	for _, name := range WindowKinds() {
		var kind WindowKind
		err := kind.UnmarshalText([]byte(name))
		if err != nil {
			require.NoError(t, kind.UnmarshalText([]byte(name+" 5s")), name)
		}
		l := Limit{Hits: 5, Window: 10 * time.Second, Kind: kind}
		require.NoError(t, l.Check(), name)
		all["window "+name] = l.Rule
	}
	return all
}

// A rule that was taken down and put back after every hit judges as one that was not.
func TestStateDividesNothing(t *testing.T) {
	for name, fresh := range everyRule(t) {
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			whole, divided := fresh(), fresh()
			at, violated := epoch.UnixNano(), 0
			for i := range 2000 {
				gap := 90 * time.Millisecond // no second without a hit
				if i > 1600 {
					gap = 600 * time.Millisecond
				}
				at += int64(random.ExpFloat64() * float64(gap))
				want := whole.Judge(at)
				require.Equal(t, want, divided.Judge(at))
				if want.Violated {
					violated++
				}
				state, err := StateOf(divided)
				require.NoError(t, err)
				divided = fresh()
				require.NoError(t, Restore(divided, state))
				again, err := StateOf(divided)
				require.NoError(t, err)
				require.Equal(t, state, again)
			}
			if name != "A4 half-open" && name != "A4 closed" {
				require.Positive(t, violated, "the hits try nothing")
			}
		})
	}
}

// A state of another rule is refused, and so is one that is too short or too long.
func TestStateOfAnotherRule(t *testing.T) {
	for name, fresh := range everyRule(t) {
		r := fresh()
		for i := range int64(20) {
			r.Judge(epoch.UnixNano() + i*int64(100*time.Millisecond))
		}
		state, err := StateOf(r)
		require.NoError(t, err)
		require.Error(t, Restore(fresh(), state+" 1"), name)
		if state != "" {
			require.Error(t, Restore(fresh(), state[:strings.LastIndexByte(" "+state, ' ')]), name)
		}
		require.Error(t, Restore(fresh(), state+" x"), name)
	}
	require.Error(t, Restore(Limit{Hits: 5, Window: time.Second, Kind: Sliding}.Rule(),
		"7 1 1"), "a place that the ring has not")
}
