package strategies

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNewRefusesPartsThatDoNotStack(t *testing.T) {
	for want, parts := range map[string][]Part{
		"part 1: found no retry; `- retry: {retries: 0}` calls once": {},
		"part 2: found a second retry":                               {Retry{}, Retry{}},
		"part 1: found a part that belongs below the retry":          {Cache{}, Retry{}},
		"part 2: found a part that belongs above the retry":          {Retry{}, ForgetRefused{}},
		"part 1: found nil":                                          {nil},
	} {
		_, err := New(Env{}, parts...)
		require.ErrorContains(t, err, "strategies: "+want)
	}
}

// What is left out is zero, and where zero cannot work the field is named.
func TestNewNamesTheFieldThatCannotWork(t *testing.T) {
	day := []time.Duration{24 * time.Hour}
	for _, test := range []struct {
		part Part
		want string
	}{
		{Retry{Retries: -1}, "Retry.Retries: found -1; meant a whole number from 0 to 1000"},
		{Retry{Backoff: FullJitter}, "Retry.Base: found 0s; meant at least 1ns"},
		{Retry{Backoff: FullJitter, Base: 2e9, Cap: 1e9}, "Retry.Cap: found 1s; meant at least 2s"},
		{Retry{Retries: 2, Spacing: day}, "Retry.Spacing: found a list of 1; meant a list of 2"},
		{
			Retry{Retries: 1, Spacing: day, Backoff: PlainBackoff, Base: 1, Cap: 1},
			"Retry.Spacing: found spacing and backoff; meant one of the two",
		},
		{Retry{On: []int{1000}}, "Retry.On: found 1000; meant a whole number from 100 to 599"},
		{
			Retry{Backoff: 9, Base: 1, Cap: 1},
			"Retry.Backoff: found 9; meant one of none, full, equal, decorrelated",
		},
		{Cache{Margin: -1}, "Cache.Margin: found -1ns; meant at least 0s"},
		{Look{Margin: -1}, "Look.Margin: found -1ns; meant at least 0s"},
		{Lease{Poll: 1}, "Lease.Hold: found 0s; meant at least 1ns"},
		{Lease{Hold: 1}, "Lease.Poll: found 0s; meant at least 1ns"},
		{Breaker{On: []int{403}}, "Breaker.Open: found 0s; meant at least 1ns"},
		{Breaker{Open: 1}, "Breaker.On: found an empty list; meant a list of at least 1"},
		{
			Breaker{On: []int{403}, Open: 1, Per: -1},
			"Breaker.Per: found -1; meant one of customer, node, fleet",
		},
		{KillSwitch{On: []int{403}}, "KillSwitch.Hold: found 0s; meant at least 1ns"},
		{Limiter{Burst: 1}, "Limiter.Rate: found 0/0s; meant a rate, like 1/s, 1.5/s or 90/m"},
		{Limiter{Rate: Rate{1, 1}}, "Limiter.Burst: found 0; meant a whole number from 1 to 1000000"},
		{Ration{Burst: 1}, "Ration.Rate: found 0/0s; meant a rate, like 1/s, 1.5/s or 90/m"},
		{Window{In: 1}, "Window.Limit: found 0; meant a whole number from 1 to 1000000000"},
		{Window{Limit: 1}, "Window.In: found 0s; meant at least 1ns"},
		{BurstBudget{Spell: 1, Rate: Rate{1, 1}}, "BurstBudget.Rest: found 0s; meant at least 2s"},
		{Resend{}, "Resend.Times: found 0; meant a whole number from 1 to 100"},
		{RememberFailure{}, "RememberFailure.For: found 0s; meant at least 1ns"},
		{
			RememberFailure{For: Forever},
			"RememberFailure.For: found 2562047h47m16.854775807s; meant at most 50 years",
		},
		{KeepExpired{}, "KeepExpired.Again: found 0s; meant at least 1ns"},
		{ErrorAsToken{}, "ErrorAsToken.For: found 0s; meant at least 1ns"},
		{RefreshAhead{}, "RefreshAhead.Before: found 0s; meant at least 1ns"},
		{Queue{Depth: -1}, "Queue.Depth: found -1; meant a whole number from 0"},
	} {
		parts := []Part{Retry{}, test.part}
		switch test.part.(type) {
		case RetryPart:
			parts = parts[1:]
		case SourcePart:
		default:
			parts = []Part{test.part, Retry{}}
		}
		_, err := New(Env{}, parts...)
		require.ErrorContains(t, err, test.want)
		_, one := errors.AsType[*PartError](err)
		require.True(t, one)
	}
}

// What zero means is what the documentation of each field says; most zero parts work.
func TestZeroPartsWork(t *testing.T) {
	require.NoError(t, Check(ForgetRefused{}, Retry{}, Cache{}, Look{}, Lock{}, TryLock{},
		SingleFlight{}, Queue{}, Detach{}, ProbeStyle{}, Clairvoyant{}))
	require.NoError(t, Check(Retry{Retries: 1}, Limiter{Rate: Rate{1, time.Second}, Burst: 1}))
}

func TestNewTellsAllMistakesInTheirOrder(t *testing.T) {
	_, err := New(Env{}, Cache{Margin: -1}, Retry{Retries: 1001})
	require.EqualError(t, err, "strategies: part 1: Cache.Margin: found -1ns; meant at least 0s\n"+
		"strategies: part 2: Retry.Retries: found 1001; meant a whole number from 0 to 1000\n"+
		"strategies: part 1: found a part that belongs below the retry; meant parts above, one retry, "+
		"parts below it")
}

func TestNewNamesWhatTheEnvLacks(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		_, err := New(b.env, Retry{})
		require.EqualError(t, err, "strategies: Env.Endpoint is not set; OnClock sets all but Endpoint")
		b.env.Endpoint, b.env.Shared, b.env.Lease = &desk{b: b}, nil, nil
		_, err = New(b.env, Retry{}, Cache{})
		require.NoError(t, err)
		_, err = New(b.env, Retry{}, Cache{Shared: true})
		require.ErrorContains(t, err, "Env.Shared is not set")

		ration := Ration{Rate: Rate{1, time.Second}, Burst: 1, Shared: true}
		b.env.Nodes = 1
		require.NoError(t, errOf(New(b.env, Retry{}, ration)))
		b.env.Nodes = 2
		require.NoError(t, errOf(New(b.env, Retry{}, Cache{})))
		require.ErrorContains(t, errOf(New(b.env, Retry{}, ration)), "this process alone and 2 nodes")
		b.env.Quota = NewMemoryQuota(b.env.Clock) // somebody has thought of it
		require.NoError(t, errOf(New(b.env, Retry{}, ration)))
		b.env.Quota = nil
		require.ErrorContains(t, errOf(New(b.env, Retry{}, ration)), "Env.Quota is not set")
	})
}

func errOf(_ Strategy, err error) error { return err }

func TestNeedsAreThoseOfAnyPart(t *testing.T) {
	require.Zero(t, NeedsOf(RecommendedUnshared()...))
	require.Equal(t, Needs{Shared: true, Lease: true, Quota: true}, NeedsOf(Recommended()...))
	require.Equal(t, Needs{Fleet: true}, NeedsOf(Retry{}, Breaker{Per: PerFleet}))
	require.Equal(t, Needs{Fleet: true, Oracle: true}, NeedsOf(Retry{}, Clairvoyant{}, Cache{}))
	require.Equal(t, Needs{Fleet: true}, NeedsOf(KillSwitch{}, Retry{}, Cache{}))
	for per, fleet := range map[Scope]bool{PerCustomer: false, PerNode: false, PerFleet: true} {
		for _, p := range []Part{
			Breaker{Per: per}, BurstBudget{Per: per}, Limiter{Per: per}, Window{Per: per},
		} {
			require.Equal(t, Needs{Fleet: fleet}, NeedsOf(p), "%T, %v", p, per)
		}
	}
	for _, p := range []Part{Cache{Shared: true}, Look{Shared: true}, ForgetRefused{Shared: true}} {
		require.Equal(t, Needs{Shared: true}, NeedsOf(p), "%T", p)
	}
}

// The first part is the outermost, be it one that may stand on both sides of the retry.
func TestNewStacksParts(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Endpoint = &desk{b: b}
		require.IsType(t, &lockStrategy{}, built(t, b.env, Lock{}, Retry{}))
		require.IsType(t, &forgetRefusedStrategy{}, built(t, b.env, ForgetRefused{}, Lock{}, Retry{}))
		retry := built(t, b.env, Retry{}, Lock{}, Cache{}).(*retryStrategy)
		require.IsType(t, &cacheSource{}, retry.source.(*lockSource).next)
	})
}
