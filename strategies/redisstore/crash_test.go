//go:build redis

package redisstore_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/redisserver"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

// These tests run a real redis-server from PATH: make redis. Time is real.

func init() { redis.SetLogger(silence{}) } // a Redis that is down is what is tested

type silence struct{}

func (silence) Printf(context.Context, string, ...any) {}

// A server is a redis-server that keeps what the nodes of a test share.
type server struct {
	*redisserver.Server
	t *testing.T
}

func newServer(t *testing.T, environment ...string) *server {
	return &server{redisserver.New(t, environment...), t}
}

func (s *server) account(node string) *redisstore.Account {
	client := redisstore.Open(redis.UniversalOptions{Addrs: []string{s.Addr()}})
	s.t.Cleanup(func() { client.Close() })
	return &redisstore.Account{
		Client: client, Name: "fedex/" + s.t.Name(), Node: node, Clock: realTime,
	}
}

// What miniredis only resembles: the scripts, and that keys expire by themselves.
func TestALeaseOfRedisRunsOut(t *testing.T) {
	s := newServer(t)
	one, two := s.account("1"), s.account("2")
	for _, step := range []struct {
		account *redisstore.Account
		held    bool
		wait    time.Duration
	}{
		{one, true, 0}, {two, false, 0}, {one, true, 150 * time.Millisecond}, {two, true, 0},
		{one, false, 0},
	} {
		grant, err := step.account.Hold(t.Context(), 100*time.Millisecond)
		require.NoError(t, err)
		require.Equal(t, step.held, grant.Held)
		require.NoError(t, realTime.Sleep(t.Context(), step.wait))
	}
	short := strategies.Token{Value: "A", Expires: realTime.Now().Add(100 * time.Millisecond)}
	require.NoError(t, one.Put(t.Context(), short))
	require.NoError(t, realTime.Sleep(t.Context(), 150*time.Millisecond))
	got, err := two.Get(t.Context())
	require.NoError(t, err)
	require.True(t, got.IsZero())
}

// A carrier whose new token kills the one before, and which counts the requests.
type carrier struct {
	mu       sync.Mutex
	requests []time.Time // guarded by mu
	alive    string      // guarded by mu
}

func (c *carrier) Token(context.Context, strategies.Token) (strategies.Token, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := realTime.Now()
	c.requests = append(c.requests, now)
	c.alive = fmt.Sprint("T", len(c.requests))
	return strategies.Token{Value: c.alive, Expires: now.Add(time.Hour)}, nil
}

func (c *carrier) call(_ context.Context, t strategies.Token) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.Value != c.alive {
		return &strategies.StatusError{Status: 401}
	}
	return nil
}

func (c *carrier) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.alive = ""
}

func (c *carrier) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.requests)
}

// Four nodes of a hundred callers each go on calling while Redis is killed and started again.
// While nothing kills the token nobody renews, Redis or not. Once something does, and Redis is
// down, every node renews for itself within its ration, which ends with Redis's return.
func TestNoStormWhenRedisCrashes(t *testing.T) {
	const nodes, callers = 4, 100
	s, c := newServer(t), &carrier{}
	ctx, stop := context.WithCancel(t.Context())
	var crowd sync.WaitGroup
	var calls atomic.Int64
	fleet := make([]strategies.Strategy, nodes)
	for i := range fleet {
		env := strategies.OnClock(clockwork.NewRealClock())
		account := s.account(fmt.Sprint(i))
		account.Patience = time.Minute // a busy machine is no trouble of Redis
		env.Endpoint, env.Shared, env.Lease, env.Nodes = c, account, account, nodes
		env.Quota = &redisstore.Quota{
			Client: account.Client, Name: "fedex/192.0.2.1", Patience: account.Patience,
		}
		var err error
		fleet[i], err = strategies.New(env, strategies.Recommended()...)
		require.NoError(t, err)
		for range callers {
			crowd.Go(func() {
				for ctx.Err() == nil {
					if fleet[i].Do(ctx, c.call) == nil {
						calls.Add(1)
					}
					_ = realTime.Sleep(ctx, 20*time.Millisecond)
				}
			})
		}
	}
	pass := func(d time.Duration) { require.NoError(t, realTime.Sleep(ctx, d)) }
	goOn := func(what string) { // as many calls as there are callers
		enough := calls.Load() + nodes*callers
		require.Eventually(t, func() bool { return calls.Load() > enough }, time.Minute,
			time.Millisecond, what)
	}

	goOn("the nodes begin")
	pass(time.Second)
	require.Equal(t, 1, c.count(), "four nodes, one token")
	s.Kill()
	pass(time.Second)
	goOn("the nodes go on without Redis")
	s.Start()
	pass(2 * time.Second) // a probe is sent each second
	goOn("and with it")
	require.Equal(t, 1, c.count(), "nobody renewed a token that was alive")

	s.Kill()
	c.kill()
	pass(3 * time.Second)
	s.Start()
	require.Eventually(t, func() bool { // a node may wait for its permit of the ration for 4.5 s
		before := c.count()
		_ = realTime.Sleep(ctx, 5*time.Second)
		return c.count() == before
	}, 2*time.Minute, time.Millisecond, "the fleet settles on one token")
	stop()
	crowd.Wait()
	for i, node := range fleet {
		require.NoError(t, node.Do(t.Context(), c.call), "node %d", i)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	requireNoStorm(t, c.requests)
	t.Logf("%d calls, %d token requests", calls.Load(), len(c.requests))
}

// requireNoStorm holds hits to FedEx's burst threshold: 3 a second during five seconds.
func requireNoStorm(t *testing.T, hits []time.Time) {
	t.Helper()
	for i := range hits {
		if i >= 15 {
			require.Greater(t, hits[i].Sub(hits[i-15]), 5*time.Second)
		}
	}
}
