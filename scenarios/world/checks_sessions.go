package world

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// sessionChecks hold runs with refresh tokens to what must hold in each: no session is lost without
// a cause that is told, none that was lost is renewed, and a replay issues nothing.
type sessionChecks struct {
	*checks
	carrier *carrier
	lost    []*time.Duration // by customer: since when; nil: it is not
	issued  uint64           // the token issued last
	refused uint64           // the request whose grant was refused last
}

func (c *sessionChecks) add(r *measure.Record) {
	switch r.Kind {
	case measure.TokenJudged:
		c.judged(r)
	case measure.SessionLost:
		switch {
		case c.lost[r.Customer] != nil:
			c.broken(r, "the session of customer %d is lost twice", r.Customer)
		case r.Loss() == measure.NotLost || r.Since > r.At:
			c.broken(r, "the session of customer %d is lost without a cause", r.Customer)
		case r.Loss() == measure.LostByReuse && r.Serial != c.refused && !c.carrier.late:
			c.broken(r, "a session is lost by request %d, which was not refused", r.Serial)
		}
		since := r.Since
		c.lost[r.Customer] = &since
	case measure.SessionBegan:
		if c.lost[r.Customer] == nil {
			c.broken(r, "customer %d signs in, whose session was not lost", r.Customer)
		}
		c.lost[r.Customer] = nil
	}
}

func (c *sessionChecks) judged(r *measure.Record) {
	switch {
	case r.Reason == fakecarrier.ReasonGrant:
		c.refused = r.Serial
		return
	case r.Status != statusOK:
		return
	}
	replay := r.Reason == fakecarrier.ReasonReplayed
	if !c.carrier.late { // else answers may leave in another order than that of issue
		if replay == (r.Token > c.issued) {
			c.broken(r, "token %d is the answer, a replay: %v; the last one issued is %d", r.Token,
				replay, c.issued)
		}
		c.issued = max(c.issued, r.Token)
	}
	if r.By == measure.ByFleet {
		if since := c.lost[r.Customer]; since != nil && r.Sent > *since {
			c.broken(r, "customer %d renews, whose session is lost since %v", r.Customer, *since)
		}
	}
}
