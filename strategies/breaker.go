package strategies

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"
)

// breakerPart stops asking a carrier that has banned us. It opens on the statuses it is told,
// answers ErrOpen while it is open, then lets one probe through, and closes when that succeeds.
// Below the retry it stands before the token endpoint alone, and cached tokens stay in use; above
// it, before every action. A probe that ends otherwise (5xx, given up) leaves the next one to try.
type breakerPart struct {
	on   []int
	open time.Duration
	per  scope
}

// The ban is ten minutes (FedEx's rate limit guide); the margin of five seconds is assumed to
// cover hits that were under way when the breaker opened, which extend the ban under some readings.
const breakerOpen = 10*time.Minute + 5*time.Second

var _ = part("breaker",
	"stops asking a carrier that has banned us; one probe when the time is over",
	func(s *settings) Part {
		p := breakerPart{
			on:   []int{http.StatusForbidden, http.StatusTooManyRequests},
			open: breakerOpen,
			per:  perNode,
		}
		s.statuses("on", &p.on)
		s.duration("open", &p.open, 1)
		choice(s, "per", &p.per, scopeNames)
		return p
	})

func (p breakerPart) Source(env Env, next Source) Source {
	return &breakerSource{breaker: p.breaker(env), clock: env.Clock, next: next}
}

func (p breakerPart) Strategy(env Env, next Strategy) Strategy {
	return &breakerStrategy{breaker: p.breaker(env), clock: env.Clock, next: next}
}

func (p breakerPart) breaker(env Env) *breaker {
	return within(env, p.per, func() *breaker {
		b := &breaker{on: p.on, open: p.open}
		if env.Observe != nil {
			b.tell = func(s BreakerState) {
				env.tell(Event{Kind: EventBreaker, Part: partName(p), Breaker: s})
			}
		}
		return b
	})
}

// errAbandoned is the outcome of what never came to one.
var errAbandoned = errors.New("strategies: abandoned")

type breaker struct {
	on   []int
	open time.Duration
	tell func(BreakerState) // nil: nobody. Under mu, so that states are told in their order

	mu         sync.Mutex // guards what follows
	state      BreakerState
	until      time.Time // open: when it turns half-open
	probing    bool      // half-open: a probe is under way
	generation uint64    // counts changes of state; an answer to a question of an older one is late
}

// enter asks to pass; leave must follow unless it is refused.
func (b *breaker) enter(now time.Time) (generation uint64, probe bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state == BreakerOpen && !now.Before(b.until) {
		b.become(BreakerHalfOpen)
	}
	switch {
	case b.state == BreakerClosed:
		return b.generation, false, nil
	case b.state == BreakerHalfOpen && !b.probing:
		b.probing = true
		return b.generation, true, nil
	}
	return 0, false, ErrOpen
}

// leave reports how it went. Late answers are ignored: they tell of a state that is over.
func (b *breaker) leave(now time.Time, generation uint64, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case generation != b.generation:
	case slices.Contains(b.on, Status(err)):
		b.become(BreakerOpen)
		b.until = now.Add(b.open)
	case b.state == BreakerHalfOpen && err == nil:
		b.become(BreakerClosed)
	case b.state == BreakerHalfOpen:
		b.probing = false
	}
}

func (b *breaker) become(s BreakerState) {
	b.state, b.probing = s, false
	b.generation++
	if b.tell != nil {
		b.tell(s)
	}
}

type breakerSource struct {
	breaker *breaker
	clock   Clock
	next    Source
}

func (s *breakerSource) Token(ctx context.Context, rejected Token) (t Token, err error) {
	generation, probe, err := s.breaker.enter(s.clock.Now())
	if err != nil {
		return Token{}, err
	}
	err = errAbandoned
	defer func() { s.breaker.leave(s.clock.Now(), generation, err) }()
	if probe {
		ctx = WithWhy(ctx, WhyProbe)
	}
	return s.next.Token(ctx, rejected)
}

type breakerStrategy struct {
	breaker *breaker
	clock   Clock
	next    Strategy
}

func (s *breakerStrategy) Do(
	ctx context.Context, call func(context.Context, Token) error,
) (err error) {
	generation, probe, err := s.breaker.enter(s.clock.Now())
	if err != nil {
		return err
	}
	err = errAbandoned
	defer func() { s.breaker.leave(s.clock.Now(), generation, err) }()
	if probe {
		ctx = WithWhy(ctx, WhyProbe)
	}
	return s.next.Do(ctx, call)
}
