package strategies

import (
	"context"
	"sync"
	"time"
)

// A Timer renews without a call: each Every from its start, or so long before expiry. It stands
// above a cache. oidc-client-ts renews 60 s before expiry in every tab, and after a time-out, no
// other failure, tries again each 5 s without an end (b82a6a0); okta-auth-js 30 s before, in one
// tab (2c92520); Envoy's credential injector at half of a token's life (0b65ec0). Its task in the
// background runs as long as the process: it is not for strategies that are made and left.
type Timer struct {
	Every  time.Duration // 0: not in this way
	Before time.Duration // 0: not in this way
	Again  time.Duration // with Before: how long after a failure it tries again; 0: never

	AtMostHalf bool // Before is at most half of the life left when first seen
	Unanswered bool // it tries again only where no answer came in time
}

func init() {
	Register("timer", "renews without a call: from time to time, or before expiry",
		Timer{Again: 5 * time.Second})
}

// Settings declares when it renews.
func (p Timer) Settings(s *Settings) Part {
	s.Duration("every", &p.Every, 0, "How often it renews, from the start of the process.")
	s.Duration("before", &p.Before, 0, "How long before its expiry a token is renewed.")
	s.Either("most", &p.AtMostHalf, "life", "half",
		"Whether before may be all of a token's life, or half of what it has left when first seen.")
	s.Duration("again", &p.Again, 0,
		"With before, how long after a failure it tries again; 0s is never.")
	s.Switch("unanswered", &p.Unanswered, "Whether it does so only where no answer came in time.")
	switch {
	case p.Every > 0 && p.Before > 0:
		s.Refuse("before", "every and before", "one of the two")
	case p.Every == 0 && p.Before == 0:
		s.Refuse("every", "neither every nor before", "one of the two")
	case p.Every > 0 && s.Given("again"):
		s.Refuse("again", "again with every", "again with before")
	case p.Every > 0 && p.AtMostHalf:
		s.Refuse("most", "most with every", "most with before")
	case p.Unanswered && (p.Every > 0 || p.Again == 0):
		s.Refuse("unanswered", "unanswered without before and again", "before: 1m")
	}
	return p
}

// Source returns next, and renews from now on.
func (p Timer) Source(env Env, next Source) Source {
	t := &timerSource{
		Timer: p, clock: env.Clock, start: env.Go, store: env.pairStore(), next: next,
	}
	if p.Every > 0 {
		env.Go(t.tick)
	}
	return t
}

type timerSource struct {
	Timer
	clock Clock
	start func(func(context.Context))
	store Store
	next  Source

	mu    sync.Mutex
	waits string // guarded by mu; the token before whose expiry it renews
}

func (t *timerSource) Token(ctx context.Context, rejected Token) (Token, error) {
	got, err := t.next.Token(ctx, rejected)
	if err == nil {
		t.expect(got)
	}
	return got, err
}

// tick renews each Every.
func (t *timerSource) tick(ctx context.Context) {
	next := t.clock.Steady()
	for {
		next = next.Add(t.Every)
		if t.clock.Sleep(ctx, next.Sub(t.clock.Steady())) != nil {
			return
		}
		held, err := t.store.Get(ctx)
		if err == nil {
			_, _ = t.renew(ctx, held) // the next tick tries again
		}
	}
}

// renew replaces the held token; where none is, it is the first.
func (t *timerSource) renew(ctx context.Context, held Token) (Token, error) {
	if held.IsZero() {
		return t.next.Token(ctx, Token{})
	}
	return t.next.Token(WithWhy(ctx, WhyAhead), held)
}

// expect arranges a renewal before the expiry of a token, unless one is arranged.
func (t *timerSource) expect(got Token) {
	if t.Before == 0 || got.Expires.IsZero() {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waits == got.Value {
		return
	}
	t.waits = got.Value
	t.start(func(ctx context.Context) { t.await(ctx, got) })
}

// await renews a token before it expires, unless there is another by then.
func (t *timerSource) await(ctx context.Context, got Token) {
	left := got.Expires.Sub(t.clock.Now())
	wait := left - t.early(left)
	for t.clock.Sleep(ctx, wait) == nil && t.awaits(got) {
		renewed, err := t.renew(ctx, got)
		if err == nil {
			t.expect(renewed)
			return
		}
		if wait = t.Again; wait == 0 || t.Unanswered && !unanswered(err) {
			return
		}
	}
}

// early returns how long before its expiry a token is renewed whose life still lasts left.
func (p Timer) early(left time.Duration) time.Duration {
	if p.AtMostHalf {
		return min(p.Before, left/2)
	}
	return p.Before
}

func (t *timerSource) awaits(got Token) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.waits == got.Value
}
