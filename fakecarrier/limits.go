package fakecarrier

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
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

// limits are meters that refuse, watch alike and have one key. A carrier has them in the order of
// its profile.
type limits struct {
	keyed[[]quota.Allowance]
	watches throttle.Scope
	meters  []Meter
}

// endpointLimits are the limits that watch each endpoint.
type endpointLimits [APIEndpoint + 1][]*limits

func newLimits(p *Profile) (by endpointLimits) {
	var l *limits
	for _, m := range p.Meters {
		if m.bans() {
			continue
		}
		if l == nil || l.key != m.Key || l.watches != m.Watches {
			l = &limits{keyed: keyed[[]quota.Allowance]{key: m.Key}, watches: m.Watches}
			for e := range by {
				if Covers(l.watches, Endpoint(e)) {
					by[e] = append(by[e], l)
				}
			}
		}
		l.meters = append(l.meters, m)
	}
	return by
}

// open makes the allowances that a request falls under, one for each meter.
func (l *limits) open(ip IP, cl Client) []quota.Allowance {
	fresh := make([]quota.Allowance, len(l.meters))
	for i, m := range l.meters {
		fresh[i] = m.Limit.Open()
	}
	l.set(ip, cl, fresh)
	return fresh
}

// exceeds counts a request in every limit that watches it, and fills in the refusal where it
// exceeds any: that of the first, and until none of them refuses any more.
func (c *Carrier) exceeds(at int64, r *Request, a *Response) bool {
	for _, l := range c.limits[r.Endpoint] {
		allowances := l.of(r.IP, r.Client)
		if allowances == nil {
			allowances = l.open(r.IP, r.Client)
		}
		for i := range allowances {
			if allowances[i].Exceeds(at) {
				l.meters[i].Refusal.fill(a, time.Duration(allowances[i].Until()-at))
			}
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
