package world

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// meterChecks hold a carrier whose meters are listed to what must hold, whatever they are: no meter
// objects to a hit unless those that it counted are more than it allows, a refusal is that of the
// meter which objected, and nobody is served during a ban that covers what he asks for.
type meterChecks struct {
	*checks
	carrier *carrier
	meters  []fakecarrier.Meter
	hits    []map[int]*quota.Window // by meter, then by whom it counts: those that it counted
	bans    []*span                 // by Course.Caller: the latest; nil is none
	edge    bool                    // a ban at the edge keeps hits from meters
}

// A span is that of a ban.
type span struct {
	from, until time.Duration
	of          *fakecarrier.Meter // one of those that start such bans
	key         int                // by whom they count
}

func newMeterChecks(c *checks, k *carrier) *meterChecks {
	m := &meterChecks{checks: c, carrier: k, meters: k.machine.Meters()}
	for i := range m.meters {
		m.hits = append(m.hits, map[int]*quota.Window{})
		m.edge = m.edge || m.meters[i].Ban.Edge
	}
	return m
}

// tells reports whether records tell by whom the meter counts, and which hits.
func tells(m *fakecarrier.Meter) bool {
	return m.Path == "" && m.Key != fakecarrier.ByRefreshToken && m.Key != fakecarrier.ByGrantType
}

func endpointOf(r *measure.Record) fakecarrier.Endpoint {
	if r.Kind == measure.TokenJudged {
		return fakecarrier.TokenEndpoint
	}
	return fakecarrier.APIEndpoint
}

func (c *meterChecks) judged(r *measure.Record) {
	served := r.Status == statusOK && r.Reason == fakecarrier.ReasonNone
	for i := range c.meters {
		m := &c.meters[i]
		if !tells(m) || !fakecarrier.Covers(m.Watches, endpointOf(r)) {
			continue
		}
		if m.Counts == throttle.AllHits || served {
			c.window(i, r).Add(r.At)
		}
	}
	refused := r.Reason == fakecarrier.ReasonThrottled || r.Reason == fakecarrier.ReasonDisguised
	switch {
	case r.Meter == 0 && (refused || r.Ban != fakecarrier.BanNone):
		c.broken(r, "%d by no meter", r.Status)
	case r.Meter != 0:
		c.objected(r)
	}
	c.barred(r)
	if r.Ban != fakecarrier.BanNone {
		c.changed(r)
	}
}

// window holds the hits that a meter counted of the sender of r's request. They are as many as the
// meter allows and one more: no objection needs others to be founded.
func (c *meterChecks) window(meter int, r *measure.Record) *quota.Window {
	n := c.course.Number(c.meters[meter].Key, r)
	w := c.hits[meter][n]
	if w == nil {
		fresh := quota.NewWindow(quota.LongestWindow, allowed(&c.meters[meter])+1)
		w = &fresh
		c.hits[meter][n] = w
	}
	return w
}

// allowed is how many hits a meter lets pass at the most before it objects.
func allowed(m *fakecarrier.Meter) int {
	if m.Reading == "" {
		return m.Limit.Hits
	}
	return max(m.Threshold.Total(), 1)
}

// objected checks that the meter which objects is one that could, and had reason to.
func (c *meterChecks) objected(r *measure.Record) {
	i := int(r.Meter) - 1
	if i >= len(c.meters) {
		c.broken(r, "meter %d of %d objected", r.Meter, len(c.meters))
		return
	}
	m := &c.meters[i]
	bans := m.Ban != fakecarrier.BanTerms{}
	switch {
	case bans != (r.Ban != fakecarrier.BanNone):
		c.broken(r, "meter %d, %v, did to the ban: %v", r.Meter, m, r.Ban)
	case !bans && int(r.Status) != m.Refusal.Status:
		c.broken(r, "%d by meter %d, %v", r.Status, r.Meter, m)
	case bans && m.Ban.Extends == throttle.OnAnyHit && r.Ban == fakecarrier.BanExtended,
		c.edge, !tells(m), m.Reading != "":
		// Any hit did, or records do not tell.
	default:
		need := m.Limit.Hits + 1
		if m.Counts != throttle.AllHits {
			need-- // the refused hit is none of them
		}
		if n := len(c.window(i, r).Since(r.Since)); n < need {
			c.broken(r, "meter %d, %v, objects to %d hits since %v", r.Meter, m, n, r.Since)
		}
	}
}

// barred checks that nobody is served during a ban, and that the 403 of a ban is in one.
func (c *meterChecks) barred(r *measure.Record) {
	banned := r.Ban != fakecarrier.BanNone
	for _, b := range c.bans {
		if b == nil || !fakecarrier.Covers(b.of.Ban.Covers, endpointOf(r)) {
			continue
		}
		inside := r.At > b.from+c.carrier.rules.Lag && r.At < b.until
		banned = banned || r.At >= b.from && r.At <= b.until
		if inside && tells(b.of) && b.key == c.course.Number(b.of.Key, r) && r.Status == statusOK {
			c.broken(r, "answered 200 during a ban from %v to %v", b.from, b.until)
		}
	}
	if r.Reason == fakecarrier.ReasonBanned && !banned {
		c.broken(r, "a ban's 403, and there is no ban")
	}
}

// changed notes a ban that began, or now ends at another time.
func (c *meterChecks) changed(r *measure.Record) {
	if r.Meter == 0 {
		return // broken already
	}
	i, m := c.course.Caller(r), &c.meters[r.Meter-1]
	for i >= len(c.bans) {
		c.bans = append(c.bans, nil)
	}
	b := c.bans[i]
	if b == nil {
		b = &span{of: m, key: c.course.Number(m.Key, r)}
		c.bans[i] = b
	}
	if r.Ban == fakecarrier.BanStarted {
		b.from = r.At
	}
	b.until = r.BannedUntil
}
