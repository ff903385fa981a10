package strategies

import (
	"context"
	"sync"
	"time"
)

// burstBudgetPart games the literal reading of "3 hits per second during five seconds": it lets
// everything pass for a spell, then keeps below a rate for a rest, in which at least one whole
// second of any phase must lie, so that no five consecutive seconds are all over the threshold. A
// rate averaged over five seconds is not fooled. It is nobody's practice: the question of a design
// review.
type burstBudgetPart struct {
	spell time.Duration
	rest  time.Duration
	every time.Duration // between two permits while resting
	per   scope
}

// Spell and rest are chosen so that their sum is five seconds and the rest covers two, less what
// network legs may shift; two a second is below three under either comparison.
var _ = part("burst-budget", "exceeds the burst threshold, but never for five seconds",
	func(s *settings) Part {
		p := burstBudgetPart{
			spell: 2500 * time.Millisecond,
			rest:  2500 * time.Millisecond,
			every: 500 * time.Millisecond,
			per:   perNode,
		}
		s.duration("spell", &p.spell, 1)
		s.duration("rest", &p.rest, 2*time.Second)
		s.rate("rate", &p.every)
		choice(s, "per", &p.per, scopeNames)
		return p
	})

func (p burstBudgetPart) Source(env Env, next Source) Source {
	return &burstBudgetSource{
		clock: env.Clock,
		next:  next,
		budget: within(env, p.per, func() *burstBudget {
			return &burstBudget{burstBudgetPart: p}
		}),
	}
}

type burstBudget struct {
	burstBudgetPart
	mu    sync.Mutex
	begun bool      // guarded by mu
	since time.Time // guarded by mu; when the current spell began, or will
	next  time.Time // guarded by mu; the next permit of the rest after it
}

// reserve returns how long to wait. Who does not fit into a rest begins the next spell.
func (b *burstBudget) reserve(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.begun || !now.Before(b.since.Add(b.spell+b.rest)) {
		b.begin(now)
	}
	over := b.since.Add(b.spell + b.rest)
	switch {
	case now.Before(b.since):
		return b.since.Sub(now)
	case now.Before(b.since.Add(b.spell)):
		return 0
	}
	if b.next.Before(now) {
		b.next = now
	}
	slot := b.next
	if !slot.Before(over) {
		b.begin(over)
		return over.Sub(now)
	}
	b.next = slot.Add(b.every)
	return slot.Sub(now)
}

func (b *burstBudget) begin(at time.Time) {
	b.begun, b.since = true, at
	b.next = at.Add(b.spell + b.every)
}

type burstBudgetSource struct {
	clock  Clock
	budget *burstBudget
	next   Source
}

func (b *burstBudgetSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if wait := b.budget.reserve(b.clock.Now()); wait > 0 {
		if err := b.clock.Sleep(ctx, wait); err != nil {
			return Token{}, err
		}
	}
	return b.next.Token(ctx, rejected)
}
