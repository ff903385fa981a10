package strategies

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Breaker sends nothing to a carrier that has banned us. It opens on certain statuses and
// returns ErrOpen while it is open. Then it lets one request through, the probe, and closes when
// that succeeds. If the probe fails in another way (5xx, its caller gives up), the next request
// is the probe. Below the retry a breaker stops token requests, and cached tokens stay in use;
// above it, whole actions.
//
// A ban is often older than the first request that it refuses: it began after the last one that
// succeeded. So it ends between Open after the one and Open after the other. With Probe, a probe
// is sent each Probe in between; a ban that we have just caused ourselves leaves no time for one.
// Where only violations prolong a ban (FedEx's text, akamai), or nothing does (literal), this finds
// its end at most Probe late. Where any hit prolongs it (paranoid), each early probe does: a ban of
// which a node learns late then ends up to twice as late.
//
// If a probe fails when the ban should have ended, probes may have prolonged it: the next ones come
// Open later, twice that, and so on up to eight times. So nodes that do not know of each other stop
// prolonging the ban by turns. But if nodes that share what they know had sent none before, it was
// others who prolonged it, or a second ban fell within it: that is probed each Probe, too.
//
// With Obey, an answer that does not say how long is waited for Open; if the next one is refused,
// too, for twice that, and so on up to sixteen times: a window that each refused request begins
// anew ends for nobody who asks again within it.
//
// After lets some answers pass: a call may be answered 403 for other reasons than a ban, a ban
// answers all calls. Above the retry it then counts calls alone, not the requests of tokens, for
// which another breaker stands below: so live tokens stay in use while a ban covers those alone.
//
// A process that knows of no success probes from the first on. If it shares what it knows, nobody
// else has had a success either, and it waits for Open.
type Breaker struct {
	On     []int         // statuses that open it
	Open   time.Duration // how long it stays open
	Obey   bool          // it stays open as long as the answer says, and Open if that says nothing
	Probe  time.Duration // the time between early probes; 0: no probe is early
	After  int           // so many such answers in a row open it; 0 and 1: the first
	Per    Scope
	Shared bool // what is known of the ban is in Env.Quota, where all learn of it, and it lasts
}

// banLasts is a ban of ten minutes (FedEx's rate limit guide) and a margin of five seconds, assumed
// to cover hits that were under way when the breaker opened: these extend it under some readings.
const banLasts = 10*time.Minute + 5*time.Second

func init() {
	Register("breaker",
		"stops asking a carrier that has banned us; one probe when the time is over", Breaker{
			On:   []int{forbidden, tooManyRequests},
			Open: banLasts,
			Per:  PerNode,
		})
}

// Settings declares what opens the breaker, for how long, and who shares it.
func (p Breaker) Settings(s *Settings) Part {
	s.openedBy(&p.On)
	s.DurationOr("open", &p.Open, 1, "retry-after", &p.Obey,
		"How long nothing passes before a probe may; or as long as the answer says.")
	unsaid := banLasts
	s.Duration("unsaid", &unsaid, 1,
		"How long nothing passes with open: retry-after if the answer does not say; twice as long "+
			"after each probe that is refused, up to 16 times.")
	s.Duration("probe", &p.Probe, 0,
		"How often to probe from the earliest end of the ban on; 0s: only at its latest end.")
	s.Count("after", &p.After, 0, 1000, "How many such answers in a row open it; 0 is 1. Above the "+
		"retry, from 2 on, answers to calls alone count.")
	s.scope(&p.Per)
	s.Either("store", &p.Shared, "own", "shared",
		"Whether what is known of a ban stays in the process, or is shared with all nodes.")
	switch given := s.Given("unsaid"); {
	case given && !p.Obey:
		s.Refuse("unsaid", "unsaid without open: retry-after", "open: retry-after")
	case given:
		p.Open = unsaid
	}
	return p
}

// openedBy declares the statuses that stop all traffic.
func (s *Settings) openedBy(on *[]int) {
	s.Statuses("on", on, 1, "Statuses that are taken for a ban.")
}

// Needs reports whether all nodes share the breaker.
func (p Breaker) Needs() Needs {
	n := p.Per.needs()
	n.Quota = p.Shared
	return n
}

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
		b := &breaker{Breaker: p}
		if p.Shared {
			b.shared = p.sharedBan(env)
		}
		if env.Observe != nil {
			b.report = func(s BreakerState) {
				env.Observe(Event{
					Kind: EventBreaker, At: env.Clock.Now(), Account: env.Account,
					Part: NameOf(p) + " " + p.name(), Breaker: s,
				})
			}
		}
		return b
	})
}

// name returns the statuses that open it, as "403 429", and whether calls alone count.
func (p Breaker) name() string {
	name := strings.Trim(fmt.Sprint(p.On), "[]")
	if p.After > 1 {
		name += " of calls"
	}
	return name
}

// errAbandoned is the outcome of a request that panicked.
var errAbandoned = errors.New("strategies: abandoned")

type breaker struct {
	Breaker
	report func(BreakerState) // nil: nobody. Called under mu, so that states come in their order
	shared *sharedBan         // nil: what is known stays here

	mu         sync.Mutex // guards what follows
	state      BreakerState
	ban        knownBan
	row        int    // answers with the ban since the last other one
	probing    bool   // half-open: a probe is under way
	generation uint64 // counts the changes of state

	asked  time.Time // when it last asked what others know, if calls pass it
	asking *flight   // the question that has no answer yet
	told   time.Time // when it last told what it knows
}

// An entry is a request that was let through.
type entry struct {
	at         time.Time
	generation uint64
	probe      bool
}

// enter lets a request pass, after which leave must be called, or refuses it.
func (b *breaker) enter(ctx context.Context, clock Clock) (entry, error) {
	b.consult(ctx, clock)
	now := clock.Steady()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state == BreakerOpen && !now.Before(b.ban.silent) {
		b.become(BreakerHalfOpen)
	}
	switch {
	case b.state == BreakerClosed:
		return entry{now, b.generation, false}, nil
	case b.state == BreakerHalfOpen && !b.probing:
		b.probing = true
		return entry{now, b.generation, true}, nil
	}
	return entry{}, ErrOpen
}

// leave takes the outcome of a request. It ignores a request that entered before the last change of
// state.
func (b *breaker) leave(now time.Time, e entry, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case e.generation != b.generation:
		return
	case slices.Contains(b.On, Status(err)) && !ofOneGrant(err):
		if b.row++; b.row < b.After && !e.probe {
			return
		}
		b.refused(now, RetryAfterOf(err))
		b.become(BreakerOpen)
	case err != nil:
		b.probing = false
		return
	default:
		b.row = 0
		b.ban.pass(e.at)
		switch {
		case b.state == BreakerHalfOpen:
			b.become(BreakerClosed)
		case b.After > 1 && now.Sub(b.told) < b.Probe: // of calls it is told from time to time
			return
		}
	}
	b.tell()
}

// ofOneGrant reports whether err refuses one refresh token, which says nothing of a ban: Auth0
// words it with 403. With 429 it is a throttle in disguise.
func ofOneGrant(err error) bool { return GrantRefused(err) && Status(err) != tooManyRequests }

// refused notes an answer with the ban, which says how long to wait, or 0. The caller holds mu.
func (b *breaker) refused(now time.Time, said time.Duration) {
	ban := &b.ban
	earliest := now.Add(b.Probe)
	switch {
	case b.Obey && said > 0:
		ban.over, ban.failed = now.Add(said), 0
	case b.Probe == 0 && !b.Obey:
		ban.over = now.Add(b.Open)
	case b.Probe == 0:
		if ban.failed++; b.state == BreakerClosed {
			ban.failed = 0
		}
		ban.over = now.Add(doubled(b.Open, ban.failed, mostUnsaid))
	case b.state == BreakerClosed:
		ban.over, ban.failed = now.Add(b.Open), 0
		earliest = b.earliest(earliest)
	case !now.Before(ban.over):
		alone := b.shared != nil && ban.failed == 0 && ban.over.Sub(ban.refused) > b.Open-b.Probe
		ban.over = now.Add(doubled(b.Open, ban.failed, mostOpen))
		if !alone {
			ban.failed++
			earliest = ban.over
		}
	}
	ban.refused, ban.silent = now, ban.over
	if b.Probe > 0 && !earliest.After(ban.over.Add(-b.Probe)) {
		ban.silent = earliest
	}
}

// earliest returns the earliest end of a ban that has just refused a request, or soon if that is
// later. The caller holds mu.
func (b *breaker) earliest(soon time.Time) time.Time {
	if b.shared != nil && b.ban.passed.IsZero() {
		return b.ban.over
	}
	if end := b.ban.passed.Add(b.Open); end.After(soon) {
		return end
	}
	return soon
}

// doubled is d, doubled after each of so many failures, up to a power of two of times.
func doubled(d time.Duration, failures, most int) time.Duration {
	return times(d, 1<<min(failures, bits.TrailingZeros(uint(most))))
}

// mostUnsaid is how many times Open is waited at most for what does not say how long it lasts:
// assumed, so that a minute becomes more than the ten of a common window.
const mostUnsaid = 16

// mostOpen is how many times Open is waited at most after probes that failed: assumed, so that a
// ban of hours is not outlasted by as many.
const mostOpen = 8

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
	entry, err := s.breaker.enter(ctx, s.clock)
	if err != nil {
		return Token{}, err
	}
	err = errAbandoned
	defer func() { s.breaker.leave(s.clock.Steady(), entry, err) }()
	if entry.probe {
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
) error {
	entry, err := s.breaker.enter(ctx, s.clock)
	if err != nil {
		return err
	}
	err = errAbandoned
	defer func() { s.breaker.leave(s.clock.Steady(), entry, err) }()
	if entry.probe {
		ctx = WithWhy(ctx, WhyProbe)
	}
	if s.breaker.After <= 1 {
		err = s.next.Do(ctx, call)
		return err
	}
	answer := errAbandoned
	acted := s.next.Do(ctx, func(ctx context.Context, t Token) error {
		answer = call(ctx, t)
		return answer
	})
	if err = answer; acted == nil {
		err = nil
	}
	return acted
}
