package strategies

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// refreshAheadPart renews before expiry, beside the call that notices, which goes on with the old
// token, or in it. It stands above a cache. One renewal runs at a time; whatever comes of it, the
// next does not begin until some time after. Without calls nothing is renewed. Azure's
// temporal.Resource renews 5 min early, in the call, and waits at least 30 s between tries
// (azure-sdk-for-go/sdk/internal v1.13.0). databricks-sdk-go renews 20 min early, but never in the
// first half of a token's life (1245290). cloud.google.com/go/auth once set its guard in the
// renewal itself (0104d93), now in the call (v0.24.3).
type refreshAheadPart struct {
	before time.Duration // expiry
	most   aheadMost
	jitter time.Duration // each token is renewed earlier by up to this, drawn evenly
	again  time.Duration // at least this long after the last renewal began
	spread time.Duration // and longer by up to this, drawn evenly
	guard  aheadGuard
	place  aheadPlace
}

type aheadGuard uint8

const (
	guardAtCall    aheadGuard = iota // the call that notices keeps others from renewing
	guardAtRenewal                   // the renewal does, once it runs: those of one instant all renew
)

type aheadMost uint8

const (
	mostLife aheadMost = iota
	mostHalf           // of what a token has left when it is first seen: the first half is never cut
)

type aheadPlace uint8

const (
	besideCall aheadPlace = iota // nobody waits for the renewal
	inCall                       // the call that notices does, and has the new token
)

var _ = part("refresh-ahead", "renews before expiry, beside the call that notices or in it",
	func(s *settings) Part {
		p := refreshAheadPart{before: 5 * time.Minute, again: 30 * time.Second}
		s.duration("before", &p.before, 1)
		choice(s, "most", &p.most, []string{"life", "half"})
		s.duration("jitter", &p.jitter, 0)
		s.duration("again", &p.again, 0)
		s.duration("spread", &p.spread, 0)
		choice(s, "guard", &p.guard, []string{"call", "renewal"})
		choice(s, "in", &p.place, []string{"background", "call"})
		return p
	})

func (p refreshAheadPart) Source(env Env, next Source) Source {
	return &refreshAheadSource{
		refreshAheadPart: p, clock: env.Clock, start: env.Go, rand: env.Rand, next: next,
	}
}

type refreshAheadSource struct {
	refreshAheadPart
	clock Clock
	start func(func(context.Context))
	rand  *rand.Rand
	next  Source

	mu      sync.Mutex // guards what follows
	token   string     // whose moment is drawn
	moment  time.Time  // when token is to be renewed
	resting time.Time  // no renewal before
	running bool
}

func (r *refreshAheadSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := r.next.Token(ctx, rejected)
	if err != nil || !r.due(t) {
		return t, err
	}
	if r.place == inCall {
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
	if t.Value != r.token {
		r.token = t.Value
		r.moment = t.Expires.Add(-r.early(t.Expires.Sub(now)) - r.draw(r.jitter))
	}
	if r.running || now.Before(r.moment) || now.Before(r.resting) {
		return false
	}
	if r.guard == guardAtCall {
		r.take(now)
	}
	return true
}

// early is how long before its expiry a token is renewed that has left to live.
func (p refreshAheadPart) early(left time.Duration) time.Duration {
	if p.most == mostHalf {
		return min(p.before, left/2)
	}
	return p.before
}

// take keeps others from renewing. The caller holds mu.
func (r *refreshAheadSource) take(now time.Time) {
	r.running = true
	r.resting = now.Add(r.again + r.draw(r.spread))
}

func (r *refreshAheadSource) draw(most time.Duration) time.Duration {
	if most == 0 {
		return 0
	}
	return upTo(r.rand, most)
}

// renew replaces t in the cache below, and returns its successor. A failure is nobody's: t is
// still good, and the calls that find it expired will report what they meet.
func (r *refreshAheadSource) renew(ctx context.Context, t Token) Token {
	if r.guard == guardAtRenewal {
		now := r.clock.Now()
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
