// Package strategies decides when an access token is renewed.
//
// A strategy is ordinary blocking Go: the same code runs in the simulator, in a test on a fake
// clock, and in production. It is a stack of parts, each a struct of settings in a file of its own:
//
//	env := strategies.OnClock(clock)
//	env.Endpoint = endpoint
//	s, err := strategies.New(env, strategies.Retry{Retries: 1}, strategies.Cache{})
//
// Package spec reads the same from YAML, and has strategies by name. This package needs the
// standard library alone.
//
// Choices that the model leaves open:
//   - A token is usable while now is before its expiry less the margin; at that instant it is not.
//   - What the cache says is looked up at each miss; a request that several parts have a reason for
//     carries the outermost one's, except that a breaker's probe is a probe.
//   - A put into a cache that fails is ignored; one that is slow is waited for.
//   - Limiters pace the sending; the network may still bring two requests closer together. Rates
//     are rounded to whole nanoseconds so that they are never exceeded.
//   - Who gives up waiting for a permit has spent it.
//   - A refused token is refused for the action that met it: nobody deletes it from the cache.
package strategies

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// A Token is an access token as its holder knows it. The zero Token is none.
type Token struct {
	Value   string
	Expires time.Time // by the holder's own clock: the answer's arrival plus expires_in
}

// IsZero reports whether t is no token.
func (t Token) IsZero() bool { return t.Value == "" }

// A Source answers: which token should the next attempt use? rejected is the one that the carrier
// has just refused, zero at first.
type Source interface {
	Token(ctx context.Context, rejected Token) (Token, error)
}

// A Strategy carries one API call through: it gets a token, performs call, and decides what to do
// when the token is refused.
type Strategy interface {
	Do(ctx context.Context, call func(context.Context, Token) error) error
}

// A Clock tells the time and waits for it. Sleep ends early, with the context's error, when ctx
// is done.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// A Mutex is a lock whose waiters are served in order of arrival, and whose wait ends with ctx.
type Mutex interface {
	Lock(ctx context.Context) error
	TryLock() bool
	Unlock() // by whoever: not only the one that locked
}

// A Store keeps one customer's token. Get returns the zero Token where there is none, and an error
// where the store cannot tell.
type Store interface {
	Get(ctx context.Context) (Token, error)
	Put(ctx context.Context, t Token) error
}

// A LeaseStore keeps a lease, which one node holds at a time. Hold takes or prolongs it for d and
// reports whether this node holds it now.
type LeaseStore interface {
	Hold(ctx context.Context, d time.Duration) (bool, error)
}

// An Env is all that a strategy may know of its world: one customer's calls leaving one node.
//
// Every call of Endpoint is one hit. What it is told was rejected is the token that is to be
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

	Node  *Place // what this node's customers share
	Fleet *Place // what all nodes share: an operator's switch, an oracle; no message is modelled

	Nodes, Customers int // as configured when the node started

	// Account tells this customer apart in Fleet, where the customers of all nodes meet. It may
	// stay empty where there is one customer.
	Account string

	Oracle Oracle // only the clairvoyant bound may ask; nil outside a simulation

	// Observe is told what the strategy does, nil for nobody. It is called where it happens, by
	// many callers at once: it must be quick, safe for concurrent use, and not use the strategy.
	Observe func(Event)

	part layer // the part being built
}

// An Oracle knows the carrier's own state at this instant.
type Oracle interface {
	Alive(t Token) bool // the carrier would accept t
	Willing() bool      // the carrier would issue a token: no ban, no outage
}

// The HTTP statuses that parts know by number. Package net/http has names for them, and servers: a
// simulator links none.
const (
	unauthorized    = 401
	forbidden       = 403
	tooManyRequests = 429
)

// A StatusError is an answer of the carrier other than success.
type StatusError struct {
	Status int // HTTP status
}

func (e *StatusError) Error() string { return fmt.Sprintf("carrier answered %d", e.Status) }

// Errors of the parts themselves, for calls that never reached the carrier.
var (
	ErrShed = errors.New("strategies: refused locally, the limit is reached")
	ErrOpen = errors.New("strategies: refused locally, the breaker is open")
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
