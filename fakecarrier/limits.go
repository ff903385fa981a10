package fakecarrier

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
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
		limits = append(limits, quota.Limit{Hits: n, Window: w, Start: quota.Aligned})
	}
	return limits, nil
}

// A limit is a meter that refuses, and what is left to each of its callers.
type limit struct {
	keyed[*quota.Allowance]
	meter Meter
}

// endpointLimits are the limits that watch each endpoint, in the order of the profile.
type endpointLimits [APIEndpoint + 1][]*limit

func newLimits(p *Profile) (by endpointLimits) {
	for _, m := range p.Meters {
		if m.bans() {
			continue
		}
		l := &limit{keyed[*quota.Allowance]{key: m.Key}, m}
		for e := range by {
			if Covers(m.Watches, Endpoint(e)) {
				by[e] = append(by[e], l)
			}
		}
	}
	return by
}

// open makes the allowance that a request falls under.
func (l *limit) open(ip IP, cl Client) *quota.Allowance {
	fresh := l.meter.Limit.Open()
	l.set(ip, cl, fresh)
	return fresh
}

// exceeds counts a request in every limit that watches it, and fills in the refusal where it
// exceeds any: that of the first, and until none of them refuses any more.
func (c *Carrier) exceeds(at int64, r *Request, a *Response) bool {
	for _, l := range c.limits[r.Endpoint] {
		allowance := l.of(r.IP, r.Client)
		if allowance == nil {
			allowance = l.open(r.IP, r.Client)
		}
		if allowance.Exceeds(at) {
			l.meter.Refusal.fill(a, time.Duration(allowance.Until()-at))
		}
	}
	return a.Status != 0
}

// fill adds to the answer that the hit is refused for so long.
func (f *Refusal) fill(a *Response, wait time.Duration) {
	if a.Status == 0 {
		a.Status, a.Reason = f.Status, f.Reason
	}
	if f.RetryAfter {
		a.RetryAfter = max(a.RetryAfter, wait)
	}
}
