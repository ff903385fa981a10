package strategies

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// A Breaker sends nothing to a carrier that has banned us. It opens on certain statuses and
// returns ErrOpen while it is open. Then it lets one request through, the probe, and closes when
// that succeeds. If the probe fails in another way (5xx, its caller gives up), the next request
// is the probe. Below the retry a breaker stops token requests, and cached tokens stay in use;
// above it, whole actions.
type Breaker struct {
	On   []int         // statuses that open it
	Open time.Duration // how long it stays open
	Per  Scope
}

// The ban is ten minutes (FedEx's rate limit guide); the margin of five seconds is assumed to
// cover hits that were under way when the breaker opened, which extend the ban under some readings.
func init() {
	Register("breaker",
		"stops asking a carrier that has banned us; one probe when the time is over", Breaker{
			On:   []int{forbidden, tooManyRequests},
			Open: 10*time.Minute + 5*time.Second,
			Per:  PerNode,
		})
}

// Settings declares what opens the breaker, for how long, and who shares it.
func (p Breaker) Settings(s *Settings) Part {
	s.openedBy(&p.On)
	s.Duration("open", &p.Open, 1, "How long nothing passes before a probe may.")
	s.scope(&p.Per)
	return p
}

// openedBy declares the statuses that stop all traffic.
func (s *Settings) openedBy(on *[]int) {
	s.Statuses("on", on, 1, "Statuses that are taken for a ban.")
}

// Needs reports whether all nodes share the breaker.
func (p Breaker) Needs() Needs { return Needs{Fleet: p.Per == PerFleet} }

// Source returns next behind the breaker.
func (p Breaker) Source(env Env, next Source) Source {
	return &breakerSource{breaker: p.breaker(env), clock: env.Clock, next: next}
}

// Strategy returns next behind the breaker.
func (p Breaker) Strategy(env Env, next Strategy) Strategy {
	return &breakerStrategy{breaker: p.breaker(env), clock: env.Clock, next: next}
}

func (p Breaker) breaker(env Env) *breaker {
	return Within(env, p.Per, func() *breaker {
		b := &breaker{on: p.On, open: p.Open}
		if env.Observe != nil {
			b.report = func(s BreakerState) {
				env.Observe(Event{
					Kind: EventBreaker, At: env.Clock.Now(), Account: env.Account, Part: NameOf(p),
					Breaker: s,
				})
			}
		}
		return b
	})
}

// errAbandoned is the outcome of a request that panicked.
var errAbandoned = errors.New("strategies: abandoned")

type breaker struct {
	on     []int
	open   time.Duration
	report func(BreakerState) // nil: nobody. Called under mu, so that states come in their order

	mu         sync.Mutex // guards what follows
	state      BreakerState
	until      time.Time // open: when it turns half-open
	probing    bool      // half-open: a probe is under way
	generation uint64    // counts the changes of state
}

// enter lets a request pass, after which leave must be called, or refuses it.
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

// leave takes the outcome of a request. It ignores a request that entered before the last change of
// state.
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
	default:
		b.probing = false
	}
}

func (b *breaker) become(s BreakerState) {
	b.state, b.probing = s, false
	b.generation++
	if b.report != nil {
		b.report(s)
	}
}

type breakerSource struct {
	breaker *breaker
	clock   Clock
	next    Source
}

func (s *breakerSource) Token(ctx context.Context, rejected Token) (t Token, err error) {
	generation, probe, err := s.breaker.enter(s.clock.Steady())
	if err != nil {
		return Token{}, err
	}
	err = errAbandoned
	defer func() { s.breaker.leave(s.clock.Steady(), generation, err) }()
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
	generation, probe, err := s.breaker.enter(s.clock.Steady())
	if err != nil {
		return err
	}
	err = errAbandoned
	defer func() { s.breaker.leave(s.clock.Steady(), generation, err) }()
	if probe {
		ctx = WithWhy(ctx, WhyProbe)
	}
	return s.next.Do(ctx, call)
}
