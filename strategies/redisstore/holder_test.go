//go:build redis

package redisstore_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

// Two nodes with `recommended`, whose lease lasts ten seconds, need a token. One of them renews,
// and something happens to it. It takes as long as it does: time is real.

// A slowEndpoint answers its n-th request after takes[n].
type slowEndpoint struct {
	takes []time.Duration
	begun func() // called at the first request; nil: nothing

	mu       sync.Mutex
	requests int // guarded by mu
}

func (e *slowEndpoint) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	e.mu.Lock()
	n := e.requests
	e.requests++
	e.mu.Unlock()
	if n == 0 && e.begun != nil {
		e.begun()
	}
	if err := realTime.Sleep(ctx, e.takes[n]); err != nil {
		return strategies.Token{}, err
	}
	return strategies.Token{
		Value: fmt.Sprint("T", n+1), Expires: realTime.Now().Add(time.Hour),
	}, nil
}

func (e *slowEndpoint) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests
}

// holders returns the strategies of two nodes, and what is between the first one and Redis.
func holders(t *testing.T, e *slowEndpoint, parts ...strategies.Part) (
	one, two strategies.Strategy, way *distance, other *redisstore.Account,
) {
	s := newServer(t)
	way = newDistance(t, s.Addr(), 0)
	build := func(a *redisstore.Account) strategies.Strategy {
		env := strategies.OnClock(clockwork.NewRealClock())
		env.Endpoint, env.Shared, env.Lease, env.Nodes = e, a, a, 2
		env.Quota = &redisstore.Quota{Client: a.Client, Name: "fedex/192.0.2.1"}
		strategy, err := strategies.New(env, parts...)
		require.NoError(t, err)
		return strategy
	}
	first := s.account("1")
	first.Client = redisstore.Open(redis.UniversalOptions{Addrs: []string{way.addr()}})
	t.Cleanup(func() { first.Client.Close() })
	other = s.account("2")
	return build(first), build(other), way, other
}

// got runs an action, and returns the token of its call, or the error, and how long it took.
func got(t *testing.T, s strategies.Strategy) (value string, took time.Duration) {
	begun := realTime.Now()
	err := s.Do(t.Context(), func(_ context.Context, t strategies.Token) error {
		value = t.Value
		return nil
	})
	if err != nil {
		return err.Error(), 0
	}
	return value, realTime.Now().Sub(begun)
}

func TestALeaseLastsAsLongAsARequestOnRedis(t *testing.T) {
	t.Parallel()
	e := &slowEndpoint{takes: []time.Duration{12 * time.Second}}
	one, two, _, _ := holders(t, e, strategies.Recommended()...)
	var both sync.WaitGroup
	for _, node := range []strategies.Strategy{one, two} {
		both.Go(func() {
			value, _ := got(t, node)
			assert.Equal(t, "T1", value)
		})
	}
	both.Wait()
	require.Equal(t, 1, e.count())
}

// The holder and its connections are gone.
func TestAHolderThatDiesIsReplacedOnRedis(t *testing.T) {
	t.Parallel()
	dead := make(chan struct{})
	e := &slowEndpoint{takes: []time.Duration{time.Hour, 0}}
	one, two, way, _ := holders(t, e, strategies.Recommended()...)
	e.begun = func() {
		way.trip.Store(int64(time.Hour))
		close(dead)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		_ = one.Do(ctx, func(context.Context, strategies.Token) error { return nil })
	}()
	<-dead
	value, took := got(t, two)
	require.Equal(t, "T2", value)
	require.Less(t, took, 15*time.Second, "the hold, and what a busy machine takes")
	require.Equal(t, 2, e.count())
}

// The holder stands still for longer than its hold, then goes on: what it brings is too old. It
// keeps that token for its own call. Without a fence the older token would be kept.
func TestAHolderThatPausedPutsNothingOnRedis(t *testing.T) {
	for fence, want := range map[bool]string{true: "T2", false: "T1"} {
		t.Run(fmt.Sprint("fence ", fence), func(t *testing.T) {
			t.Parallel()
			paused := make(chan struct{})
			e := &slowEndpoint{takes: []time.Duration{25 * time.Second, 0}}
			parts := strategies.Recommended()
			for i := range parts {
				if lease, ok := parts[i].(strategies.Lease); ok {
					lease.Fence = fence
					parts[i] = lease
				}
			}
			one, two, way, other := holders(t, e, parts...)
			e.begun = func() {
				way.trip.Store(int64(time.Hour))
				close(paused)
			}
			var first sync.WaitGroup
			first.Go(func() {
				value, _ := got(t, one)
				assert.Equal(t, "T1", value)
			})
			<-paused
			value, _ := got(t, two)
			require.Equal(t, "T2", value)
			way.trip.Store(0)
			first.Wait()
			kept, err := other.Get(t.Context())
			require.NoError(t, err)
			require.Equal(t, want, kept.Value)
			require.Equal(t, 2, e.count())
		})
	}
}
