package strategies

import (
	"context"
	"time"
)

// cachePart answers from the token cache, and puts there whatever it had to get. Its zero value is
// the cache of the naive baseline.
type cachePart struct{ cacheRule }

// A cacheRule says what in a cache may be used.
type cacheRule struct {
	margin       time.Duration // a token counts as expired so long before it is
	refused      refused
	store        whichStore
	key          cacheKey
	ignoreExpiry ignoreExpiry
	down         whenDown
}

type refused uint8

const (
	renewRefused refused = iota // a refused token is never replaced from the cache
	lookRefused                 // the cache is looked at: another may have renewed meanwhile
)

type whichStore uint8

const (
	ownStore    whichStore = iota // the application's own token cache
	sharedStore                   // the store that every node reaches
)

type cacheKey uint8

const (
	byCustomer cacheKey = iota // each customer's token has its place
	oneForAll                  // all customers of the store use the first one's place: a fixed key
)

type ignoreExpiry uint8

type whenDown uint8

const (
	missWhenDown     whenDown = iota // a cache that cannot tell is a cache that has nothing
	rememberWhenDown                 // what it last told, or was told, still counts in this process
)

func (r *cacheRule) read(s *settings) {
	s.duration("margin", &r.margin, 0)
	choice(s, "refused", &r.refused, []string{"renew", "look"})
	choice(s, "store", &r.store, []string{"own", "shared"})
	choice(s, "key", &r.key, []string{"customer", "fixed"})
	choice(s, "expiry", &r.ignoreExpiry, []string{"honour", "ignore"})
	choice(s, "down", &r.down, []string{"miss", "remember"})
}

var _ = part("cache", "answers from the token cache, and puts there what it had to get",
	func(s *settings) Part {
		var p cachePart
		p.read(s)
		return p
	})

func (p cachePart) Source(env Env, next Source) Source {
	return &cacheSource{lookSource: p.source(env, next)}
}

type cacheSource struct{ lookSource }

func (c *cacheSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, why := c.find(ctx, rejected)
	if why == WhyUnstated {
		return t, nil
	}
	t, err := c.next.Token(noteMiss(ctx, why), rejected)
	if err != nil {
		return Token{}, err
	}
	// A cache that cannot be written costs the next caller a renewal; this caller has its token,
	// and failing it would help nobody.
	_ = c.store.Put(ctx, t)
	c.remember(ctx, t)
	return t, nil
}
