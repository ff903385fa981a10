package strategies

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A KillSwitch is a human operator. Some time after the first sign of a ban the operator switches
// the carrier off for all nodes, and later on again; after that the next sign counts. While the
// carrier is off, actions fail with ErrOpen. It stands above the retry.
type KillSwitch struct {
	On     []int         // statuses that are signs of a ban
	Notice time.Duration // from the first sign until it is switched off
	Hold   time.Duration // how long it stays off
}

// Both times are assumed: two minutes to read an alert; fifteen off, half more than the ban.
func init() {
	Register("kill-switch", "a human switches the carrier off and on again", KillSwitch{
		On: []int{forbidden}, Notice: 2 * time.Minute, Hold: 15 * time.Minute,
	})
}

// Settings declares what the operator notices, and when the operator acts.
func (p KillSwitch) Settings(s *Settings) Part {
	s.openedBy(&p.On)
	s.Duration("notice", &p.Notice, 0, "How long after the first such status it is switched off.")
	s.Duration("hold", &p.Hold, 1, "How long it stays off.")
	return p
}

// Needs reports that the operator switches all nodes.
func (KillSwitch) Needs() Needs { return Needs{Fleet: true} }

// Strategy returns next behind the switch.
func (p KillSwitch) Strategy(env Env, next Strategy) Strategy {
	return &killSwitchStrategy{
		clock: env.Clock,
		next:  next,
		operator: Within(env, PerFleet, func() *operator {
			return &operator{KillSwitch: p}
		}),
	}
}

type operator struct {
	KillSwitch
	mu     sync.Mutex
	called bool      // guarded by mu
	off    time.Time // guarded by mu; if called, when the carrier is switched off
}

// isOff reports whether the carrier is off.
func (o *operator) isOff(now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !now.Before(o.off.Add(o.Hold)) {
		o.called = false
	}
	return o.called && !now.Before(o.off)
}

// see takes the outcome of an action.
func (o *operator) see(now time.Time, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.called && slices.Contains(o.On, Status(err)) {
		o.called, o.off = true, now.Add(o.Notice)
	}
}

type killSwitchStrategy struct {
	clock    Clock
	operator *operator
	next     Strategy
}

func (k *killSwitchStrategy) Do(
	ctx context.Context, call func(context.Context, Token) error,
) error {
	if k.operator.isOff(k.clock.Steady()) {
		return ErrOpen
	}
	err := k.next.Do(ctx, call)
	if err != nil {
		k.operator.see(k.clock.Steady(), err)
	}
	return err
}
