package drive

import (
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// warm waits for the beginning, and puts a token for each customer, issued then, into every store.
// No request asks for it, and nobody counts it.
func (f *fleet) warm(ctx context.Context) error {
	if !f.clock.until(ctx, 0) {
		return ctx.Err()
	}
	for customer := range f.Scenario.Fleet.Customers {
		token, err := f.operator.issue(ctx, clientID(customer))
		if err != nil {
			return err
		}
		put := func(c *cache, ahead time.Duration) {
			held, _ := c.tokens[customer].Get(ctx) // a MemoryStore never fails
			held.Value, held.Ends = token.Token, token.Expiry
			held.Expires = f.saidOf(token.Expiry, ahead)
			_ = c.tokens[customer].Put(ctx, held)
		}
		put(f.store, 0)
		for n := range f.nodes.size() {
			d := f.nodes.at(n)
			ahead := time.Duration(d.skew.Load())
			if f.common != nil {
				ahead = 0 // what nodes share has the true time
			}
			put(d.caches[customer], ahead)
		}
	}
	return nil
}

// saidOf is when a token expires that is issued now, as an answer would say it by a clock that is
// so far ahead; the zero Time if it would not.
func (f *fleet) saidOf(expiry time.Time, ahead time.Duration) time.Time {
	now := f.clock.Now().Add(ahead)
	switch f.profile.Says {
	case fakecarrier.SaysNothing:
		return time.Time{}
	case fakecarrier.SaysLife:
		return expiry.Add(ahead)
	case fakecarrier.SaysSecondLess:
		return expiry.Add(ahead - fakecarrier.LeastTokenLife)
	case fakecarrier.SaysExpiresIn:
	}
	return now.Add(f.profile.ExpiresIn)
}
