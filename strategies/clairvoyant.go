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
			"fleet, which learns of the token without a message. It does not ask while it would " +
			"be refused. No real system can know this; it shows how few renewals were possible.",
		File: "strategies/clairvoyant.go",
		// One retry covers a token that dies under way, which the present cannot tell.
		Parts: []Part{retryPart{retries: 1, on: []int{401}}, clairvoyantPart{}},
	})
}

// clairvoyantPart asks the carrier's own state whether the fleet's token is alive. Where there is
// nobody to ask, outside a simulation, it goes by expiry.
type clairvoyantPart struct{}

var _ = part("clairvoyant",
	"asks the carrier's own state; simulation only",
	func(*settings) Part { return clairvoyantPart{} })

func (clairvoyantPart) Source(env Env, next Source) Source {
	key := env.part + " " + env.Account
	return &clairvoyantSource{
		clock:  env.Clock,
		oracle: env.Oracle,
		fleet: shared(env.Fleet, key, func() *omniscience {
			return &omniscience{renewing: env.NewLock()}
		}),
		next: next,
	}
}

// omniscience is what the whole fleet knows of one customer.
type omniscience struct {
	renewing Lock
	mu       sync.Mutex
	token    Token // guarded by mu
}

type clairvoyantSource struct {
	clock  Clock
	oracle Oracle
	fleet  *omniscience
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
