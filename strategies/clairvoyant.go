package strategies

import (
	"context"
	"sync"
)

func init() {
	register(Composition{
		Name: "clairvoyant",
		About: "The bound, not a proposal: renews only when no token of the customer is alive " +
			"anywhere, is told so at once by the carrier itself, and renews once for the whole " +
			"fleet, which learns of the token without a message. No real system can know this; " +
			"it shows how few renewals were possible.",
		File: "strategies/clairvoyant.go",
		// One retry covers a token that dies under way, which the present cannot tell.
		Parts: []Part{retryPart{retries: 1, on: []int{401}}, clairvoyantPart{}},
	})
}

// clairvoyantPart asks the carrier's own state whether the fleet's token is alive. Where there is
// nobody to ask, outside a simulation, it goes by expiry.
type clairvoyantPart struct{}

var _ = part("clairvoyant", func(*settings) Part { return clairvoyantPart{} })

func (clairvoyantPart) Source(env Env, next Source) Source {
	key := env.part + " " + env.Account
	return &clairvoyantSource{
		clock: env.Clock,
		alive: env.Alive,
		oracle: shared(env.Fleet, key, func() *oracle {
			return &oracle{renewing: env.NewLock()}
		}),
		next: next,
	}
}

// An oracle is what the whole fleet knows of one customer.
type oracle struct {
	renewing Lock
	mu       sync.Mutex
	token    Token // guarded by mu
}

type clairvoyantSource struct {
	clock  Clock
	alive  func(Token) bool
	oracle *oracle
	next   Source
}

func (c *clairvoyantSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if t := c.living(rejected); !t.IsZero() {
		return t, nil
	}
	if err := c.oracle.renewing.Lock(ctx); err != nil {
		return Token{}, err
	}
	defer c.oracle.renewing.Unlock()
	if t := c.living(rejected); !t.IsZero() {
		return t, nil
	}
	t, err := c.next.Token(ctx, rejected)
	if err != nil {
		return Token{}, err
	}
	c.oracle.mu.Lock()
	defer c.oracle.mu.Unlock()
	c.oracle.token = t
	return t, nil
}

// living returns the fleet's token if it is alive and not the refused one.
func (c *clairvoyantSource) living(rejected Token) Token {
	c.oracle.mu.Lock()
	t := c.oracle.token
	c.oracle.mu.Unlock()
	if t.IsZero() || t.Value == rejected.Value {
		return Token{}
	}
	if c.alive == nil && c.clock.Now().Before(t.Expires) || c.alive != nil && c.alive(t) {
		return t
	}
	return Token{}
}
