package strategies

import (
	"context"
	"sync"
)

// A Clairvoyant knows whether the carrier still accepts the fleet's token: it asks Env.Oracle,
// which exists in a simulation alone. Without an oracle it uses the token until it expires.
type Clairvoyant struct{}

func init() {
	Register("clairvoyant", "asks the carrier's own state; simulation only", Clairvoyant{})
}

// Settings declares none.
func (p Clairvoyant) Settings(*Settings) Part { return p }

// Needs reports that it uses the fleet's place, and an oracle.
func (Clairvoyant) Needs() Needs { return Needs{Fleet: true, Oracle: true} }

// Source returns next, asked only when no token is alive.
func (Clairvoyant) Source(env Env, next Source) Source {
	key := struct {
		layer   layer
		account string
	}{env.part, env.Account}
	return &clairvoyantSource{
		clock:  env.Clock,
		oracle: env.Oracle,
		fleet: shared(env.Fleet, key, func() *fleetToken {
			return &fleetToken{renewing: env.NewMutex()}
		}),
		next: next,
	}
}

// A fleetToken is one customer's token, which all nodes share.
type fleetToken struct {
	renewing Mutex
	mu       sync.Mutex
	token    Token // guarded by mu
}

type clairvoyantSource struct {
	clock  Clock
	oracle Oracle
	fleet  *fleetToken
	next   Source
}

func (c *clairvoyantSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if t := c.living(rejected); !t.IsZero() {
		return t, nil
	}
	if err := c.fleet.renewing.Lock(ctx); err != nil {
		return Token{}, err
	}
	defer c.fleet.renewing.Unlock()
	if t := c.living(rejected); !t.IsZero() {
		return t, nil
	}
	if c.oracle != nil && !c.oracle.Willing() {
		return Token{}, ErrOpen
	}
	t, err := c.next.Token(ctx, rejected)
	if err != nil {
		return Token{}, err
	}
	c.fleet.mu.Lock()
	defer c.fleet.mu.Unlock()
	c.fleet.token = t
	return t, nil
}

// living returns the fleet's token if it is alive and not the refused one.
func (c *clairvoyantSource) living(rejected Token) Token {
	c.fleet.mu.Lock()
	t := c.fleet.token
	c.fleet.mu.Unlock()
	if t.IsZero() || t.Value == rejected.Value {
		return Token{}
	}
	alive := c.clock.Now().Before(t.Expires)
	if c.oracle != nil {
		alive = c.oracle.Alive(t)
	}
	if alive {
		return t
	}
	return Token{}
}
