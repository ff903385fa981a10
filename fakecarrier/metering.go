package fakecarrier

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// metering is the meters of one carrier in operation, by the endpoint that they look at, in the
// order in which they object.
type metering struct {
	list    []Meter // all that count
	books   []*banBook
	changed [APIEndpoint + 1][]*banBook // those whose bans a hit may start or prolong
	covered [APIEndpoint + 1][]*banBook // those whose bans refuse a hit
	limits  [APIEndpoint + 1][]*limit   // those that may refuse one
	issued  [APIEndpoint + 1]bool       // one of these counts what is issued
	told    [APIEndpoint + 1]bool       // one of these announces itself
}

func newMetering(p *Profile, t *throttle.Throttle) metering {
	m := metering{list: p.MetersUnder(t)}
	if s := p.sentence(); s != nil { // its bans may be imposed, though no reading is in force
		first := slices.IndexFunc(p.Meters, func(m Meter) bool { return m.open() })
		m.book(Key(t.Key), bansUnder(s, t), first, t).read = true
	}
	for i := range m.list {
		of := newCounter(p, &m.list[i], uint8(i+1))
		if of.bans() {
			m.book(of.Key, of.Ban, of.place, t).add(of)
			continue
		}
		l := &limit{counter: of, throttle: t}
		l.key = of.Key
		for e := range m.limits {
			if of.minds(Endpoint(e)) {
				m.limits[e] = append(m.limits[e], l)
				m.issued[e] = m.issued[e] || of.Counts != throttle.AllHits
				m.told[e] = m.told[e] || of.Announces != AnnounceNothing
			}
		}
	}
	for _, b := range m.books {
		b.unused = b.fresh()
		for e := range m.changed {
			if b.minds(Endpoint(e)) {
				m.changed[e] = append(m.changed[e], b)
			}
			if Covers(b.terms.Covers, Endpoint(e)) {
				m.covered[e] = append(m.covered[e], b)
			}
		}
	}
	return m
}

// book is that of the bans of a key and of these terms, begun if need be at a place in the list.
func (m *metering) book(
	key Key, terms BanTerms, place int, t *throttle.Throttle,
) *banBook {
	i := slices.IndexFunc(m.books, func(b *banBook) bool { return b.key == key && b.terms == terms })
	if i >= 0 {
		return m.books[i]
	}
	b := &banBook{terms: terms, place: place, throttle: t}
	b.key = key
	m.books = append(m.books, b)
	return b
}

// A counter is a meter, and which requests it counts of those that it watches.
type counter struct {
	Meter
	number uint8 // in the list, from 1
	paths  []bool
	named  bool // paths say which operations are watched; of the token endpoint, [renewals, others]
}

func newCounter(p *Profile, m *Meter, number uint8) counter {
	c := counter{Meter: *m, number: number, named: m.Path != ""}
	switch {
	case !c.named:
	case c.minds(TokenEndpoint):
		// Where renewals have a path of their own, the other path is of all else.
		apart := p.Wire.Refresh != "" && p.Wire.Refresh != p.Wire.Token
		c.paths = []bool{
			m.Path == p.Wire.Refresh || !apart, m.Path == p.Wire.Token,
		}
	default:
		for _, o := range p.Wire.Operations {
			c.paths = append(c.paths, o.Path == m.Path && o.Outcome == wire.Answered)
		}
	}
	return c
}

// counts reports whether the meter counts a request, whatever its answer.
func (c *counter) counts(r *Request) bool {
	if !c.minds(r.Endpoint) || c.Key == ByRefreshToken && !r.Renews {
		return false
	}
	if c.Grant != AnyGrant && (r.Endpoint != TokenEndpoint || c.Grant != grantTypeOf(r)) {
		return false
	}
	if !c.named {
		return true
	}
	i := int(r.Operation)
	if r.Endpoint == TokenEndpoint {
		if i = 1; r.Renews {
			i = 0
		}
	}
	return i < len(c.paths) && c.paths[i]
}

// Meters are those that count, in the order in which they object. Response.Meter counts them from
// 1.
func (c *Carrier) Meters() []Meter { return c.metering.list }

// An objection is what meters have against a hit. The first in the list answers.
type objection struct {
	place int    // of the first that objects, in the list
	edge  int    // of the first that does at the edge
	limit *limit // it; nil where a ban objects
	since int64  // the hits that filled its window are those since then
	until int64  // the first instant at which none of them objects any more, if nothing comes
}

// none is the place of no objection, behind all others.
const none = MostMeters

// raise adds that one objects.
func (o *objection) raise(place int, l *limit, since, until int64) {
	if place < o.place {
		o.place, o.limit, o.since = place, l, since
	}
	o.until = max(o.until, until)
}
