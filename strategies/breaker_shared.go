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

// callPatience is how long a call waits for Env.Quota: assumed, some times as long as a store
// nearby takes, and short beside the patience of a user.
const callPatience = 50 * time.Millisecond

// consult learns what other nodes know. If the store is down, b goes by what it knows itself. One
// that calls pass asks only before its first call and before a probe, and does not wait long.
func (b *breaker) consult(ctx context.Context, clock Clock) {
	asked := clock.Steady()
	if b.shared == nil || b.After > 1 && !b.asks(asked) {
		return
	}
	patience := quotaPatience
	if b.After > 1 {
		patience = callPatience
	}
	ctx, cancel := b.shared.env.WithTimeout(ctx, patience)
	defer cancel()
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

// asks reports whether the next request is the first, or would be a probe.
func (b *breaker) asks(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	first := !b.asked
	b.asked = true
	return first || b.state == BreakerOpen && !now.Before(b.ban.silent) ||
		b.state == BreakerHalfOpen && !b.probing
}

// tell lets other nodes know, beside the caller. The caller holds mu.
func (b *breaker) tell() {
	if b.shared == nil {
		return
	}
	known, env := b.ban, b.shared.env
	env.Go(func(ctx context.Context) {
		ctx, cancel := env.WithTimeout(ctx, quotaPatience)
		defer cancel()
		// A store that is down learns it when it is asked the next time.
		_ = env.Quota.Report(ctx, b.shared.name, known.at(env.Clock.Steady()))
	})
}
