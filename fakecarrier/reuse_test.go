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
	}{
		{RefreshTerms{}, 0, 0},
		{RefreshTerms{OnReuse: RefuseToken}, 0, 0},
		{RefreshTerms{ReuseInterval: time.Minute}, time.Minute, 0},
		{RefreshTerms{ReuseInterval: time.Minute, ReuseTimes: 2}, time.Minute, 2},
		{RefreshTerms{ReuseTimes: 2}, always, 2},
		{RefreshTerms{OldStays: true}, always, 0},
		{RefreshTerms{Rotation: RotateNever()}, always, 0},
		{RefreshTerms{Supersede: FirstUseOfNewAccess}, always, 0},
		{RefreshTerms{ForgivesParent: true, ReuseInterval: time.Second}, always, 0},
	} {
		within, times := test.terms.Forgiven()
		require.Equal(t, test.within, within, test.terms)
		require.Equal(t, test.times, times, test.terms)
	}
}
