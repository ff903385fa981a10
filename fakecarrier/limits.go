package fakecarrier

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// ParseLimits reads limits as the user types them: "1400/10s" is 1400 requests in each 10 s
// by the clock, "5/1m,60/1h" two limits beside each other, "none" no limit.
func ParseLimits(text string) (limits []quota.Limit, err error) {
	if text == "none" {
		return nil, nil
	}
	for word := range strings.SplitSeq(text, ",") {
		number, window, _ := strings.Cut(word, "/")
		n, wrong := strconv.Atoi(number)
		w, also := time.ParseDuration(window)
		if wrong != nil || also != nil || n < 1 || w <= 0 {
			return nil, fmt.Errorf("found the limit %q; meant a number above zero in a length of "+
				"time, as 1400/10s, or none", word)
		}
		limits = append(limits, quota.Limit{Hits: n, Window: w})
	}
	return limits, nil
}

// A limit is a meter that refuses, and a rule for each of its callers.
type limit struct {
	counter
	keyed[quota.Rule]
	throttle *throttle.Throttle
}

// open returns the rule that a request falls under, made if need be.
func (l *limit) open(r *Request) quota.Rule {
	rule := l.of(r)
	if rule == nil {
		rule = l.rule(l.throttle)
		l.set(r, rule)
	}
	return rule
}

// limited shows a request to every limit that counts it, and raises their objections. A limit of
// what is issued objects while it is full, and counts later.
func (c *Carrier) limited(at int64, r *Request, o *objection) {
	for _, l := range c.metering.limits[r.Endpoint] {
		if l.place > o.edge || !l.counts(r) {
			continue
		}
		rule := l.open(r)
		if l.Counts != throttle.AllHits {
			if free := quota.Free(rule, at); free > at {
				o.raise(l.place, l, rule.Clone().Judge(at).Since, free)
			}
			continue
		}
		if v := rule.Judge(at); v.Violated {
			o.raise(l.place, l, v.Since, quota.Free(rule, at))
		}
	}
}

// fill fills in the answer of the limit that objects first.
func (o *objection) fill(at int64, a *Response) {
	l := o.limit
	a.Status, a.Reason = l.Refusal.Status, l.Refusal.Reason
	if l.Refusal.RetryAfter {
		a.RetryAfter = time.Duration(o.until - at)
	}
	if a.Ban == BanNone {
		a.Meter, a.Since = l.number, unit.Instant(o.since)
	}
}

// succeeded shows a request that was answered 200 to the limits of what is issued.
func (c *Carrier) succeeded(at int64, r *Request) {
	for _, l := range c.metering.limits[r.Endpoint] {
		if l.Counts != throttle.AllHits && l.counts(r) {
			l.open(r).Judge(at)
		}
	}
}
