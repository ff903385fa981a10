package fakecarrier

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A caller is what is known of one key: an IP, a client id, or a pair.
type caller struct {
	rules []quota.Rule
	from  int64 // its ban bites since then
	until int64 // and is over then; 0 where there is none
}

// callers are those of one carrier, made when their key is first seen.
type callers struct {
	keyed[*caller]
	rules []namedRule
}

// A namedRule makes a rule of each caller.
type namedRule struct {
	name string // of the reading; "" for a limit
	open func() quota.Rule
}

func newCallers(p *Profile, t *throttle.Throttle) callers {
	c := callers{keyed: keyed[*caller]{key: t.Key}}
	for _, r := range t.Enforced() {
		threshold, _ := r.Of(p.Thresholds())
		terms := quota.Terms{Threshold: threshold, Start: t.Start, End: t.Window}
		c.rules = append(c.rules, namedRule{r.ID, func() quota.Rule { return r.Rule(terms) }})
	}
	for _, m := range p.Meters {
		if m.bans() && m.Limit != (quota.Limit{}) {
			limit := m.Limit
			c.rules = append(c.rules, namedRule{"", limit.Rule})
		}
	}
	return c
}

// open returns the caller that a request is of, made if need be.
func (c *callers) open(ip IP, cl Client) *caller {
	k := c.of(ip, cl)
	if k == nil {
		k = &caller{rules: c.fresh()}
		c.set(ip, cl, k)
	}
	return k
}

// fresh are the rules of a caller that sent nothing yet.
func (c *callers) fresh() []quota.Rule {
	rules := make([]quota.Rule, len(c.rules))
	for i, r := range c.rules {
		rules[i] = r.open()
	}
	return rules
}

// judge shows a hit to all rules. It returns the index of the first one that the hit violates, -1
// if it violates none, and since when the window was filled.
func (k *caller) judge(at int64) (violated int, since int64) {
	violated = -1
	for i, rule := range k.rules {
		if v := rule.Judge(at); v.Violated && violated < 0 {
			violated, since = i, v.Since
		}
	}
	return violated, since
}

// bites reports whether the ban is in force.
func (k *caller) bites(at int64) bool { return k != nil && k.from <= at && at < k.until }

// count lets a hit count: the rules judge it if its endpoint is watched, and a ban starts or is
// extended. The answer notes it.
func (c *Carrier) count(at int64, r *Request, a *Response) {
	k := c.callers.open(r.IP, r.Client)
	on := at < k.until
	if !on && k.until != 0 {
		k.until = 0
		if c.throttle.Counters == throttle.Cleared {
			k.rules = c.callers.fresh()
		}
	}
	violated, since := -1, int64(0)
	if c.watches(r) {
		violated, since = k.judge(c.ticked(at))
	}
	until, changed := c.prolonged(at, k.until, violated >= 0)
	if !changed {
		return
	}
	if violated >= 0 {
		a.Rule = c.callers.rules[violated].name
	} else {
		since = at // any hit extends: this one
	}
	a.Since = unit.Instant(since)
	a.Ban = BanExtended
	if !on {
		a.Ban = BanStarted
		k.from = at + int64(c.throttle.Lag)
	}
	k.until, a.BannedUntil = until, unit.Instant(until)
}

// ticked is an instant by the clock of the meters.
func (c *Carrier) ticked(at int64) int64 {
	if clock := int64(c.throttle.Clock); clock != 0 {
		return unit.Floor(at, clock)
	}
	return at
}

// prolonged is the end of the ban after a hit, and whether the hit starts or extends it; until is
// its end so far, 0 if there is no ban. A hit may extend a ban to where it ends already: two at one
// instant.
func (c *Carrier) prolonged(at, until int64, violated bool) (end int64, changed bool) {
	from := at
	switch {
	case until == 0:
		if !violated {
			return 0, false
		}
	case c.throttle.Extension == throttle.NoExtension:
		return until, false
	case c.throttle.Extension == throttle.OnAnyHit:
	case !violated:
		return until, false
	case c.throttle.Extension == throttle.Stacking:
		from = until
	}
	end = from + int64(c.ban)
	switch c.throttle.End {
	case throttle.Sharp:
	case throttle.NextSecond:
		end = unit.Ceil(end, second)
	case throttle.NextMinute:
		end = unit.Ceil(end, minute)
	}
	return end, true
}
