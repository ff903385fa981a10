package strategies

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// A RefreshAhead renews a token before it expires, if its answer said how long it lives. The
// call that notices starts a renewal in the background and uses the old token, or renews and
// uses the new one. Without calls nothing is renewed. One renewal runs at a time, and the next
// begins some time later, whether the first succeeds or not. It stands above a cache. Azure's
// temporal.Resource renews 5 min early, in the call, and waits at least 30 s between tries
// (azure-sdk-for-go/sdk/internal v1.13.0). databricks-sdk-go renews 20 min early, but never in
// the first half of a token's life (1245290). cloud.google.com/go/auth once set its guard in the
// renewal itself (0104d93), now in the call (v0.24.3).
type RefreshAhead struct {
	Before         time.Duration // how long before its expiry a token is renewed
	AtMostHalf     bool          // Before and Jitter are at most half of the life left when first seen
	Jitter         time.Duration // earlier by a random time up to this, drawn for each token
	Again          time.Duration // the least time between the beginnings of two renewals
	Spread         time.Duration // plus a random time up to this
	GuardInRenewal bool          // others are kept off by the renewal once it runs, not by the call
	InCall         bool          // the call that notices waits for the new token
	AbsoluteExpiry bool          // a token expires as by the AbsoluteExpiry of a Cache
}

func init() {
	Register("refresh-ahead", "renews before expiry, beside the call that notices or in it",
		RefreshAhead{Before: 5 * time.Minute, Again: 30 * time.Second})
}

// Settings declares when a token is renewed, and by whom.
func (p RefreshAhead) Settings(s *Settings) Part {
	s.Duration("before", &p.Before, 1, "How long before its expiry a token is renewed.")
	s.Either("most", &p.AtMostHalf, "life", "half",
		"Whether before and jitter may be all of a token's life, or half of what it has left when first "+
			"seen.")
	s.Duration("jitter", &p.Jitter, 0, "By how much earlier at most, drawn evenly for each token.")
	s.Duration("again", &p.Again, 0, "How long after a renewal began the next may begin.")
	s.Duration("spread", &p.Spread, 0, "By how much longer at most, drawn evenly.")
	s.Either("guard", &p.GuardInRenewal, "call", "renewal",
		"Whether the call that notices keeps others from renewing, or the renewal once it runs.")
	s.Either("in", &p.InCall, "background", "call", "Where the renewal runs.")
	s.Either("expiry", &p.AbsoluteExpiry, "honour", "absolute", "Whether a token expires after what "+
		"its answer said, or when the carrier's absolute end comes by the holder's own clock.")
	return p
}

// Source returns next, renewed ahead of expiry.
func (p RefreshAhead) Source(env Env, next Source) Source {
	return &refreshAheadSource{
		RefreshAhead: p, clock: env.Clock, start: env.Go, rand: env.Rand, next: next,
	}
}

type refreshAheadSource struct {
	RefreshAhead
	clock Clock
	start func(func(context.Context))
	rand  *rand.Rand
	next  Source

	mu      sync.Mutex // guards what follows
	token   string     // whose moment is drawn
	moment  time.Time  // when token is to be renewed
	resting time.Time  // no renewal before; by the steady clock
	running bool
}

func (r *refreshAheadSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := r.next.Token(ctx, rejected)
	if err != nil || !r.due(t) {
		return t, err
	}
	if r.InCall {
		return r.renew(ctx, t), nil
	}
	r.start(func(ctx context.Context) { r.renew(ctx, t) })
	return t, nil
}

// due reports whether t is to be renewed now, and if so takes the renewal on, unless the renewal
// itself will.
func (r *refreshAheadSource) due(t Token) bool {
	now := r.clock.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	expires := r.expiry().of(t)
	if expires.IsZero() { // it lives until it is refused
		return false
	}
	if t.Value != r.token {
		r.token = t.Value
		r.moment = expires.Add(-r.early(expires.Sub(now), r.draw(r.Jitter)))
	}
	steady := r.clock.Steady()
	if r.running || now.Before(r.moment) || steady.Before(r.resting) {
		return false
	}
	if !r.GuardInRenewal {
		r.take(steady)
	}
	return true
}

func (p RefreshAhead) expiry() Expiry {
	if p.AbsoluteExpiry {
		return AbsoluteExpiry
	}
	return HonourExpiry
}

// early returns how long before its expiry a token is renewed whose life still lasts left, and for
// which that jitter was drawn.
func (p RefreshAhead) early(left, jitter time.Duration) time.Duration {
	if p.AtMostHalf {
		return min(p.Before+jitter, left/2)
	}
	return p.Before + jitter
}

// take keeps others from renewing. The caller holds mu.
func (r *refreshAheadSource) take(now time.Time) {
	r.running = true
	r.resting = now.Add(r.Again + r.draw(r.Spread))
}

func (r *refreshAheadSource) draw(most time.Duration) time.Duration {
	if most == 0 {
		return 0
	}
	return upTo(r.rand, most)
}

// renew replaces t in the cache below, and returns the new token. If that fails it returns t,
// which may still be used; a call that finds t expired meets the failure itself.
func (r *refreshAheadSource) renew(ctx context.Context, t Token) Token {
	if r.GuardInRenewal {
		now := r.clock.Steady()
		r.mu.Lock()
		r.take(now)
		r.mu.Unlock()
	}
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.running = false
	}()
	if renewed, err := r.next.Token(WithWhy(ctx, WhyAhead), t); err == nil {
		return renewed
	}
	return t
}
