package world

import (
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// warm puts a token for each customer, issued now, into every store that there is. No request asks
// for it, and nobody counts it.
func (k *carrier) warm() {
	for customer := range k.Scenario.Fleet.Customers {
		answer := k.issue(customer, 0)
		issued, _ := k.machine.Token(answer.Token) // one just issued is always held
		said := saidBy(&answer)
		token := strategies.Token{Value: k.values.of(k.number(answer.Token)), Ends: issued.Expiry}
		put := func(c *cache, ahead time.Duration) {
			held, _ := c.tokens[customer].Get(context.Background()) // it never fails
			held.Value, held.Ends = token.Value, token.Ends
			held.Expires = k.expiry(said, ahead)
			_ = c.tokens[customer].Put(context.Background(), held)
		}
		put(k.store, 0)
		for _, d := range k.nodes {
			own, ahead := d.at[k.index].clients[customer].cache, d.skew
			if own == k.common {
				ahead = 0 // what nodes share has the true time
			}
			put(own, ahead)
		}
		token.Expires = k.expiry(said, 0)
		k.warmed = append(k.warmed, token)
	}
}

// warmedUp is the token that a customer's stores began with, the first time that it is asked for:
// the clairvoyant, who has no store, begins with it too.
func (k *carrier) warmedUp(customer int) (t strategies.Token) {
	if len(k.warmed) > customer {
		t, k.warmed[customer] = k.warmed[customer], t
	}
	return t
}
