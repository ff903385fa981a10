package planted

import (
	"context"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A StuckBreaker opens at any failure for a while. Then one request passes, the probe, and unless
// that succeeds the breaker waits for its end for ever.
type StuckBreaker struct{ Open time.Duration }

func init() {
	strategies.Register("stuck-breaker", "a breaker whose failed probe is never over",
		StuckBreaker{30 * time.Second})
}

// Settings declares how long it is open.
func (p StuckBreaker) Settings(s *strategies.Settings) strategies.Part {
	s.Duration("open", &p.Open, 1, "How long it is open.")
	return p
}

// Source returns next behind the breaker.
func (p StuckBreaker) Source(env strategies.Env, next strategies.Source) strategies.Source {
	return &stuckBreaker{rule: p, clock: env.Clock, next: next}
}

type stuckBreaker struct {
	rule  StuckBreaker
	clock strategies.Clock
	next  strategies.Source

	mu      sync.Mutex // guards what follows
	until   time.Time  // it is open; zero: it is closed
	probing bool
}

func (b *stuckBreaker) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	b.mu.Lock()
	open := !b.until.IsZero()
	if open && (b.probing || b.clock.Steady().Before(b.until)) {
		b.mu.Unlock()
		return strategies.Token{}, strategies.ErrOpen
	}
	b.probing = open
	b.mu.Unlock()
	t, err := b.next.Token(ctx, rejected)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err == nil:
		b.until, b.probing = time.Time{}, false
	case !b.probing && ctx.Err() == nil:
		b.until = b.clock.Steady().Add(b.rule.Open)
	}
	return t, err
}
