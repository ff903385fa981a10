// Package strategies decides when a client requests a new access token, and which callers share it.
//
// A [Strategy] is a stack of parts, outermost first. A part is a struct that holds its settings:
//
//	env := strategies.OnClock(clockwork.NewRealClock())
//	env.Endpoint = endpoint // requests a token from the carrier
//	s, err := strategies.New(env,
//		strategies.Retry{Retries: 1},
//		strategies.Cache{Margin: 30 * time.Second},
//	)
//	...
//	err = s.Do(ctx, func(ctx context.Context, t strategies.Token) error {
//		return call(ctx, t.Value)
//	})
//
// Parts are ordinary blocking Go: the same code runs in the simulator, in a test on a fake clock,
// and in production. This package imports the standard library alone. Package spec reads
// strategies from YAML and has a catalogue of them; package oauth has token endpoints and a round
// tripper. [Recommended] and [RecommendedUnshared] return the parts that the simulations
// recommend.
//
// # Parts
//
// One part makes the calls, [Retry]. Parts above it wrap whole actions; parts below it wrap
// requests for a token, down to the carrier's endpoint.
//
//   - Which token is used, and for how long: [Cache], [Look], [RefreshAhead], [KeepExpired],
//     [ForgetRefused].
//   - One renewal for many callers: [SingleFlight], [Lock], [TryLock], [Queue], [Lease],
//     [Semaphore].
//   - At most so many requests: [Limiter], [Ration], [Window], [BurstBudget], [LimitHeaders].
//   - After a failure: [Breaker], [RememberFailure], [Resend], [AskAgain], [InvalidGrant],
//     [RetryAfter], [KillSwitch].
//   - What some real clients do: [Detach], [ErrorAsToken], [Fallback], [ProbeStyle]. And what none
//     can do, as the bound for all others: [Clairvoyant].
//
// A part of your own is a [SourcePart], a [StrategyPart] or a [RetryPart]. [Register] gives it a
// name in strategy files.
//
// # What all parts have in common
//
//   - A token may be used before its expiry less the margin, and not at that instant.
//   - A cache is read again at each miss. A token request has one reason: that of the outermost
//     part that gives one, but a breaker's probe is always a probe.
//   - A cache that cannot be written is ignored; one that is slow is waited for.
//   - A limiter spaces the sending; the network may still bring two requests closer together. The
//     time between two requests is rounded up to whole nanoseconds, so that a rate is never
//     exceeded.
//   - A caller who gives up while it waits for a permit has used the permit.
//   - A permit that is taken up when the next one is due is lost, and another is taken: a process
//     that stood still does not send at once all that waited in it.
//   - A refused token is refused for the action that met it. It stays in the cache.
package strategies

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// A Token is an access token as its holder knows it, and the refresh token beside it, if there is
// one: the pair. The zero Token is none.
type Token struct {
	Value string
	// Expires is by the holder's own clock: the answer's arrival plus expires_in. Zero: the answer did
	// not say how long the token lives.
	Expires time.Time
	Ends    time.Time // by the carrier's clock, as far as it told; zero: it did not

	Refresh string // the refresh token; empty: none

	// Generation is how often the pair was renewed, as its holder counts: one more than that of the
	// pair whose refresh token was presented. Who signs in anew puts a pair that is two generations
	// newer than any before, so that no renewal under way replaces it: [SignIn] does.
	Generation int64
}

// IsZero reports whether t is no access token. There may be a refresh token.
func (t Token) IsZero() bool { return t.Value == "" }

// A Source returns the token for the next call. rejected is the token that the carrier has just
// refused, zero at first.
type Source interface {
	Token(ctx context.Context, rejected Token) (Token, error)
}

// A Strategy carries one API call through: it gets a token, performs call, and decides what to do
// when the token is refused.
type Strategy interface {
	Do(ctx context.Context, call func(context.Context, Token) error) error
}

// A Clock knows the time and waits. Now is the time of day, which somebody may set; by it a token
// expires. Steady is the same instant by a clock that nobody sets; by it parts measure lengths of
// time. A time.Time of package time is good for both, as it has a monotonic reading. Sleep ends
// early, with the context's error, when ctx is done.
type Clock interface {
	Now() time.Time
	Steady() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// A Mutex is a lock that serves its waiters in order of arrival. Lock ends early, with the
// context's error, when ctx is done.
type Mutex interface {
	Lock(ctx context.Context) error
	TryLock() bool
	Unlock() // anybody may unlock, not only who locked
}

// A Store keeps one customer's token. Both methods end early, with an error, when ctx is done.
type Store interface {
	// Get returns the zero Token where there is none, and an error where the store cannot be read.
	Get(ctx context.Context) (Token, error)

	// Put replaces the token. Under a fence lower than one that the store has seen it does not, nor
	// where the condition of ctx does not hold, which is no error: t is older than the token that is
	// there. See [FenceOf] and [ConditionOf]. A refresh token is kept when the access token beside it
	// has expired.
	Put(ctx context.Context, t Token) error
}

// A LeaseStore keeps a lease, which one node holds at a time. Both methods end early, with an
// error, when ctx is done.
type LeaseStore interface {
	// Hold takes the lease for d from now on, or prolongs it if this node holds it. Under a fence it
	// prolongs the grant of that fence, or does nothing.
	Hold(ctx context.Context, d time.Duration) (Grant, error)

	// Release ends the grant whose fence ctx carries, if it is in force; without a fence it ends
	// whatever grant is, be it another node's.
	Release(ctx context.Context) error
}

// A Grant is what Hold finds out about a lease. Each new grant has a larger fence than all before.
type Grant struct {
	Fence    int64 // of the grant in force; 0: none is
	Held     bool  // it is this node's
	Released int64 // of the last grant that was released; forgotten, 0, when a later one runs out
}

// An Env is all that a strategy knows of its world, for the calls of one customer on one node.
// [OnClock] returns one.
//
// Each call of Endpoint is one hit on the carrier. Its argument rejected is the token to be
// replaced; under WhyAhead the carrier has not refused it.
type Env struct {
	Clock    Clock
	NewMutex func() Mutex
	Go       func(func(context.Context)) // runs beside the caller, and outlives it
	Rand     *rand.Rand                  // this node's and customer's own stream
	Endpoint Source                      // the carrier's token endpoint
	Store    Store                       // the application's own token cache
	Shared   Store                       // a store that every node reaches
	Lease    LeaseStore                  // in that shared store, for this customer
	Quota    QuotaStore                  // in that shared store, for this node's public IP

	// Refreshes reports that a token is requested with a refresh token, which lies beside the access
	// token in the customer's store: Shared if a part uses that, else Store. Endpoint presents
	// RefreshOf its context. It is not called where there is no refresh token.
	Refreshes bool

	// Forgives is how the carrier takes a refresh token that is presented again, as its documents say.
	// The zero value, for where they are silent, is that it takes the second use for theft.
	Forgives Forgiveness

	// WithTimeout is context.WithTimeout on this Clock. By it parts bound their waits for a store.
	WithTimeout func(context.Context, time.Duration) (context.Context, context.CancelFunc)

	Node  *Place // what this node's customers share
	Fleet *Place // what all nodes share without a message: an operator's switch, an oracle

	Nodes, Customers int // as configured when the node started

	// Account names this customer in Fleet, where the customers of all nodes meet. It may stay empty
	// where there is one customer.
	Account string

	// Memory is where this process remembers the pair of its store, for a stack that remembers; see
	// [Remembers]. Nil: in a place of its own.
	Memory *MemoryStore

	Oracle Oracle // only the clairvoyant bound may ask; nil outside a simulation

	// Observe, unless nil, is called with each event, by the goroutine that meets it. It must be
	// quick and safe for concurrent use, and must not use the strategy.
	Observe func(Event)

	part     layer     // the part being built
	parts    []Part    // of its strategy, outermost first
	memories *memories // of its strategy
}

// An Oracle knows the carrier's own state at this instant, and acts upon it without a message.
type Oracle interface {
	// Alive reports whether the carrier will accept t from a call that is sent now.
	Alive(t Token) bool
	// Serves reports whether the carrier would carry out a call with a good token: no ban, no outage.
	Serves() bool
	// Renew requests a token, which is one hit, and takes no time. Where the carrier would refuse it,
	// or the hit would begin a ban, it requests none and returns ErrOpen.
	Renew(ctx context.Context, rejected Token) (Token, error)
	// Wait returns when Serves or Renew may have become better, or with the context's error.
	Wait(ctx context.Context) error
	// Foresee lets f be called each time that a renewal is worthwhile because the carrier is going to
	// refuse what it does not refuse yet, as far as chance has no part in it.
	Foresee(f func(context.Context))
}

// The HTTP statuses that parts know. They are in net/http too, which a simulator does not link.
const (
	unauthorized    = 401
	forbidden       = 403
	tooManyRequests = 429
	badGateway      = 502
	gatewayTimeout  = 504
)

// A StatusError is an answer of the carrier other than success.
type StatusError struct {
	Status     int           // HTTP status
	Code       string        // of the error, as invalid_grant (RFC 6749, 5.2); empty: none is known
	RetryAfter time.Duration // how long to wait, as the answer says; 0: it says nothing
}

func (e *StatusError) Error() string {
	if e.Code != "" {
		return fmt.Sprintf("carrier answered %d: %s", e.Status, e.Code)
	}
	return fmt.Sprintf("carrier answered %d", e.Status)
}

// Errors of the parts themselves: the request was not sent to the carrier.
var (
	ErrShed = errors.New("strategies: refused locally, the limit is reached")
	ErrOpen = errors.New("strategies: refused locally, the breaker is open")

	// ErrNoRefresh says that there is no refresh token to present, or that the store is down. Nothing
	// but a sign-in helps where there is none.
	ErrNoRefresh = errors.New("strategies: no refresh token to present")
)

// Status returns the HTTP status that err carries, 0 if it carries none.
func Status(err error) int {
	if s, ok := err.(*StatusError); ok { //nolint:errorlint // the bare error is the common case
		return s.Status
	}
	if err == nil {
		return 0
	}
	if s, ok := errors.AsType[*StatusError](err); ok {
		return s.Status
	}
	return 0
}
