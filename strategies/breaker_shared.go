package strategies

import (
	"context"
	"time"
)

// A sharedBan is where a breaker and those of other nodes pass on what they know.
type sharedBan struct {
	name string // of the ban: its statuses, and the customer if it is one customer's
	env  Env
}

// probeLasts is how long others wait for the outcome of a probe before one of them probes: assumed,
// as long as a client waits for an answer.
const probeLasts = 30 * time.Second

func (p Breaker) sharedBan(env Env) *sharedBan {
	name := p.name()
	if p.Per == PerCustomer {
		name += " " + env.Account
	}
	return &sharedBan{name, env}
}

// callPatience is how long a call waits for what others know: long for a store nearby, as
// recommended looks have it. Both are assumed.
const callPatience = 250 * time.Millisecond

// consult learns what other nodes know. If the store is down, b goes by what it knows itself. One
// that calls pass asks only before its first call, after a refusal, and before a probe. Its
// question outlives the call that began it, and no call waits longer than callPatience for its
// answer, but a probe.
func (b *breaker) consult(ctx context.Context, clock Clock) {
	switch {
	case b.shared == nil:
	case b.After <= 1:
		b.ask(ctx, clock)
	default:
		question, patience := b.question(clock)
		if question == nil {
			return
		}
		within, cancel := b.shared.env.WithTimeout(ctx, patience)
		defer cancel()
		_, _ = question.wait(within)
	}
}

// question returns the question that the next call waits for, and how long; nil if there is none.
// A probe, which is rare, waits as long as a store may take: a second one would prolong the ban.
func (b *breaker) question(clock Clock) (question *flight, patience time.Duration) {
	now := clock.Steady()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asking == nil && b.asks(now) {
		b.asked, b.asking = now, newFlight(b.shared.env.NewMutex)
		question := b.asking
		b.shared.env.Go(func(ctx context.Context) {
			defer question.landed.Unlock()
			b.ask(ctx, clock)
			b.mu.Lock()
			defer b.mu.Unlock()
			b.asking = nil
		})
	}
	if patience = callPatience; b.state != BreakerClosed {
		patience = quotaPatience
	}
	patience -= now.Sub(b.asked)
	if b.asking == nil || patience <= 0 {
		return nil, 0
	}
	return b.asking, patience
}

// asks reports whether the next request is the first, or would be a probe, or follows a refusal:
// other nodes may know already that it is the ban. Whoever has asked may probe for as long as
// others wait for it, whether it got an answer or not: a caller who leaves before a slow store
// answers does not keep the next one from probing. The caller holds mu.
func (b *breaker) asks(now time.Time) bool {
	probe := b.state == BreakerOpen && !now.Before(b.ban.silent) ||
		b.state == BreakerHalfOpen && !b.probing
	refused := b.state == BreakerClosed && b.row > 0
	return b.asked.IsZero() || (probe || refused) && now.Sub(b.asked) >= probeLasts
}

// ask learns what other nodes know.
func (b *breaker) ask(ctx context.Context, clock Clock) {
	ctx, cancel := b.shared.env.WithTimeout(ctx, quotaPatience)
	defer cancel()
	asked := clock.Steady()
	ban, err := b.shared.env.Quota.Ban(ctx, b.shared.name, probeLasts)
	if err != nil {
		return
	}
	now := clock.Steady()
	if ban.Passed != Forever {
		ban.Passed += now.Sub(asked) // it may be as old as the question
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ban.learn(now, ban) {
		b.tell()
	}
	switch {
	case !b.ban.inForce():
		if b.state != BreakerClosed {
			b.become(BreakerClosed)
		}
	case b.state == BreakerClosed, b.state == BreakerHalfOpen && !b.probing &&
		now.Before(b.ban.silent):
		b.become(BreakerOpen)
	}
}

// tell lets other nodes know, beside the caller. The caller holds mu.
func (b *breaker) tell() {
	if b.shared == nil {
		return
	}
	known, env := b.ban, b.shared.env
	b.told = env.Clock.Steady()
	env.Go(func(ctx context.Context) {
		ctx, cancel := env.WithTimeout(ctx, quotaPatience)
		defer cancel()
		// A store that is down learns it when it is asked the next time.
		_ = env.Quota.Report(ctx, b.shared.name, known.at(env.Clock.Steady()))
	})
}
