package faults

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestInForceInTheOrderOfTheirBeginning(t *testing.T) {
	var l InForce[int]
	one, two, three := 1, 2, 3
	require.Empty(t, l.Now())
	l.Begin(&one)
	before := l.Now()
	end := l.Begin(&two)
	l.Begin(&three)
	require.Equal(t, []*int{&one, &two, &three}, l.Now())
	end()
	require.Equal(t, []*int{&one, &three}, l.Now())
	require.Equal(t, []*int{&one}, before, "a list that somebody reads stays as it is")
}

func TestImpaired(t *testing.T) {
	zero := 0
	var e Effects
	e.CachesDown(Caches{Node: &zero, Store: true})
	e.CachesSlow(Caches{}, 2*time.Second)
	e.CachesSlow(Caches{Store: true}, time.Second)
	for _, test := range []struct {
		node int
		down bool
		slow time.Duration
	}{
		{0, true, 3 * time.Second},
		{1, false, 3 * time.Second},
		{FleetCache, false, 3 * time.Second},
		{SharedStore, true, time.Second},
	} {
		down, slow := e.Impaired(test.node)
		require.Equal(t, test.down, down, "node %d", test.node)
		require.Equal(t, test.slow, slow, "node %d", test.node)
	}
}

// TestAgenda holds that happenings come in order of time, those of one instant in the order in
// which they were arranged, and that one which is not awaited stays.
func TestAgenda(t *testing.T) {
	var a Agenda
	var got []string
	note := func(what string) func() {
		return func() { got = append(got, a.Now().String()+" "+what) }
	}
	a.At(2*time.Second, note("b"))
	a.At(time.Second, func() {
		note("a")()
		a.At(time.Second, note("at once"))
		a.At(2*time.Second, note("c"))
	})
	until := func(at time.Duration) bool { return at < 2*time.Second }
	for a.Next(until) {
	}
	require.Equal(t, []string{"1s a", "1s at once"}, got)
	for a.Next(func(time.Duration) bool { return true }) {
	}
	require.Equal(t, []string{"1s a", "1s at once", "2s b", "2s c"}, got)
}
