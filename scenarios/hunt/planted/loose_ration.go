package planted

import (
	"context"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A LooseRation lets one request pass in so long, but a request that failed has not counted: in an
// outage nothing holds callers back.
type LooseRation struct{ Every time.Duration }

func init() {
	strategies.Register("loose-ration", "a ration that counts successes alone",
		LooseRation{time.Minute / 54})
}

// Settings declares its pace.
func (p LooseRation) Settings(s *strategies.Settings) strategies.Part {
	s.Duration("every", &p.Every, 1, "The time between two successes.")
	return p
}

// Source returns next behind the ration.
func (p LooseRation) Source(env strategies.Env, next strategies.Source) strategies.Source {
	return &looseRation{rule: p, clock: env.Clock, next: next}
}

type looseRation struct {
	rule  LooseRation
	clock strategies.Clock
	next  strategies.Source

	mu   sync.Mutex
	free time.Time // guarded by mu
}

func (l *looseRation) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	l.mu.Lock()
	wait := l.free.Sub(l.clock.Steady())
	l.mu.Unlock()
	if wait > 0 {
		if err := l.clock.Sleep(ctx, wait); err != nil {
			return strategies.Token{}, err
		}
	}
	t, err := l.next.Token(ctx, rejected)
	if err == nil {
		l.mu.Lock()
		l.free = l.clock.Steady().Add(l.rule.Every)
		l.mu.Unlock()
	}
	return t, err
}
