package strategies

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

// A cacheCase is one question to a cache or a look, at noon.
type cacheCase struct {
	rule     Cache
	rejected string
	cached   Token
	storeErr error
	wantWhy  Why // of the request that goes on; unstated if none does
}

func cacheCases(noon time.Time) map[string]cacheCase {
	good := Token{Value: "A", Expires: noon.Add(time.Minute)}
	over := Token{Value: "A", Expires: noon}
	down := errors.New("down")
	ends := func(at time.Time) Token { return Token{Value: "A", Expires: noon, Ends: at} }
	absolute := Cache{Expiry: AbsoluteExpiry}
	look := Cache{LookIfRefused: true}
	margin := func(m time.Duration) Cache { return Cache{Margin: m} }
	return map[string]cacheCase{
		"hit":                      {cached: good},
		"cold":                     {wantWhy: WhyCold},
		"expired at this instant":  {cached: over, wantWhy: WhyExpired},
		"within the margin":        {rule: margin(time.Minute), cached: good, wantWhy: WhyExpired},
		"just outside the margin":  {rule: margin(time.Minute - 1), cached: good},
		"expiry ignored":           {rule: Cache{Expiry: IgnoreExpiry}, cached: over},
		"absolute, nothing told":   {rule: absolute, cached: over, wantWhy: WhyExpired},
		"absolute, later":          {rule: absolute, cached: ends(noon.Add(1))},
		"absolute, now":            {rule: absolute, cached: ends(noon), wantWhy: WhyExpired},
		"absolute, later, ignored": {cached: ends(noon.Add(1)), wantWhy: WhyExpired},
		"absolute, just outside the margin": {
			rule: Cache{Margin: 1, Expiry: AbsoluteExpiry}, cached: ends(noon.Add(2)),
		},
		"absolute, within the margin": {
			rule: Cache{Margin: 2, Expiry: AbsoluteExpiry}, cached: ends(noon.Add(2)),
			wantWhy: WhyExpired,
		},
		"expiry ignored, cold":   {rule: Cache{Expiry: IgnoreExpiry}, wantWhy: WhyCold},
		"down":                   {storeErr: down, wantWhy: WhyCacheDown},
		"refused":                {rejected: "B", cached: good, wantWhy: WhyRejected},
		"look, another":          {rule: look, rejected: "B", cached: good},
		"look, the same":         {rule: look, rejected: "A", cached: good, wantWhy: WhyRejected},
		"look, another, expired": {rule: look, rejected: "B", cached: over, wantWhy: WhyRejected},
		"look, cold":             {rule: look, rejected: "B", wantWhy: WhyRejected},
		"look, down":             {rule: look, rejected: "B", storeErr: down, wantWhy: WhyRejected},
		"down, with a token":     {cached: good, storeErr: down, wantWhy: WhyCacheDown},
		"look, down, with a token": {
			rule: look, rejected: "B", cached: good, storeErr: down, wantWhy: WhyRejected,
		},
		"look, cold, expiry ignored": {
			rule: Cache{LookIfRefused: true, Expiry: IgnoreExpiry}, rejected: "B", wantWhy: WhyRejected,
		},
	}
}

func TestCacheAndLookUseWhatTheyMay(t *testing.T) {
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	renewed := Token{Value: "R", Expires: noon.Add(time.Hour)}
	for name, test := range cacheCases(noon) {
		for _, puts := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				clock, store, next := NewMockClock(t), NewMockStore(t), NewMockSource(t)
				clock.EXPECT().Now().Return(noon).Maybe()
				if test.rejected == "" || test.rule.LookIfRefused {
					store.EXPECT().Get(mock.Anything).Return(test.cached, test.storeErr).Once()
				}
				rejected, want := Token{Value: test.rejected}, test.cached
				if test.wantWhy != WhyUnstated {
					want = renewed
					next.EXPECT().Token(mock.Anything, rejected).RunAndReturn(
						func(ctx context.Context, rejected Token) (Token, error) {
							require.Equal(t, test.wantWhy, WhyOf(ctx, rejected))
							return renewed, nil
						}).Once()
					if puts {
						store.EXPECT().Put(mock.Anything, renewed).Return(test.storeErr).Once()
					}
				}
				env := Env{Clock: clock, Store: store}
				source := Look(test.rule).Source(env, next)
				if puts {
					source = test.rule.Source(env, next)
				}
				got, err := source.Token(t.Context(), rejected)
				require.NoError(t, err)
				require.Equal(t, want, got)
			})
		}
	}
}

func TestCacheDoesNotPutAFailure(t *testing.T) {
	store, next := NewMockStore(t), NewMockSource(t)
	next.EXPECT().Token(mock.Anything, mock.Anything).Return(Token{}, &StatusError{Status: 403})
	_, err := Cache{}.Source(Env{Store: store}, next).Token(t.Context(), Token{Value: "A"})
	require.Equal(t, 403, Status(err))
}

func TestCacheKeepsTheReasonThatWasNotedAbove(t *testing.T) {
	store, next := NewMockStore(t), NewMockSource(t)
	store.EXPECT().Get(mock.Anything).Return(Token{}, errors.New("down"))
	next.EXPECT().Token(mock.MatchedBy(func(ctx context.Context) bool {
		return WhyOf(ctx, Token{}) == WhyProbe
	}), Token{}).Return(Token{}, nil)
	_, _ = Look{}.Source(Env{Store: store}, next).Token(WithWhy(t.Context(), WhyProbe), Token{})
}

func TestCacheOnTheSharedStore(t *testing.T) {
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	clock, own, shared := NewMockClock(t), NewMockStore(t), NewMockStore(t)
	clock.EXPECT().Now().Return(noon)
	shared.EXPECT().Get(mock.Anything).Return(Token{Value: "S", Expires: noon.Add(time.Minute)}, nil)
	env := Env{Clock: clock, Store: own, Shared: shared}
	got, err := Cache{Shared: true}.Source(env, nil).Token(t.Context(), Token{})
	require.NoError(t, err)
	require.Equal(t, "S", got.Value)
}

// A call with a cached token costs the strategy nothing.
func TestCachedCallDoesNotAllocate(t *testing.T) {
	s, call := cachedCall(t)
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = s.Do(context.Background(), call) }))
}

func BenchmarkCachedCall(b *testing.B) {
	s, call := cachedCall(b)
	b.ReportAllocs()
	for b.Loop() {
		_ = s.Do(context.Background(), call)
	}
}

// cachedCall returns the naive strategy with a token in its cache.
func cachedCall(tb testing.TB) (Strategy, func(context.Context, Token) error) {
	tb.Helper()
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	store := &MemoryStore{token: Token{Value: "A", Expires: noon.Add(time.Minute)}}
	env := Env{Clock: stoppedClock(noon), Store: store}
	s := Retry{Retries: 3}.Retry(env, Cache{}.Source(env, nil))
	return s, func(context.Context, Token) error { return nil }
}

// A stoppedClock always tells the same time.
type stoppedClock time.Time

func (c stoppedClock) Now() time.Time                             { return time.Time(c) }
func (c stoppedClock) Steady() time.Time                          { return time.Time(c) }
func (c stoppedClock) Sleep(context.Context, time.Duration) error { return nil }

func TestCacheRemembersWhatItSawBeforeItsStoreFailed(t *testing.T) {
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	seen := Token{Value: "A", Expires: noon.Add(time.Hour)}
	renewed := Token{Value: "B", Expires: noon.Add(time.Hour)}
	clock, store, next := NewMockClock(t), NewMockStore(t), NewMockSource(t)
	clock.EXPECT().Now().Return(noon)
	clock.EXPECT().Steady().Return(noon)
	env := Env{Clock: clock, Store: store}
	source := Cache{LookIfRefused: true, RememberWhenDown: true}.Source(env, next)
	ask := func(rejected, want Token) {
		t.Helper()
		got, err := source.Token(t.Context(), rejected)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	store.EXPECT().Get(mock.Anything).Return(seen, nil).Once()
	ask(Token{}, seen)
	down := errors.New("down")
	store.EXPECT().Get(mock.Anything).Return(Token{}, down)
	store.EXPECT().Put(mock.Anything, renewed).Return(down).Once()
	ask(Token{}, seen)
	next.EXPECT().Token(mock.Anything, seen).Return(renewed, nil).Once()
	ask(seen, renewed)
	ask(Token{}, renewed)
}

// What is remembered: a token, and not that there was none; but it is not for a caller who has
// given up, whose store failed for that reason alone.
func TestCacheRemembersTokensAlone(t *testing.T) {
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	seen, down := Token{Value: "A", Expires: noon.Add(time.Hour)}, errors.New("down")
	over, cancel := context.WithCancel(t.Context())
	cancel()
	store := NewMockStore(t)
	next := sourceOf(func(context.Context, Token) error { return ErrShed })
	for name, rule := range map[string]Source{
		"cache": Cache{RememberWhenDown: true}.Source(
			Env{Clock: stoppedClock(noon), Store: store}, next),
		"look": Look{RememberWhenDown: true}.Source(
			Env{Clock: stoppedClock(noon), Store: store}, next),
	} {
		for i, step := range []struct {
			ctx    context.Context
			stored Token
			err    error
			want   string
		}{
			{t.Context(), Token{}, down, ""}, // nothing is remembered yet
			{t.Context(), seen, nil, "A"},
			{t.Context(), Token{}, nil, ""},
			{over, Token{}, down, ""},
			{t.Context(), Token{}, down, "A"},
		} {
			store.EXPECT().Get(mock.Anything).Return(step.stored, step.err).Once()
			got, err := rule.Token(step.ctx, Token{})
			require.Equal(t, step.want == "", err != nil, "%s, step %d", name, i)
			if err == nil {
				require.Equal(t, step.want, got.Value, "%s, step %d", name, i)
			}
		}
	}
}

// A look keeps what came from further in, for when the store is down.
func TestLookRemembersWhatItGot(t *testing.T) {
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	env := Env{Clock: stoppedClock(noon), Store: brokenStore{}}
	next := NewMockSource(t)
	next.EXPECT().Token(mock.Anything, Token{}).
		Return(Token{Value: "A", Expires: noon.Add(1)}, nil).Once()
	source := Look{RememberWhenDown: true}.Source(env, next)
	for range 2 {
		got, err := source.Token(t.Context(), Token{})
		require.NoError(t, err)
		require.Equal(t, "A", got.Value)
	}
}

func TestCacheUnderAFixedKeyMixesCustomersUp(t *testing.T) {
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	sources := func(c Cache, shared bool) (first, second Source) {
		node, fleet := NewPlace(), NewPlace()
		source := func(value string) Source {
			store := Store(&MemoryStore{token: Token{Value: value, Expires: noon.Add(time.Minute)}})
			env := Env{Clock: stoppedClock(noon), Store: store, Node: node, Fleet: fleet}
			if shared {
				env.Store, env.Shared, env.Node = nil, store, NewPlace() // on a node of its own
			}
			return c.Source(env, nil)
		}
		return source("first's"), source("second's")
	}
	for name, test := range map[string]struct {
		rule Cache
		want string
	}{
		"by customer":         {Cache{}, "second's"},
		"by customer, shared": {Cache{Shared: true}, "second's"},
		"fixed":               {Cache{FixedKey: true}, "first's"},
		"fixed, shared":       {Cache{FixedKey: true, Shared: true}, "first's"},
	} {
		t.Run(name, func(t *testing.T) {
			_, second := sources(test.rule, test.rule.Shared)
			got, err := second.Token(t.Context(), Token{})
			require.NoError(t, err)
			require.Equal(t, test.want, got.Value)
		})
	}
}

// A store that takes its time, or until its caller ends.
type slowStore struct {
	MemoryStore
	b     *bubble
	takes time.Duration
}

func (s *slowStore) Get(ctx context.Context) (Token, error) {
	if err := s.b.env.Clock.Sleep(ctx, s.takes); err != nil {
		return Token{}, err
	}
	return s.MemoryStore.Get(ctx)
}

func (s *slowStore) Put(ctx context.Context, t Token) error {
	if err := s.b.env.Clock.Sleep(ctx, s.takes); err != nil {
		return err
	}
	return s.MemoryStore.Put(ctx, t)
}

// A store counts as down after a patience. Then what is remembered serves, if it is usable.
func TestCacheDoesNotWaitForEver(t *testing.T) {
	remembers := Cache{
		LookIfRefused: true, RememberWhenDown: true, Margin: time.Minute, Patience: time.Second,
	}
	plain := Cache{LookIfRefused: true, Patience: time.Second}
	for _, test := range []struct {
		name     string
		rule     Cache
		takes    time.Duration
		at       time.Duration // when it is asked; at 0 there was T1, which lives for ten minutes
		rejected string
		want     string // how long it took, and what came
	}{
		{"quick enough", remembers, time.Second - 1, time.Minute, "", "999.999999ms T1"},
		{"what is remembered", remembers, 3 * time.Second, time.Minute, "", "1s T1"},
		{"no longer usable", remembers, 3 * time.Second, 9*time.Minute - time.Second, "", "2s T2"},
		{"usable until then", remembers, 3 * time.Second, 9*time.Minute - time.Second - 1, "", "1s T1"},
		{"refused", remembers, 3 * time.Second, time.Minute, "T1", "2s T2"},
		{"nothing is remembered", plain, 3 * time.Second, time.Minute, "", "2s T2"},
		{"no bound", Cache{}, 3 * time.Second, time.Minute, "", "3s T1"},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			store := &slowStore{b: b}
			b.env.Store = store
			source := test.rule.Source(b.env, &desk{b: b})
			_, err := source.Token(t.Context(), Token{})
			require.NoError(t, err)
			b.until(test.at)
			store.takes = test.takes
			got, err := source.Token(t.Context(), Token{Value: test.rejected})
			require.NoError(t, err)
			require.Equal(t, test.want, fmt.Sprint(b.now()-test.at, " ", got.Value), test.name)
		})
	}
}

// Who gives up while he waits for the store found nothing there, and asks for nothing.
func TestCallerWhoHasGoneRequestsNothing(t *testing.T) {
	for name, part := range map[string]SourcePart{
		"cache": Cache{}, "look": Look{}, "remembering": Cache{RememberWhenDown: true},
		"lease": Lease{Hold: time.Second},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			store := &slowStore{b: b, takes: 3 * time.Second}
			b.env.Store, b.env.Shared = store, store
			carrier := &desk{b: b}
			var got answers
			got.impatient(b, t, part.Source(b.env, carrier), time.Second)
			require.Equal(t, answers{"1s context deadline exceeded"}, got, name)
			require.Empty(t, carrier.asked, name)
		})
	}
}
