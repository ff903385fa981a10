package conformance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

const ms = time.Millisecond

// A play is what happens to one of two nodes, or to their store.
type play struct {
	name string
	play func(t *testing.T, p *pairPlay)
}

var plays = []play{
	{"two nodes renew in turn", playTurns},
	{"a slow store", playSlowStore},
	{"an answer is lost, and forgiven", playLostAnswer},
	{"the holder dies, and is forgiven", playDeath},
	{"the holder stands still", playStandstill},
	{"the store loses its last write", playLostWrite},
	{"the store takes no writes for a while", playNoWrites},
	{"the store is down", playDown},
	{"the lease is down", playNoLease},
	{"somebody signs in while another renews", playSignIn},
	{"somebody signs out whom another remembers", playSignOut},
}

// TestRefresh checks that strategies.Recommended loses no session on a store and a lease: two nodes
// share the pair of one sign-in, and something happens to one of them, or to the store. What lasts
// seconds in production lasts a fraction of it here.
func TestRefresh(t *testing.T, make func(t *testing.T) Shelf) {
	for _, play := range plays {
		t.Run(play.name, func(t *testing.T) {
			t.Parallel()
			p := &pairPlay{shelf: make(t)}
			p.env = p.shelf.Env()
			p.family = &family{clock: p.env.Clock, name: "R", life: 200 * ms, way: 20 * ms}
			require.NoError(t, p.shelf.Store("1").Put(t.Context(), strategies.Token{Refresh: "R0"}))
			play.play(t, p)
			_, current, reused := p.family.seen()
			require.Empty(t, reused, "a refresh token was presented twice")
			require.Eventually(t, func() bool {
				held, err := p.shelf.Store("2").Get(context.Background())
				return err == nil && held.Refresh == current
			}, 5*time.Second, 10*ms, "%s is current, and not in the store", current)
		})
	}
}

// A pairPlay is what a play has: the store and the lease, and the carrier.
type pairPlay struct {
	shelf  Shelf
	env    strategies.Env // whose clock it is
	family *family
}

func (p *pairPlay) sleep(d time.Duration) { _ = p.env.Clock.Sleep(context.Background(), d) }

// A pairNode is one of the nodes, and its troubles.
type pairNode struct {
	*node
	strategies.Strategy

	mu    sync.Mutex
	fails map[string]bool // guarded by mu; which operations fail: get, put, lease
}

func (n *pairNode) fail(fails bool, operations ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, o := range operations {
		n.fails[o] = fails
	}
}

var errTrouble = errors.New("the store is in trouble")

// troubled returns next, whose operations fail while they are to.
func (n *pairNode) troubled(operation string, next func() error) error {
	n.mu.Lock()
	fails := n.fails[operation]
	n.mu.Unlock()
	if fails {
		return errTrouble
	}
	return next()
}

type troubledStore struct {
	node *pairNode
	next strategies.Store
}

func (s troubledStore) Get(ctx context.Context) (t strategies.Token, err error) {
	err = s.node.troubled("get", func() error {
		t, err = s.next.Get(ctx)
		return err
	})
	return t, err
}

func (s troubledStore) Put(ctx context.Context, t strategies.Token) error {
	return s.node.troubled("put", func() error { return s.next.Put(ctx, t) })
}

type troubledLease struct {
	node *pairNode
	next strategies.LeaseStore
}

func (l troubledLease) Hold(ctx context.Context, d time.Duration) (g strategies.Grant, err error) {
	err = l.node.troubled("lease", func() error {
		g, err = l.next.Hold(ctx, d)
		return err
	})
	return g, err
}

func (l troubledLease) Release(ctx context.Context) error {
	return l.node.troubled("lease", func() error { return l.next.Release(ctx) })
}

// node returns a node with the recommended strategy, in a hurry.
func (p *pairPlay) node(t *testing.T, name string) *pairNode {
	env := p.shelf.Env()
	n := &pairNode{node: &node{clock: env.Clock}, fails: map[string]bool{}}
	env.Endpoint, env.Clock = nodeEndpoint{n.node, p.family}, nodeClock{env.Clock, n.node}
	env.Refreshes, env.Forgives.Within = true, p.family.forgives
	env.Shared = nodeStore{n.node, troubledStore{n, p.shelf.Store(name)}}
	env.Lease = nodeLease{n.node, troubledLease{n, p.shelf.Lease(name)}}
	s, err := strategies.New(env, hurried()...)
	require.NoError(t, err)
	n.Strategy = s
	return n
}

// hurried returns the recommended parts, with shorter times.
func hurried() []strategies.Part {
	parts := strategies.Recommended()
	for i := range parts {
		switch p := parts[i].(type) {
		case strategies.Look:
			p.Margin = 10 * ms
			parts[i] = p
		case strategies.Cache:
			p.Margin = 10 * ms
			parts[i] = p
		case strategies.Lease:
			p.Hold, p.Unforgiven, p.Poll, p.Patience = 600*ms, 5*time.Second, 10*ms, 10*time.Second
			parts[i] = p
		case strategies.RememberFailure:
			p.For = 20 * ms
			parts[i] = p
		case strategies.Ration:
			p.Rate = strategies.Rate{Permits: 1000, Per: time.Second}
			parts[i] = p
		}
	}
	return parts
}

// gets returns the token of a call.
func (n *pairNode) gets() (value string, err error) {
	err = n.Do(context.Background(), func(_ context.Context, t strategies.Token) error {
		value = t.Value
		return nil
	})
	return value, err
}

// requireToken gets a token, which takes at least and at most so long.
func (n *pairNode) requireToken(t *testing.T, want string, least, most time.Duration) {
	t.Helper()
	begun := n.clock.Steady()
	got, err := n.gets()
	took := n.clock.Steady().Sub(begun)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.GreaterOrEqual(t, took, least)
	assert.LessOrEqual(t, took, most)
}

// whileRenewing starts a renewal of n, and does something once the carrier has been asked.
func (p *pairPlay) whileRenewing(t *testing.T, n *pairNode, want string, do func()) {
	t.Helper()
	before, _, _ := p.family.seen()
	var renewal sync.WaitGroup
	renewal.Go(func() {
		got, err := n.gets()
		if err != nil {
			t.Error(err)
		}
		assert.Equal(t, want, got)
	})
	p.awaitAsked(t, before+1)
	do()
	renewal.Wait()
}

func (p *pairPlay) awaitAsked(t *testing.T, times int) {
	t.Helper()
	require.Eventually(t, func() bool {
		asked, _, _ := p.family.seen()
		return asked >= times
	}, 5*time.Second, ms)
}

func playTurns(t *testing.T, p *pairPlay) {
	var all sync.WaitGroup
	end := p.env.Clock.Steady().Add(1500 * ms)
	for i := range 2 {
		n := p.node(t, fmt.Sprint(i+1))
		for range 3 {
			all.Go(func() {
				for p.env.Clock.Steady().Before(end) {
					// Where the machine is busy a token may have expired before a waiter sees it.
					if _, err := n.gets(); err != nil && !errors.Is(err, strategies.ErrShed) {
						t.Error(err)
					}
					p.sleep(3 * ms)
				}
			})
		}
	}
	all.Wait()
	asked, _, _ := p.family.seen()
	require.Greater(t, asked, 2)
}

func playSlowStore(t *testing.T, p *pairPlay) {
	one, two := p.node(t, "1"), p.node(t, "2")
	one.delay, two.delay = 60*ms, 100*ms
	p.family.life = time.Second
	var all sync.WaitGroup
	for _, n := range []*pairNode{one, two, one, two} {
		all.Go(func() {
			for range 4 {
				if _, err := n.gets(); err != nil {
					t.Error(err)
				}
				p.sleep(300 * ms)
			}
		})
	}
	all.Wait()
}

// Two answers are lost, each for as long as a token lives.
func playLostAnswer(t *testing.T, p *pairPlay) {
	p.family.forgives, p.family.loses = 5*time.Second, 2
	p.family.life = 500 * ms
	p.node(t, "1").requireToken(t, "AR1", time.Second, 3*time.Second)
}

// The process is gone with the answer. A lock of the system is free at once, a lease when it ends.
func playDeath(t *testing.T, p *pairPlay) {
	p.family.forgives, p.family.way = 12*time.Second, 300*ms
	p.family.life = time.Minute
	one, two := p.node(t, "1"), p.node(t, "2")
	p.env.Go(func(context.Context) { _, _ = one.gets() })
	p.awaitAsked(t, 1)
	one.pause(time.Hour)
	if p.shelf.Die != nil {
		p.shelf.Die("1")
	}
	two.requireToken(t, "AR1", 0, 4*time.Second)
}

// It stands still for longer than a lease lasts where the carrier forgives, and forgives nothing.
func playStandstill(t *testing.T, p *pairPlay) {
	p.family.way, p.family.life = 100*ms, time.Minute
	one, two := p.node(t, "1"), p.node(t, "2")
	p.whileRenewing(t, one, "AR1", func() {
		one.pause(1500 * ms)
		two.requireToken(t, "AR1", time.Second, 4*time.Second)
	})
}

// The store fails over to a replica that has not seen the new pair. The first to read it again
// puts it back.
func playLostWrite(t *testing.T, p *pairPlay) {
	one, two := p.node(t, "1"), p.node(t, "2")
	one.requireToken(t, "AR1", 0, 2*time.Second)
	older := strategies.Token{Refresh: "R0"}
	require.NoError(t, p.shelf.Store("1").Put(t.Context(), older))
	_, err := one.gets()
	require.NoError(t, err)
	p.sleep(250 * ms)
	two.requireToken(t, "AR2", 0, 2*time.Second)
	require.NoError(t, p.shelf.Store("1").Put(t.Context(), strategies.Token{}))
	p.sleep(250 * ms)
	two.requireToken(t, "AR3", 0, 2*time.Second)
}

// The pair is stored once the store takes it. Nobody renews before: the lease is kept.
func playNoWrites(t *testing.T, p *pairPlay) {
	p.family.life = time.Minute
	one, two := p.node(t, "1"), p.node(t, "2")
	p.whileRenewing(t, one, "AR1", func() { one.fail(true, "put") })
	p.env.Go(func(context.Context) {
		p.sleep(800 * ms)
		one.fail(false, "put")
	})
	two.requireToken(t, "AR1", 500*ms, 4*time.Second)
}

// While it is down there is no refresh token to present, whatever is remembered.
func playDown(t *testing.T, p *pairPlay) {
	one := p.node(t, "1")
	one.requireToken(t, "AR1", 0, 2*time.Second)
	one.fail(true, "get", "put", "lease")
	p.sleep(250 * ms)
	_, err := one.gets()
	require.Error(t, err)
	asked, _, _ := p.family.seen()
	require.Equal(t, 1, asked)
	one.fail(false, "get", "put", "lease")
	p.sleep(50 * ms)
	one.requireToken(t, "AR2", 0, 2*time.Second)
}

func playNoLease(t *testing.T, p *pairPlay) {
	one := p.node(t, "1")
	one.fail(true, "lease")
	_, err := one.gets()
	require.ErrorIs(t, err, errTrouble)
	asked, _, _ := p.family.seen()
	require.Zero(t, asked)
}

// The pair of the family before comes late, and does not replace the new one.
func playSignIn(t *testing.T, p *pairPlay) {
	p.family.way = 300 * ms
	one := p.node(t, "1")
	p.whileRenewing(t, one, "AR1", func() {
		pair := p.family.signIn("S")
		require.NoError(t, strategies.SignIn(t.Context(), one.clock, p.shelf.Store("2"), pair))
	})
	p.sleep(250 * ms)
	one.requireToken(t, "AS1", 0, 2*time.Second)
}

// Who signs out leaves nothing that another process puts back.
func playSignOut(t *testing.T, p *pairPlay) {
	one := p.node(t, "1")
	one.requireToken(t, "AR1", 0, 2*time.Second)
	require.NoError(t, strategies.SignOut(t.Context(), one.clock, p.shelf.Store("2")))
	_, err := one.gets()
	require.ErrorIs(t, err, strategies.ErrNoRefresh)
	held, err := p.shelf.Store("2").Get(t.Context())
	require.NoError(t, err)
	require.Empty(t, held.Refresh)
	pair := p.family.signIn("S")
	require.NoError(t, strategies.SignIn(t.Context(), one.clock, p.shelf.Store("2"), pair))
	p.sleep(50 * ms)
	one.requireToken(t, "AS1", 0, 2*time.Second)
}
