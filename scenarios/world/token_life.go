package world

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// lifetimes are what the carrier draws for each token, and what its answers say.
type lifetimes struct {
	life, activation chance.Distribution
	drawsLife        bool // or else each token lives as the profile says
	streams          []*rand.Rand
	next             []drawn        // by customer: of its next token
	said             []saidOfExpiry // by message
}

// A drawn is what was drawn for a token.
type drawn struct {
	life, activation time.Duration
	given            bool
}

// A saidOfExpiry is what an answer says of its token's life, unsaid: nothing; and of limits.
type saidOfExpiry struct {
	in     time.Duration
	unsaid bool
	limits []fakecarrier.Announced
}

// draws sets up the streams, one a customer: whose tokens are renewed more often changes nothing of
// another's.
func (k *carrier) draws() {
	c := k.spec
	l := &k.lifetimes
	l.life, l.drawsLife, l.activation = c.Life.Distribution, c.Life.Drawn(), c.Active
	if !l.drawsLife && l.activation.IsZero() {
		return
	}
	for customer := range k.Scenario.Fleet.Customers {
		l.streams = append(l.streams, k.rand("token/customer/%d", customer))
	}
	l.next = make([]drawn, len(l.streams))
}

// draw fills in what the carrier draws for the token that a request may be given. A request that is
// given none leaves it to the next.
func (l *lifetimes) draw(q *fakecarrier.Request) {
	if int(q.Client) >= len(l.next) {
		return
	}
	next, stream := &l.next[q.Client], l.streams[q.Client]
	if !next.given {
		next.given = true
		if l.drawsLife {
			next.life = max(1, l.life.Draw(stream)) // 0 is the profile's
		}
		next.activation = l.activation.Draw(stream)
	}
	q.Life, q.Activation = next.life, next.activation
}

// issued notes what becomes of that.
func (l *lifetimes) issued(
	q *fakecarrier.Request, token fakecarrier.TokenID, r fakecarrier.Reason,
) {
	if int(q.Client) < len(l.next) && token != 0 && r != fakecarrier.ReasonReplayed {
		l.next[q.Client].given = false
	}
}

// issue gives a customer's token to whoever asks for it in a way that no meter sees.
func (k *carrier) issue(customer int, serial uint64) fakecarrier.Response {
	q := fakecarrier.Request{Client: fakecarrier.Client(customer), Serial: serial}
	k.draw(&q)
	a := k.machine.Issue(k.now(), q)
	k.issued(&q, a.Token, a.Reason)
	return a
}

// heard notes what an answer says.
func (l *lifetimes) heard(message uint32, a *fakecarrier.Response) {
	if missing := int(message) + 1 - len(l.said); missing > 0 {
		l.said = append(l.said, make([]saidOfExpiry, missing)...)
	}
	l.said[message] = saidBy(a)
}

func saidBy(a *fakecarrier.Response) saidOfExpiry {
	return saidOfExpiry{a.ExpiresIn, a.Unsaid, a.Limits}
}

// limits are those that the headers of an answer tell of.
func (k *carrier) limits(said saidOfExpiry) (all []strategies.Limit) {
	for _, l := range said.limits {
		limit := k.machine.Meters()[l.Meter-1].Limit
		all = append(all, strategies.Limit{
			Hits: limit.Hits, Window: limit.Window, Remaining: l.Remaining,
			Reset: wholeSeconds(l.Reset),
		})
	}
	return all
}

// expiry is when the token of an answer that arrives now expires, by a clock that is so far ahead;
// the zero Time if the answer does not say.
func (k *carrier) expiry(said saidOfExpiry, ahead time.Duration) time.Time {
	if said.unsaid {
		return time.Time{}
	}
	return k.instant(k.sim.Now() + ahead + said.in)
}
