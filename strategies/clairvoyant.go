package strategies

import (
	"context"
	"errors"
	"sync"
)

// A Clairvoyant is the bound of what others can reach. It asks Env.Oracle, which exists in a
// simulation alone, whether the carrier still accepts the fleet's token and would carry out a call,
// and renews when a call needs a token and there is none, in no time; the parts below it are not
// asked. Besides it renews before the carrier is to refuse, or others leave no room for a renewal.
// Its callers wait as long as their contexts let them while the carrier refuses, so it is no bound
// of how long they wait. It does not know what chance is going to draw: who will click, and which
// message will be lost.
//
// Without an oracle it renews once for the fleet when its token has expired.
type Clairvoyant struct{}

func init() {
	Register("clairvoyant", "asks the carrier's own state; simulation only", Clairvoyant{})
}

// Settings declares none.
func (p Clairvoyant) Settings(*Settings) Part { return p }

// Needs reports that it uses the fleet's place, and an oracle.
func (Clairvoyant) Needs() Needs { return Needs{Fleet: true, Oracle: true} }

// Source returns a source that asks the oracle, or next where there is none.
func (Clairvoyant) Source(env Env, next Source) Source {
	c := &clairvoyantSource{clock: env.Clock, oracle: env.Oracle, next: next}
	c.fleet = Within(env, PerAccount, func() *fleetToken {
		if env.Oracle != nil {
			env.Oracle.Foresee(func(ctx context.Context) { c.foresee(ctx) })
		}
		return &fleetToken{renewing: env.NewMutex()}
	})
	if c.renewing = c.fleet.renewing; env.Oracle != nil {
		c.renewing = env.NewMutex() // a process that crashes while it looks keeps no other waiting
	}
	return c
}

// A fleetToken is one customer's token, which all nodes share.
type fleetToken struct {
	renewing Mutex
	mu       sync.Mutex
	token    Token // guarded by mu
}

type clairvoyantSource struct {
	clock    Clock
	oracle   Oracle
	fleet    *fleetToken
	next     Source
	renewing Mutex
}

func (c *clairvoyantSource) Token(ctx context.Context, rejected Token) (Token, error) {
	for {
		t, err := c.living(ctx, rejected)
		if err != nil || c.oracle == nil || c.oracle.Serves() {
			return t, err
		}
		if err := c.oracle.Wait(ctx); err != nil {
			return Token{}, err
		}
	}
}

// living returns the fleet's token if it is alive, or a new one. While there is none to be had, one
// caller of each process looks whether there is, and the others wait for him.
func (c *clairvoyantSource) living(ctx context.Context, rejected Token) (Token, error) {
	if t := c.known(rejected); !t.IsZero() {
		return t, nil
	}
	if err := c.renewing.Lock(ctx); err != nil {
		return Token{}, err
	}
	defer c.renewing.Unlock()
	for {
		if t := c.known(rejected); !t.IsZero() {
			return t, nil
		}
		t, err := c.renew(ctx, rejected)
		if err == nil || c.oracle == nil {
			return t, err
		}
		if err := c.oracle.Wait(ctx); err != nil {
			return Token{}, err
		}
	}
}

func (c *clairvoyantSource) renew(ctx context.Context, rejected Token) (t Token, err error) {
	if c.oracle != nil {
		t, err = c.oracle.Renew(ctx, rejected)
	} else {
		t, err = c.next.Token(ctx, rejected)
	}
	if err == nil {
		c.fleet.mu.Lock()
		defer c.fleet.mu.Unlock()
		c.fleet.token = t
	}
	return t, err
}

// foresee renews, whatever is left of the token's life, before nobody can.
func (c *clairvoyantSource) foresee(ctx context.Context) {
	if _, err := c.renew(WithWhy(ctx, WhyAhead), Token{}); err != nil && !errors.Is(err, ErrOpen) {
		panic(err) // an oracle renews, or it does not
	}
}

// known returns the fleet's token if it is alive. Where the carrier's word is not to be had, it is
// alive until it expires or is refused.
func (c *clairvoyantSource) known(rejected Token) Token {
	c.fleet.mu.Lock()
	t := c.fleet.token
	c.fleet.mu.Unlock()
	alive := c.clock.Now().Before(t.Expires) && t.Value != rejected.Value
	if c.oracle != nil {
		alive = c.oracle.Alive(t)
	}
	if alive && !t.IsZero() {
		return t
	}
	return Token{}
}
