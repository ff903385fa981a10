package strategies

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// refreshAheadPart renews before expiry, beside the call that notices, which goes on with the old
// token. It stands above a cache. One renewal runs at a time; whatever comes of it, the next does
// not begin until some time after. Without calls nothing is renewed. Azure's temporal.Resource
// renews 5 min early and waits at least 30 s between tries (azure-sdk-for-go, 0ef9bb2);
// aws-sdk-go-v2's credential cache waits a random 5 to 10 min after a failure (26f0876).
// cloud.google.com/go/auth once set its guard in the renewal itself (0104d93), now in the call
// (v0.24.3).
type refreshAheadPart struct {
	before time.Duration // expiry
	jitter time.Duration // each token is renewed earlier by up to this, drawn evenly
	again  time.Duration // at least this long after the last renewal began
	spread time.Duration // and longer by up to this, drawn evenly
	guard  aheadGuard
}

type aheadGuard uint8

const (
	guardAtCall    aheadGuard = iota // the call that notices keeps others from renewing
	guardAtRenewal                   // the renewal does, once it runs: those of one instant all renew
)

var _ = part("refresh-ahead", "renews before expiry, beside the call that notices",
	func(s *settings) Part {
		p := refreshAheadPart{before: 5 * time.Minute, again: 30 * time.Second}
		s.duration("before", &p.before, 1)
		s.duration("jitter", &p.jitter, 0)
		s.duration("again", &p.again, 0)
		s.duration("spread", &p.spread, 0)
		choice(s, "guard", &p.guard, []string{"call", "renewal"})
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
	if err == nil && r.due(t) {
		r.start(func(ctx context.Context) { r.renew(ctx, t) })
	}
	return t, err
}

// due reports whether t is to be renewed now, and if so takes the renewal on, unless the renewal
// itself will.
func (r *refreshAheadSource) due(t Token) bool {
	now := r.clock.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.Value != r.token {
		r.token = t.Value
		r.moment = t.Expires.Add(-r.before - r.draw(r.jitter))
	}
	if r.running || now.Before(r.moment) || now.Before(r.resting) {
		return false
	}
	if r.guard == guardAtCall {
		r.take(now)
	}
	return true
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

// renew replaces t in the cache below. A failure is nobody's: t is still good, and the calls that
// find it expired will report what they meet.
func (r *refreshAheadSource) renew(ctx context.Context, t Token) {
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
	_, _ = r.next.Token(WithWhy(ctx, WhyAhead), t)
}
