package conformance

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A trial is what becomes of two nodes that share a store, both of which need a token: the first at
// once, the second 100 ms later. It takes its time to be issued.
type trial struct {
	name   string
	issue  []time.Duration // how long each request takes
	fails  bool            // the carrier refuses
	store  time.Duration   // how long an operation of the store takes
	still  time.Duration   // how long the first node stands still, one second after it has begun
	first  string          // what the first node gets; empty: it is not asked
	second string
	least  time.Duration // when the second node has its answer, at the earliest
	most   time.Duration
	stored string // the token that every node finds in the end
}

const dead = 1000 * time.Hour

// trials have a lease of ten seconds, at which the store is looked every 200 ms.
var trials = []trial{
	{
		name: "a holder that is slower than its lease", issue: []time.Duration{12 * time.Second},
		first: "T1", second: "T1", least: 12 * time.Second, most: 12300 * time.Millisecond,
		stored: "T1",
	},
	{
		name: "a holder that fails", issue: []time.Duration{12 * time.Second}, fails: true,
		first: "carrier answered 500", second: strategies.ErrShed.Error(),
		least: 12 * time.Second, most: 12300 * time.Millisecond,
	},
	{
		name: "a holder that dies", issue: []time.Duration{12 * time.Second, time.Second},
		still: dead, second: "T2", least: 8 * time.Second, most: 11300 * time.Millisecond,
		stored: "T2",
	},
	{
		name:  "a holder that stands still for longer than its lease",
		issue: []time.Duration{12 * time.Second, time.Second},
		still: 25 * time.Second, first: "T1", second: "T2", least: 8 * time.Second,
		most: 11300 * time.Millisecond, stored: "T2",
	},
	{
		name: "a holder that stands still for a while", issue: []time.Duration{12 * time.Second},
		still: 5 * time.Second, first: "T1", second: "T1", least: 12 * time.Second,
		most: 13 * time.Second, stored: "T1",
	},
	{
		name: "a slow store", issue: []time.Duration{12 * time.Second}, store: time.Second,
		first: "T1", second: "T1", least: 12 * time.Second, most: 20 * time.Second, stored: "T1",
	},
}

// TestHolder checks what becomes of the holder of a lease, and of who waits for it, when the holder
// or the store is slow, dies or stands still.
func TestHolder(t *testing.T, stage Stage) {
	for _, r := range trials {
		t.Run(r.name, func(t *testing.T) { r.run(t, stage) })
	}
}

func (r trial) run(t *testing.T, stage Stage) {
	var got [2]string
	var ended time.Duration
	var requests int
	var stored strategies.Token
	stage(t, time.Hour, func(w World) {
		endpoint := &issuer{trial: r, clock: w.Env.Clock}
		lease := strategies.NewMemoryLease(w.Env.Clock)
		begun := w.Env.Clock.Steady()
		for i := range got {
			n := &node{clock: w.Env.Clock, delay: r.store}
			s := n.strategy(t, w.Env, endpoint, lease.For(fmt.Sprint(i)))
			w.Start(func(ctx context.Context) {
				_ = w.Env.Clock.Sleep(ctx, time.Duration(i)*100*time.Millisecond)
				err := s.Do(ctx, func(_ context.Context, t strategies.Token) error {
					got[i] = t.Value
					return nil
				})
				if err != nil {
					got[i] = err.Error()
				}
				if i == 1 {
					ended = w.Env.Clock.Steady().Sub(begun)
				}
			})
			if i == 0 && r.still > 0 {
				w.Start(func(ctx context.Context) {
					_ = w.Env.Clock.Sleep(ctx, time.Second)
					n.pause(r.still)
				})
			}
		}
		w.Start(func(ctx context.Context) {
			_ = w.Env.Clock.Sleep(ctx, 50*time.Minute)
			stored, _ = w.Env.Shared.Get(ctx)
			requests = endpoint.count()
		})
	})
	if r.first != "" {
		require.Equal(t, r.first, got[0])
	}
	require.Equal(t, r.second, got[1])
	require.GreaterOrEqual(t, ended, r.least)
	require.LessOrEqual(t, ended, r.most)
	require.Equal(t, r.stored, stored.Value)
	require.Len(t, r.issue, requests)
}

// An issuer is a token endpoint that issues T1, T2, ...
type issuer struct {
	trial
	clock strategies.Clock

	mu       sync.Mutex
	requests int // guarded by mu
}

func (e *issuer) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests
}

func (e *issuer) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	e.mu.Lock()
	e.requests++
	n := e.requests
	e.mu.Unlock()
	takes := e.issue[min(n, len(e.issue))-1]
	if err := e.clock.Sleep(ctx, takes); err != nil {
		return strategies.Token{}, err
	}
	if e.fails {
		return strategies.Token{}, &strategies.StatusError{Status: 500}
	}
	return strategies.Token{
		Value: fmt.Sprint("T", n), Expires: e.clock.Now().Add(time.Hour),
	}, nil
}

// A node may stand still. Whatever it waits for then ends when it goes on.
type node struct {
	clock strategies.Clock
	delay time.Duration // of the store

	mu    sync.Mutex
	until time.Time // guarded by mu; it stands still
}

func (n *node) pause(d time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.until = n.clock.Steady().Add(d)
}

// pass waits until the node goes on.
func (n *node) pass(ctx context.Context) error {
	n.mu.Lock()
	left := n.until.Sub(n.clock.Steady())
	n.mu.Unlock()
	return n.clock.Sleep(ctx, max(0, left))
}

// reach carries out an operation of the store.
func (n *node) reach(ctx context.Context, operate func() error) error {
	if err := n.pass(ctx); err != nil {
		return err
	}
	if err := n.clock.Sleep(ctx, n.delay); err != nil {
		return err
	}
	err := operate()
	if stopped := n.pass(ctx); stopped != nil {
		return stopped
	}
	return err
}

func (n *node) strategy(
	t *testing.T, env strategies.Env, endpoint strategies.Source, lease strategies.LeaseStore,
) strategies.Strategy {
	env.Endpoint, env.Clock = nodeEndpoint{n, endpoint}, nodeClock{env.Clock, n}
	env.Shared, env.Lease = nodeStore{n, env.Shared}, nodeLease{n, lease}
	env.Node = strategies.NewPlace()
	usable := strategies.Cache{Shared: true, LookIfRefused: true, Patience: 2 * time.Second}
	s, err := strategies.New(env, strategies.Retry{Retries: 1}, strategies.Lease{
		Hold: 10 * time.Second, Poll: 200 * time.Millisecond, Patience: 40 * time.Second,
		Renew: true, Fence: true, Release: strategies.ReleaseOwner,
	}, usable)
	require.NoError(t, err)
	return s
}

type nodeClock struct {
	strategies.Clock
	node *node
}

func (c nodeClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := c.Clock.Sleep(ctx, d); err != nil {
		return err
	}
	return c.node.pass(ctx)
}

type nodeEndpoint struct {
	node *node
	next strategies.Source
}

func (e nodeEndpoint) Token(ctx context.Context, r strategies.Token) (strategies.Token, error) {
	t, err := e.next.Token(ctx, r)
	if stopped := e.node.pass(ctx); stopped != nil {
		return strategies.Token{}, stopped
	}
	return t, err
}

type nodeStore struct {
	node *node
	next strategies.Store
}

func (s nodeStore) Get(ctx context.Context) (t strategies.Token, err error) {
	err = s.node.reach(ctx, func() (err error) {
		t, err = s.next.Get(ctx)
		return err
	})
	return t, err
}

func (s nodeStore) Put(ctx context.Context, t strategies.Token) error {
	return s.node.reach(ctx, func() error { return s.next.Put(ctx, t) })
}

type nodeLease struct {
	node *node
	next strategies.LeaseStore
}

func (l nodeLease) Hold(ctx context.Context, d time.Duration) (g strategies.Grant, err error) {
	err = l.node.reach(ctx, func() (err error) {
		g, err = l.next.Hold(ctx, d)
		return err
	})
	return g, err
}

func (l nodeLease) Release(ctx context.Context) error {
	return l.node.reach(ctx, func() error { return l.next.Release(ctx) })
}
