package world

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// checks is the Fold that holds every run to what must hold in every run. It keeps its own books,
// from the records alone, and asks the carrier only what no record tells.
type checks struct {
	w        *world
	throttle throttle.Throttle
	last     time.Duration
	actions  actionBook
	ips      []ipChecks
	span     time.Duration // of their hits
	keeps    bool          // hits are kept: they alone decide a ban
	err      error         // the first broken invariant
}

type ipChecks struct {
	from, until time.Duration // of the ban in force, or the last one
	banned      bool          // there has been one
	hits        quota.Window  // the token hits that a ban may be founded on
}

// Hits are kept for judging a ban once more from scratch: those of the longest threshold and a
// little before it, for readings that align to whole seconds.
const (
	mostKept = 1 << 14
	leeway   = time.Second + 1
)

func newChecks(w *world) *checks {
	_, throttle, err := w.Scenario.CarrierUnder(w.Reading)
	if err != nil {
		panic(err) // the world was built from it
	}
	span := leeway
	for _, t := range w.carrier.Profile().Thresholds() {
		span = max(span, t.Span+leeway)
	}
	c := &checks{w: w, throttle: throttle, span: span, keeps: plain(throttle)}
	c.ip(uint16(w.Scenario.Fleet.PublicIPs))
	return c
}

func (c *checks) broken(r *measure.Record, format string, args ...any) {
	if c.err == nil {
		what := fmt.Sprintf(format, args...)
		c.err = fmt.Errorf("at %v, request %d, action %d: %s", r.At, r.Serial, r.Action, what)
	}
}

// Add checks one record.
func (c *checks) Add(r *measure.Record) {
	if r.At < c.last {
		c.broken(r, "the clock went back from %v", c.last)
	}
	c.last = r.At
	if r.Sent > r.At {
		c.broken(r, "an answer at %v precedes its request at %v", r.At, r.Sent)
	}
	switch r.Kind {
	case measure.ActionStarted:
		if !c.actions.begin(r.Action) {
			c.broken(r, "an action began out of turn")
		}
	case measure.ActionSucceeded, measure.ActionFailed:
		if !c.actions.end(r.Action) {
			c.broken(r, "an action ended that was not under way")
		}
	case measure.TokenJudged, measure.APIJudged:
		c.judged(r)
	case measure.BanImposed:
		ip := c.ip(r.IP)
		if r.Ban == fakecarrier.BanStarted {
			ip.banned, ip.from = true, r.At
		}
		ip.until = r.BannedUntil
	}
}

// ip is the book of a public IP; faults may give the fleet new ones.
func (c *checks) ip(n uint16) *ipChecks {
	for int(n) >= len(c.ips) {
		c.ips = append(c.ips, ipChecks{hits: quota.NewWindow(c.span, mostKept)})
	}
	return &c.ips[n]
}

func (c *checks) judged(r *measure.Record) {
	ip := c.ip(r.IP)
	token := r.Kind == measure.TokenJudged
	if token && c.keeps {
		ip.hits.Add(r.At)
	}
	if ip.banned && r.Status == 200 && r.At > ip.from+c.throttle.Lag && r.At < ip.until &&
		(token || c.throttle.Scope == throttle.AllScope) {
		c.broken(r, "answered 200 during a ban from %v to %v", ip.from, ip.until)
	}
	switch r.Ban {
	case fakecarrier.BanStarted:
		c.founded(ip, r)
		ip.banned, ip.from, ip.until = true, r.At, r.BannedUntil
	case fakecarrier.BanExtended:
		ip.until = r.BannedUntil
	}
	if token && r.Status == 200 && c.w.single {
		client, now := fakecarrier.Client(r.Customer), c.w.now()
		if n := c.w.carrier.Live(client, now); n > 1 {
			c.broken(r, "customer %d has %d live tokens", r.Customer, n)
		}
	}
}

// founded judges the hits before a ban once more, as a bare list.
func (c *checks) founded(ip *ipChecks, r *measure.Record) {
	rule := measure.RuleName(r)
	if !c.keeps || rule == "" { // "": any hit, or a limit that no reading reads
		return
	}
	var hits []time.Time
	ip.hits.Count(r.At)
	for _, at := range ip.hits.Since(0) {
		hits = append(hits, c.w.epoch.Add(at))
	}
	thresholds := c.w.carrier.Profile().Thresholds()
	for _, j := range quota.Judge(hits, c.w.epoch, thresholds, []string{rule}) {
		if !j.Violated {
			c.broken(r, "a ban by %s that the hits do not bear out", rule)
		}
	}
}

// plain reports whether a ban hangs on the list of hits alone: a reading is enforced, and no switch
// changes which hits count, and when.
func plain(t throttle.Throttle) bool {
	return len(t.Enforced()) > 0 &&
		t.Key == throttle.ByIP && t.Hits == throttle.AllHits &&
		t.Moment == throttle.Arrival && t.Counters == throttle.Kept && t.Clock == 0 &&
		t.Window == quota.HalfOpen && t.Start == quota.Aligned &&
		t.Watches == throttle.TokenScope
}

// verdict is the first broken invariant, those of the totals included.
func (c *checks) verdict(t *measure.Tally) error {
	a := t.Actions
	switch {
	case c.err != nil:
		return c.err
	case a.Started != a.Succeeded+a.Failed+a.Open:
		return fmt.Errorf("%d actions started, %d succeeded, %d failed, %d are open",
			a.Started, a.Succeeded, a.Failed, a.Open)
	case a.Open != c.actions.open:
		return fmt.Errorf("%d actions are open by count, %d by name", a.Open, c.actions.open)
	}
	return nil
}
