package fakecarrier

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestForgiven(t *testing.T) {
	const always = time.Duration(math.MaxInt64)
	for _, test := range []struct {
		terms  RefreshTerms
		within time.Duration
		times  int
		anew   bool
	}{
		{RefreshTerms{}, 0, 0, false},
		{RefreshTerms{OnReuse: RefuseToken}, 0, 0, false},
		{RefreshTerms{ReuseInterval: time.Minute}, time.Minute, 0, false},
		{RefreshTerms{ReuseInterval: time.Minute, Replay: ReplayNew}, time.Minute, 0, true},
		{RefreshTerms{ReuseInterval: time.Minute, ReuseTimes: 2}, time.Minute, 2, false},
		{RefreshTerms{ReuseTimes: 2}, always, 2, false},
		{RefreshTerms{OldStays: true}, always, 0, true},
		{RefreshTerms{Rotation: RotateNever()}, always, 0, true},
		{RefreshTerms{Rotation: RotatePast(50), ReuseInterval: time.Minute}, time.Minute, 0, true},
		{RefreshTerms{Supersede: FirstUseOfNewAccess}, always, 0, true},
		{RefreshTerms{ForgivesParent: true, ReuseInterval: time.Second}, always, 0, false},
	} {
		within, times := test.terms.Forgiven()
		require.Equal(t, test.within, within, test.terms)
		require.Equal(t, test.times, times, test.terms)
		require.Equal(t, test.anew, test.terms.AnsweredAnew(), test.terms)
	}
}
