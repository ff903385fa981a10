package fakecarrier

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// ParseTransactions reads limits as the user types them: "1400/10s" is 1400 requests in each 10 s
// by the clock, "5/1m,60/1h" two limits beside each other, "none" no limit.
func ParseTransactions(text string) (limits []quota.Limit, err error) {
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

// allowances returns the meters of a client, made when it is first seen: the profile's transaction
// meters, in their order, then the daily quota where there is one.
func (c *Carrier) allowances(cl Client) []quota.Allowance {
	for int(cl) >= len(c.clients) {
		c.clients = append(c.clients, c.profile.allowances())
	}
	return c.clients[cl]
}

func (p *Profile) allowances() (meters []quota.Allowance) {
	for _, t := range p.Transactions {
		meters = append(meters, t.Open())
	}
	if p.DailyQuota > 0 {
		meters = append(meters, quota.Limit{Hits: p.DailyQuota, Window: 24 * time.Hour}.Open())
	}
	return meters
}

// metered counts a request in its client's transaction meters and daily quota, and says which of
// them refuses it, the first in their order, and for how long the refusing ones do; ReasonNone if
// none does.
func (c *Carrier) metered(at int64, r *Request) (why Reason, wait time.Duration) {
	if r.Endpoint == TokenEndpoint && !c.profile.MeterTokens {
		return ReasonNone, 0
	}
	now := unit.Instant(at)
	for i, m := range c.allowances(r.Client) {
		if !m.Judge(now).Violated {
			continue
		}
		if why == ReasonNone {
			why = c.profile.refusal(i)
		}
		if c.profile.refusal(i) == why {
			wait = max(wait, m.Until().Sub(now))
		}
	}
	return why, wait
}

// refusal is what the i-th of a client's meters refuses for.
func (p *Profile) refusal(i int) Reason {
	if i < len(p.Transactions) {
		return ReasonThrottled
	}
	return ReasonQuota
}
