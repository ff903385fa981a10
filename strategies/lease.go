package strategies

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// A Lease lets one node renew for all, the one that holds the lease in the shared store. The
// other nodes read that store until there is a newer token; when that takes too long, they return
// ErrShed. A token is newer and usable by the settings of the stack's cache. If the holder dies,
// another node takes the lease when it ends. While the shared store is down, every node renews for
// itself; not with a refresh token, which two must not present at once.
//
// A lease that ends under its holder's request lets a second node renew, and where a new token
// kills the one before, the two go on killing each other's. With Renew the holder prolongs it every
// third of Hold while its request runs. The request then outlives the caller that began it, and all
// callers of the node share its outcome or wait for Patience, as in a [SingleFlight]. Without Renew
// the callers of a node are not kept in order: a [Lock] below does that.
//
// With ReleaseOwner the holder gives the lease back at the end of its request, or once the pair is
// stored that it brought. A lease that was
// given back while there is no newer token says that the holder failed: those who waited for it
// return ErrShed at their next look, and none begins a request, with a time-out of its own, of
// which they have to wait for the end. A holder that failed after more than a Poll looks once more
// as they do, so that it learns of a token that came meanwhile, and nobody waits longer than it.
//
// With Fence a holder that stood still for longer than Hold, and was replaced, cannot put its older
// token over its successor's. It keeps that token for its own callers.
type Lease struct {
	Hold     time.Duration // how long a lease lasts unless it is prolonged
	Poll     time.Duration // the time between two reads of the store
	Patience time.Duration // how long to wait for the holder's token
	Renew    bool          // the lease is prolonged while its holder's request runs
	Fence    bool          // the store refuses the token of a holder that was replaced
	Release  Release

	// Unforgiven, unless zero, fits Hold to what the carrier of a refresh token forgives. Where it
	// forgives nothing the lease lasts so long instead: who takes it over from a holder that stood
	// still in the middle of its request presents that holder's refresh token again, and loses the
	// session. Where it forgives, Hold is at most half of that time, so that who takes it over from a
	// holder that died is forgiven; half of less than ten seconds would lapse where the store is slow,
	// and counts as nothing.
	Unforgiven time.Duration
}

// A Release says whose lease ends with its holder's request, whatever came of it.
type Release int

// The releases.
const (
	ReleaseNone  Release = iota // it runs out
	ReleaseOwner                // the holder's, if it still holds it
	ReleaseAny                  // whoever holds it by then: the mistake of a DEL without a look
)

// The times are assumed: a poll is too short to be noticed, and without Renew a lease has to be
// longer than any renewal.
func init() {
	Register("lease", "one node renews for all; the others read the shared store", Lease{
		Hold: 10 * time.Second, Poll: 200 * time.Millisecond, Patience: 15 * time.Second,
	})
}

// Settings declares how long a lease is held and waited for.
func (p Lease) Settings(s *Settings) Part {
	s.Duration("hold", &p.Hold, 1, "How long a lease lasts unless it is prolonged.")
	s.Duration("poll", &p.Poll, 1, "The time between two looks at the shared store.")
	s.Patience("patience", &p.Patience, "How long the others look at most.")
	s.Switch("renew", &p.Renew,
		"Whether the holder prolongs it every third of hold while its request runs, in the background.")
	s.Switch("fence", &p.Fence,
		"Whether the store refuses the token of a holder that was replaced while it renewed.")
	s.Duration("unforgiven", &p.Unforgiven, 0, "How long it lasts instead where a refresh token that "+
		"is presented twice is taken for theft, or forgiven for less than 10s; with it hold is at most "+
		"half of the time for which a carrier forgives that. 0s is as long as hold.")
	s.Choice("release", (*int)(&p.Release), []string{"none", "owner", "any"},
		"Whose lease ends with the holder's request: nobody's, its own, or whoever's it is by then.")
	return p
}

// Needs reports that it uses the shared store and the lease in it.
func (Lease) Needs() Needs { return Needs{Shared: true, Lease: true} }

// Source returns next, called by the node that holds the lease.
func (p Lease) Source(env Env, next Source) Source {
	rule := env.cacheOf(true)
	rule.LookIfRefused, rule.Shared = true, true
	if p.Unforgiven > 0 && env.Refreshes {
		p.Hold = env.Forgives.hold(p)
	}
	l := &leaseSource{
		rule: p, lease: env.Lease, cache: rule.look(env, nil), start: env.Go,
		alone: env.Refreshes, next: next,
	}
	if !p.Renew {
		return l
	}
	return &flights{env: env, patience: p.Patience, renew: l.Token}
}

type leaseSource struct {
	rule  Lease
	lease LeaseStore
	cache lookSource
	start func(func(context.Context))
	alone bool // nobody renews without the lease
	next  Source
}

func (l *leaseSource) Token(ctx context.Context, rejected Token) (Token, error) {
	clock, awaited := l.cache.clock, int64(0)
	asked, failure := false, ErrShed
	for begun := clock.Steady(); ; {
		t, why := l.cache.find(ctx, rejected)
		if why == WhyUnstated {
			return t, nil
		}
		ctx, err := noteMiss(ctx, why)
		if err != nil {
			return Token{}, err
		}
		grant, err := l.hold(ctx, 0)
		switch {
		case awaited != 0 && grant.Released >= awaited:
			return l.failed(ctx, grant, rejected, failure)
		case asked:
			return Token{}, failure
		case err != nil && l.alone:
			return Token{}, fmt.Errorf("strategies: no lease, no renewal: %w", err)
		case err != nil:
			return l.next.Token(ctx, rejected)
		case grant.Held:
			at := clock.Steady()
			t, err := l.lead(ctx, grant.Fence, rejected)
			short := clock.Steady().Sub(at) <= l.rule.Poll
			if err == nil || short || l.rule.Release != ReleaseOwner {
				return t, err
			}
			asked, awaited, failure = true, grant.Fence, err
		case awaited == 0:
			awaited = grant.Fence
		}
		if clock.Steady().Sub(begun) >= l.rule.Patience {
			return Token{}, failure
		}
		if err := clock.Sleep(ctx, l.rule.Poll); err != nil {
			return Token{}, err
		}
	}
}

// hold takes the lease, or prolongs the grant of that fence.
func (l *leaseSource) hold(ctx context.Context, fence int64) (Grant, error) {
	ctx, cancel := l.cache.store.bounded(WithFence(ctx, fence))
	defer cancel()
	return l.lease.Hold(ctx, l.rule.Hold)
}

// failed returns the failure of those who waited for a holder that has given the lease back, unless
// its token came after they had looked.
func (l *leaseSource) failed(ctx context.Context, grant Grant, rejected Token, failure error) (
	Token, error,
) {
	if grant.Held {
		l.release(ctx, grant.Fence)
	}
	if t, why := l.cache.find(ctx, rejected); why == WhyUnstated {
		return t, nil
	}
	return Token{}, failure
}

// lead renews as the holder of the grant of that fence.
func (l *leaseSource) lead(ctx context.Context, fence int64, rejected Token) (Token, error) {
	ended := func() {}
	if l.rule.Renew {
		ended = l.prolong(fence)
	}
	left := &unsaved{}
	under := context.WithValue(ctx, unsavedKey{}, left)
	if l.rule.Fence {
		under = WithFence(under, fence)
	}
	t, err := l.next.Token(under, rejected)
	left.then(func() {
		ended()
		switch {
		case l.rule.Renew && ctx.Err() != nil: // the node was stopped: that is to die, not to fail
		case l.rule.Release == ReleaseOwner:
			l.release(ctx, fence)
		case l.rule.Release == ReleaseAny:
			l.release(ctx, 0)
		}
	})
	return t, err
}

// prolong keeps the grant of that fence in force until done is called, or another has it.
func (l *leaseSource) prolong(fence int64) (done func()) {
	var ended atomic.Bool
	l.start(func(ctx context.Context) {
		for l.cache.clock.Sleep(ctx, l.rule.Hold/3) == nil && !ended.Load() {
			if grant, err := l.hold(ctx, fence); err == nil && !grant.Held {
				return
			}
		}
	})
	return func() { ended.Store(true) }
}

// release gives the lease back even if the caller has gone. A lease that cannot be given back runs
// out.
func (l *leaseSource) release(ctx context.Context, fence int64) {
	ctx, cancel := l.cache.store.bounded(WithFence(context.WithoutCancel(ctx), fence))
	defer cancel()
	_ = l.lease.Release(ctx)
}
