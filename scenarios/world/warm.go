package world

import (
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// warm puts a token for each customer, issued now, into every store that there is. No request asks
// for it, and nobody counts it.
func (w *world) warm() {
	for customer := range w.Scenario.Fleet.Customers {
		answer := w.issue(customer, 0)
		issued, _ := w.carrier.Token(answer.Token) // one just issued is always held
		said := saidBy(&answer)
		token := strategies.Token{Value: w.values.of(answer.Token), Ends: issued.Expiry}
		put := func(c *cache, ahead time.Duration) {
			held, _ := c.tokens[customer].Get(context.Background()) // it never fails
			held.Value, held.Ends = token.Value, token.Ends
			held.Expires = w.expiry(said, ahead)
			_ = c.tokens[customer].Put(context.Background(), held)
		}
		put(w.store, 0)
		for _, d := range w.nodes {
			ahead := d.skew
			if d.clients[customer].cache == w.common {
				ahead = 0 // what nodes share has the true time
			}
			put(d.clients[customer].cache, ahead)
		}
		token.Expires = w.expiry(said, 0)
		w.warmed = append(w.warmed, token)
	}
}

// warmedUp is the token that a customer's stores began with, the first time that it is asked for:
// the clairvoyant, who has no store, begins with it too.
func (w *world) warmedUp(customer int) (t strategies.Token) {
	if len(w.warmed) > customer {
		t, w.warmed[customer] = w.warmed[customer], t
	}
	return t
}
