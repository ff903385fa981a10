package strategies

import (
	"context"
	"sync"
	"time"
)

// A BurstBudget exploits the literal reading of "3 hits per second during five seconds". It lets
// everything pass for a spell, then keeps below a rate for a rest. The rest covers at least one
// whole second, whenever a second is taken to begin, so that no five seconds on end are all over
// the threshold. It does not help against a rate that is averaged over five seconds. Nobody is
// known to do so: it answers a question of a design review.
type BurstBudget struct {
	Spell time.Duration
	Rest  time.Duration
	Rate  Rate // while resting
	Per   Scope
}

// Spell and rest are chosen so that their sum is five seconds and the rest covers two, less what
// network legs may shift; two a second is below three under either comparison.
func init() {
	Register("burst-budget", "exceeds the burst threshold, but never for five seconds", BurstBudget{
		Spell: 2500 * time.Millisecond, Rest: 2500 * time.Millisecond,
		Rate: Rate{2, time.Second}, Per: PerNode,
	})
}

// Settings declares the spell, the rest and who shares them.
func (p BurstBudget) Settings(s *Settings) Part {
	s.Duration("spell", &p.Spell, 1, "How long everything passes.")
	s.Duration("rest", &p.Rest, 2*time.Second, "How long the rate is kept after that.")
	s.Rate("rate", &p.Rate, "How much passes during the rest.")
	s.scope(&p.Per)
	return p
}

// Needs reports whether all nodes share the budget.
func (p BurstBudget) Needs() Needs { return p.Per.needs() }

// Source returns next within the budget.
func (p BurstBudget) Source(env Env, next Source) Source {
	return &pacedSource{env.Clock, Forever, next, Within(env, p.Per, func() permits {
		return &burstBudget{BurstBudget: p, every: p.Rate.Every()}
	})}
}

type burstBudget struct {
	BurstBudget
	every time.Duration // between two permits while resting

	mu    sync.Mutex
	since time.Time // guarded by mu; when the current spell began, or will
	next  time.Time // guarded by mu; the next permit of the rest after it
}

// reserve takes a permit, whatever the patience. No permit is lost: those of a spell are for all at
// once.
func (b *burstBudget) reserve(_ context.Context, now time.Time, _ time.Duration) (permit, error) {
	return permit{b.wait(now), Forever}, nil
}

// wait returns how long a request waits. One that does not fit into the rest begins the next spell.
func (b *burstBudget) wait(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !now.Before(b.since.Add(b.Spell + b.Rest)) {
		b.begin(now)
	}
	over := b.since.Add(b.Spell + b.Rest)
	switch {
	case now.Before(b.since):
		return b.since.Sub(now)
	case now.Before(b.since.Add(b.Spell)):
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
	b.since = at
	b.next = at.Add(b.Spell + b.every)
}
