package redisstore_test

import (
	"context"
	"errors"
	"net"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/conformance"
	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

// A world is a Redis and nodes, all on one clock unless a node's is set wrong.
type world struct {
	t     *testing.T
	redis *miniredis.Miniredis
	clock *clockwork.FakeClock
}

func newWorld(t *testing.T) *world {
	w := &world{t, miniredis.RunT(t), clockwork.NewFakeClockAt(time.Unix(1_700_000_000, 0))}
	w.redis.SetTime(w.clock.Now())
	return w
}

func (w *world) advance(d time.Duration) {
	w.clock.Advance(d)
	w.redis.SetTime(w.clock.Now())
	w.redis.FastForward(d)
}

// node is one whose clock is off by skew.
func (w *world) node(name string, skew time.Duration) *redisstore.Account {
	client := redisstore.Open(redis.UniversalOptions{Addrs: []string{w.redis.Addr()}})
	w.t.Cleanup(func() { client.Close() })
	return &redisstore.Account{
		Client: client, Name: "fedex/l7", Node: name, Clock: skewed{w.clock, skew},
		Patience: 5 * time.Second, // a busy machine is no trouble of Redis
	}
}

func (w *world) quota(node string) *redisstore.Quota {
	a := w.node(node, 0)
	return &redisstore.Quota{Client: a.Client, Name: "fedex/192.0.2.1", Patience: a.Patience}
}

type skewed struct {
	clock *clockwork.FakeClock
	by    time.Duration
}

func (s skewed) Now() time.Time { return s.clock.Now().Add(s.by) }

func (w *world) token(value string, life time.Duration, skew time.Duration) strategies.Token {
	return strategies.Token{Value: value, Expires: w.clock.Now().Add(skew + life)}
}

func TestConformance(t *testing.T) {
	make := func(t *testing.T) conformance.Shelf {
		w := newWorld(t)
		return conformance.Shelf{
			Clock: w.clock, Advance: w.advance,
			Store: func(node string) strategies.Store { return w.node(node, 0) },
			Lease: func(node string) strategies.LeaseStore { return w.node(node, 0) },
			Quota: func(node string) strategies.QuotaStore { return w.quota(node) },
		}
	}
	conformance.TestStore(t, make)
	conformance.TestLease(t, make)
	conformance.TestQuota(t, make)
}

func requireStored(t *testing.T, a *redisstore.Account, want strategies.Token) {
	t.Helper()
	got, err := a.Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestClocksNeedNotAgree(t *testing.T) {
	w := newWorld(t)
	const fast, slow = time.Hour, -time.Hour
	early, late := w.node("early", fast), w.node("late", slow)
	require.NoError(t, early.Put(t.Context(), w.token("A", 30*time.Minute, fast)))
	requireStored(t, late, w.token("A", 30*time.Minute, slow))
	w.advance(10 * time.Minute)
	require.NoError(t, late.Put(t.Context(), w.token("B", 30*time.Minute, slow)))
	requireStored(t, early, w.token("B", 30*time.Minute, fast))
	w.advance(30 * time.Minute)
	requireStored(t, early, strategies.Token{})
}

// Redis loses all it knew, the fences too; what leads after that still outranks what led before.
func TestFencesGrowAcrossALossOfData(t *testing.T) {
	w := newWorld(t)
	one, two := w.node("1", 0), w.node("2", 0)
	before := hold(t, two, true)
	w.advance(time.Second)
	w.redis.FlushAll()
	require.NoError(t, two.Put(before, w.token("A", time.Hour, 0)), "under way at the time")
	after := hold(t, one, true)
	require.NoError(t, one.Put(after, w.token("B", time.Minute, 0)))
	require.NoError(t, two.Put(before, w.token("A", time.Hour, 0)))
	requireStored(t, two, w.token("B", time.Minute, 0))
}

// hold returns the context of the holder.
func hold(t *testing.T, a *redisstore.Account, want bool) context.Context {
	t.Helper()
	grant, err := a.Hold(t.Context(), 10*time.Second)
	require.NoError(t, err)
	require.Equal(t, want, grant.Held)
	return strategies.WithFence(t.Context(), grant.Fence)
}

// A token at the end of its life is none, and does not replace a good one of an earlier leader.
func TestATokenThatHasExpiredIsNone(t *testing.T) {
	w := newWorld(t)
	one, two := w.node("1", 0), w.node("2", 0)
	require.NoError(t, one.Put(t.Context(), w.token("A", 1500*time.Microsecond, 0)))
	w.advance(1499 * time.Microsecond)
	requireStored(t, one, w.token("A", time.Microsecond, 0))
	w.advance(time.Microsecond)
	requireStored(t, one, strategies.Token{})

	require.NoError(t, one.Put(t.Context(), w.token("B", time.Hour, 0)))
	w.advance(11 * time.Second)
	for _, left := range []time.Duration{-time.Second, 0, 999 * time.Nanosecond} {
		require.NoError(t, two.Put(t.Context(), w.token("C", left, 0)))
	}
	requireStored(t, one, w.token("B", time.Hour-11*time.Second, 0))
}

// Rows without a refresh token are those of a version that knew none.
func TestARowOfAnEarlierVersionIsRead(t *testing.T) {
	w := newWorld(t)
	a := w.node("1", 0)
	const key = "tokenstorm:{fedex/l7}:token"
	expires := w.clock.Now().Add(time.Hour).UnixMicro()
	w.redis.HSet(key, "value", "A", "expires", strconv.FormatInt(expires, 10), "ends", "0",
		"fence", "0")
	w.redis.SetTTL(key, time.Hour)
	requireStored(t, a, w.token("A", time.Hour, 0))
	pair := w.token("B", time.Hour, 0)
	pair.Refresh, pair.Generation = "R", 1
	require.NoError(t, a.Put(strategies.WithCondition(t.Context(), strategies.Successor), pair))
	requireStored(t, a, pair)
}

// An empty row keeps the fence, so that who was replaced does not fill it.
func TestAnEmptyRowKeepsItsFence(t *testing.T) {
	w := newWorld(t)
	one, two := w.node("1", 0), w.node("2", 0)
	before := hold(t, two, true)
	w.advance(11 * time.Second)
	require.NoError(t, one.Put(hold(t, one, true), strategies.Token{}))
	w.advance(59 * time.Second)
	require.NoError(t, two.Put(before, w.token("A", time.Hour, 0)))
	requireStored(t, one, strategies.Token{})
}

// When the carrier said that a token ends is an instant by its clock, not by a node's.
func TestTheEndOfATokenIsKept(t *testing.T) {
	w := newWorld(t)
	token := w.token("A", time.Hour, 0)
	token.Ends = w.clock.Now().Add(time.Hour + 1234*time.Microsecond)
	require.NoError(t, w.node("1", 0).Put(t.Context(), token))
	w.advance(time.Minute)
	requireStored(t, w.node("2", 0), token)
	require.NoError(t, w.node("1", 0).Put(t.Context(), w.token("B", time.Hour, 0)))
	requireStored(t, w.node("2", 0), w.token("B", time.Hour, 0))
}

func TestHoldRoundsUpToMilliseconds(t *testing.T) {
	w := newWorld(t)
	for _, test := range []struct{ hold, lasts time.Duration }{
		{time.Nanosecond, time.Millisecond},
		{time.Millisecond, time.Millisecond},
		{time.Millisecond + 1, 2 * time.Millisecond},
	} {
		_, err := w.node("1", 0).Hold(t.Context(), test.hold)
		require.NoError(t, err)
		require.Equal(t, test.lasts, w.redis.TTL("tokenstorm:{fedex/l7}:lease"))
	}
}

// It is the client that is tried: an account connects again beside its callers, when it likes.
func TestOpenSendsACommandOnce(t *testing.T) {
	closing, err := net.Listen("tcp", "127.0.0.1:0") // accepts, and closes at once
	require.NoError(t, err)
	var connections atomic.Int32
	go func() {
		for {
			c, err := closing.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			c.Close()
		}
	}()
	client := redisstore.Open(redis.UniversalOptions{Addrs: []string{closing.Addr().String()}})
	defer client.Close()
	require.Error(t, client.Get(t.Context(), "x").Err())
	require.EqualValues(t, 1, connections.Load())
	closing.Close()
}

func TestAccountsAreApart(t *testing.T) {
	w := newWorld(t)
	one, other := w.node("1", 0), w.node("2", 0)
	other.Name = "ups/l7"
	require.NoError(t, one.Put(t.Context(), w.token("A", time.Hour, 0)))
	hold(t, one, true)
	requireStored(t, other, strategies.Token{})
	hold(t, other, true)
	require.Equal(t, []string{
		"tokenstorm:{fedex/l7}:lease", "tokenstorm:{fedex/l7}:token", "tokenstorm:{ups/l7}:lease",
	}, w.redis.Keys())
	w.advance(2 * time.Hour)
	require.Empty(t, w.redis.Keys(), "nothing stays for ever")
}

func TestARedisThatIsDownIsAnErrorSoon(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // accepts, and never answers
	require.NoError(t, err)
	defer silent.Close()
	w, real := newWorld(t), clockwork.NewRealClock()
	gone := w.redis.Addr()
	w.redis.Close()
	for name, addr := range map[string]string{"gone": gone, "silent": silent.Addr().String()} {
		t.Run(name, func(t *testing.T) {
			client := redisstore.Open(redis.UniversalOptions{Addrs: []string{addr}})
			defer client.Close()
			a := &redisstore.Account{Client: client, Name: "fedex/l7", Node: "1", Clock: w.clock,
				Patience: 20 * time.Millisecond}
			begun := real.Now()
			_, err := a.Get(t.Context())
			require.ErrorContains(t, err, "redisstore: get fedex/l7: ")
			require.ErrorContains(t, a.Put(t.Context(), w.token("A", time.Hour, 0)), "put")
			grant, err := a.Hold(t.Context(), time.Second)
			require.ErrorContains(t, err, "hold")
			require.Zero(t, grant)
			require.ErrorContains(t, a.Release(t.Context()), "release")
			require.Less(t, real.Now().Sub(begun), 3*time.Second, "go-redis alone waits that long")
		})
	}
}

// What the store says of itself when it is down is what strategies go by: the node goes on.
func TestRecommendedOutlivesRedis(t *testing.T) {
	w := newWorld(t)
	a := w.node("1", 0)
	a.Patience = 50 * time.Millisecond
	requests := 0
	env := strategies.OnClock(clockwork.NewRealClock())
	env.Endpoint = endpoint(func() (strategies.Token, error) {
		requests++
		return strategies.Token{Value: "A", Expires: env.Clock.Now().Add(time.Hour)}, nil
	})
	a.Clock, env.Shared, env.Lease = env.Clock, a, a
	s, err := strategies.New(env, strategies.Recommended()...)
	require.NoError(t, err)
	call := func(_ context.Context, t strategies.Token) error {
		if t.Value != "A" {
			return errors.New("another token")
		}
		return nil
	}
	require.NoError(t, s.Do(t.Context(), call))
	w.redis.Close()
	require.NoError(t, s.Do(t.Context(), call))
	require.Equal(t, 1, requests)
}

type endpoint func() (strategies.Token, error)

func (e endpoint) Token(context.Context, strategies.Token) (strategies.Token, error) { return e() }
