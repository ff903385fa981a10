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

// limits are meters that refuse, watch alike and have one key. A carrier has them in the order of
// its profile.
type limits struct {
	keyed[[]quota.Allowance]
	watches Scope
	meters  []Meter
}

func newLimits(p *Profile) (all []limits) {
	for _, m := range p.Meters {
		if m.bans() {
			continue
		}
		last := len(all) - 1
		if last < 0 || all[last].key != m.Key || all[last].watches != m.Watches {
			all = append(all, limits{watches: m.Watches})
			last++
			all[last].key = m.Key
		}
		all[last].meters = append(all[last].meters, m)
	}
	return all
}

// open returns the allowances that a request falls under, one for each meter, made if need be.
func (l *limits) open(ip IP, cl Client) []quota.Allowance {
	if known := l.of(ip, cl); known != nil {
		return known
	}
	fresh := make([]quota.Allowance, len(l.meters))
	for i, m := range l.meters {
		fresh[i] = m.Limit.Open()
	}
	l.set(ip, cl, fresh)
	return fresh
}

// exceeds counts a request in every limit that watches it, and fills in the refusal where it
// exceeds any: that of the first, and until none of them refuses any more.
func (c *Carrier) exceeds(at int64, r *Request, a *Response) (refused bool) {
	for i := range c.limits {
		l := &c.limits[i]
		if !Covers(l.watches, r.Endpoint) {
			continue
		}
		allowances := l.open(r.IP, r.Client)
		for j := range allowances {
			allowance := &allowances[j]
			if !allowance.Exceeds(at) {
				continue
			}
			refusal := &l.meters[j].Refusal
			if !refused {
				refused, a.Status, a.Reason = true, refusal.Status, refusal.Reason
			}
			if refusal.RetryAfter {
				a.RetryAfter = max(a.RetryAfter, time.Duration(allowance.Until()-at))
			}
		}
	}
	return refused
}
