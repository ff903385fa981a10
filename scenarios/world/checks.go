package world

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// checks is the Fold that holds every run to what must hold in every run. It keeps its own books,
// from the records alone, and asks the carrier only what no record tells.
type checks struct {
	w         *world
	course    measure.Course
	last      time.Duration
	actions   actionBook
	uncounted int             // open actions that figures do not count
	carriers  []carrierChecks // by Record.Carrier
	callers   []callerChecks  // by Course.Caller
	held      *withheld       // the answer of the next record, where it was withheld
	err       error           // the first broken invariant
}

// carrierChecks are of one carrier: what must hold, holds of each.
type carrierChecks struct {
	*carrier
	span     time.Duration  // of its callers' hits
	keeps    bool           // hits are kept: they alone decide a ban
	sessions *sessionChecks // nil: there are no refresh tokens
	meters   *meterChecks   // nil: the scenario lists no meters
	proxy    *proxyChecks   // nil: there is none
}

type callerChecks struct {
	from, until time.Duration // of the ban in force, or the last one
	banned      bool          // there has been one
	hits        quota.Window  // the token hits that a ban may be founded on
}

// Hits are kept for judging a ban once more from scratch: those of the longest threshold and a
// little before it, for readings that align to whole seconds, or count in whole buckets.
const (
	mostKept = 1 << 14
	leeway   = quota.LongestBucket + 1
)

func newChecks(w *world) *checks {
	c := &checks{w: w, course: w.course()}
	for _, k := range w.carriers {
		of := carrierChecks{carrier: k, span: leeway, keeps: plain(k.rules)}
		for _, t := range k.machine.Profile().Thresholds() {
			of.span = max(of.span, t.Span+leeway)
		}
		if k.spec.Metered() {
			of.meters = newMeterChecks(c, k)
		}
		if k.proxy != nil {
			of.proxy = &proxyChecks{checks: c, proxy: k.proxy, until: map[uint16]time.Duration{}}
		}
		if k.sessions != nil {
			of.sessions = &sessionChecks{
				checks: c, carrier: k, lost: make([]*time.Duration, w.Scenario.Fleet.Customers),
			}
		}
		c.carriers = append(c.carriers, of)
	}
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
	if s := c.carriers[r.Carrier].sessions; s != nil {
		s.add(r)
	}
	switch r.Kind {
	case measure.ActionStarted:
		if !c.course.Counts(r) {
			c.uncounted++
		}
		if !c.actions.begin(r.Action) {
			c.broken(r, "an action began out of turn")
		}
	case measure.ActionSucceeded, measure.ActionFailed:
		if !c.course.Counts(r) {
			c.uncounted--
		}
		if !c.actions.end(r.Action) {
			c.broken(r, "an action ended that was not under way")
		}
	case measure.TokenJudged, measure.APIJudged:
		if p := c.carriers[r.Carrier].proxy; p != nil && r.Kind == measure.APIJudged {
			p.judged(r)
		}
		if r.Reason == fakecarrier.ReasonProxy { // no meter and no ban saw it
			if r.Kind != measure.APIJudged || c.carriers[r.Carrier].proxy == nil {
				c.broken(r, "answered by a proxy, and there is none")
			}
			return
		}
		if r.Kind == measure.APIJudged || r.Why != strategies.WhyUnstated { // else it was no request
			if m := c.carriers[r.Carrier].meters; m != nil {
				m.judged(r)
			} else {
				c.judged(r)
			}
		}
		c.lives(r)
	case measure.BanImposed, measure.FurtherBan:
		if m := c.carriers[r.Carrier].meters; m != nil {
			m.changed(r)
			return
		}
		k := c.caller(r)
		if r.Ban == fakecarrier.BanStarted {
			k.banned, k.from = true, r.At
		}
		k.until = r.BannedUntil
	}
}

// caller is the book of whom a ban hits that hits the sender of r's request.
func (c *checks) caller(r *measure.Record) *callerChecks {
	i := c.course.Caller(r)
	for i >= len(c.callers) {
		span := c.carriers[len(c.callers)%len(c.carriers)].span
		c.callers = append(c.callers, callerChecks{hits: quota.NewWindow(span, mostKept)})
	}
	return &c.callers[i]
}

// arrived notes a request that arrives now, and whose record will come when its answer leaves.
func (c *checks) arrived(r *measure.Record, e fakecarrier.Endpoint) {
	of := &c.carriers[r.Carrier]
	if of.keeps && e == fakecarrier.TokenEndpoint && of.rules.Moment == throttle.Arrival {
		c.caller(r).hits.Add(c.w.sim.Now())
	}
}

func (c *checks) judged(r *measure.Record) {
	k, of := c.caller(r), &c.carriers[r.Carrier]
	token := r.Kind == measure.TokenJudged
	bound := r.At // the latest instant at which a ban could still refuse the request
	if c.held != nil && of.rules.InFlight == throttle.Finish {
		bound = c.held.arrived
	}
	if token && of.keeps && (c.held == nil || of.rules.Moment == throttle.Completion) {
		k.hits.Add(r.At)
	}
	if k.banned && r.Status == 200 && bound > k.from+of.rules.Lag && bound < k.until &&
		of.covered(r.Kind) {
		c.broken(r, "answered 200 during a ban from %v to %v", k.from, k.until)
	}
	if !token && r.Status == 200 && len(c.carriers) > 1 && of.id(r.Token) == 0 {
		c.broken(r, "answered 200 with a token of another carrier")
	}
	switch r.Ban {
	case fakecarrier.BanStarted:
		c.founded(k, r)
		k.banned, k.from, k.until = true, r.At, r.BannedUntil
	case fakecarrier.BanExtended:
		k.until = r.BannedUntil
	}
}

// lives counts the live tokens of a customer who got another.
func (c *checks) lives(r *measure.Record) {
	of := &c.carriers[r.Carrier]
	if r.Kind == measure.TokenJudged && r.Status == 200 && of.single {
		if n := of.machine.LiveWith(of.id(r.Token), c.w.now()); n > 1 {
			c.broken(r, "customer %d has %d live tokens", r.Customer, n)
		}
	}
}

// covered reports whether a ban refuses requests whose records are of this kind.
func (c *carrierChecks) covered(kind measure.Kind) bool {
	e := fakecarrier.APIEndpoint
	if kind == measure.TokenJudged {
		e = fakecarrier.TokenEndpoint
	}
	return fakecarrier.Covers(c.rules.Scope, e)
}

// founded judges the hits before a ban once more, as a bare list.
func (c *checks) founded(k *callerChecks, r *measure.Record) {
	of := &c.carriers[r.Carrier]
	if !of.keeps || r.Rule == 0 { // any hit, or a limit that no reading reads
		return
	}
	rule := measure.RuleName(r)
	var hits []time.Time
	k.hits.Count(r.At)
	for _, at := range k.hits.Since(0) {
		hits = append(hits, c.w.epoch.Add(at))
	}
	thresholds := of.machine.Profile().Thresholds()
	for _, j := range quota.Judge(hits, thresholds, []string{rule}) {
		if !j.Certain {
			c.broken(r, "a ban by %s that the hits do not bear out", rule)
		}
	}
}

// plain reports whether a ban hangs on the list of hits alone: a reading is enforced, and no switch
// changes which hits count, and when.
func plain(t throttle.Throttle) bool {
	return len(t.Enforced()) > 0 &&
		t.Hits == throttle.AllHits && t.Counters == throttle.Kept && t.Clock == 0 &&
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
	case a.Open+c.uncounted != c.actions.open:
		return fmt.Errorf("%d actions are open by count, %d by name", a.Open+c.uncounted,
			c.actions.open)
	}
	return nil
}
