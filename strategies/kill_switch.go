package strategies

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"
)

// killSwitchPart is a human operator: some time after the first sign of a ban someone notices and
// switches the carrier off, for all nodes at once; later it is switched on again, and the watch
// starts anew. While it is off, actions are answered ErrOpen. It stands above the retry.
type killSwitchPart struct {
	on     []int
	notice time.Duration // from the first sign to off
	hold   time.Duration // from off to on
}

// Both times are assumed: two minutes for an alert to be read, and fifteen off, the ban and half.
var _ = part("kill-switch", "a human switches the carrier off and on again",
	func(s *settings) Part {
		p := killSwitchPart{
			on:     []int{http.StatusForbidden},
			notice: 2 * time.Minute,
			hold:   15 * time.Minute,
		}
		s.statuses("on", &p.on)
		s.duration("notice", &p.notice, 0)
		s.duration("hold", &p.hold, 1)
		return p
	})

func (p killSwitchPart) Strategy(env Env, next Strategy) Strategy {
	return &killSwitchStrategy{
		clock: env.Clock,
		next:  next,
		operator: within(env, perFleet, func() *operator {
			return &operator{killSwitchPart: p}
		}),
	}
}

type operator struct {
	killSwitchPart
	mu     sync.Mutex
	called bool      // guarded by mu
	off    time.Time // guarded by mu; when the switch is or was thrown, if called
}

// isOff tells whether the switch is off at now.
func (o *operator) isOff(now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.called && !now.Before(o.off.Add(o.hold)) {
		o.called = false
	}
	return o.called && !now.Before(o.off)
}

// see is told how an action went.
func (o *operator) see(now time.Time, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.called && slices.Contains(o.on, Status(err)) {
		o.called, o.off = true, now.Add(o.notice)
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
	if k.operator.isOff(k.clock.Now()) {
		return ErrOpen
	}
	err := k.next.Do(ctx, call)
	if err != nil && !errors.Is(err, ErrOpen) {
		k.operator.see(k.clock.Now(), err)
	}
	return err
}
