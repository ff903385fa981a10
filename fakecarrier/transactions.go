package fakecarrier

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseTransactions reads limits as the user types them: "1400/10s" is 1400 requests in each 10 s
// by the clock, "5/1m,60/1h" two limits beside each other, "none" no limit.
func ParseTransactions(text string) (limits []Transactions, err error) {
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
		limits = append(limits, Transactions{Limit: n, Window: w, Start: Aligned})
	}
	return limits, nil
}

// allowances returns the meters of a client, made when it is first seen: the profile's transaction
// meters, in their order, then the daily quota where there is one.
func (c *Carrier) allowances(cl Client) []fixed {
	for int(cl) >= len(c.clients) {
		c.clients = append(c.clients, c.profile.allowances())
	}
	return c.clients[cl]
}

func (p *Profile) allowances() (meters []fixed) {
	for _, t := range p.Transactions {
		meters = append(meters, fixed{window: int64(t.Window), full: t.Limit + 1, start: t.Start})
	}
	if p.DailyQuota > 0 {
		meters = append(meters, fixed{window: day, full: p.DailyQuota + 1, start: Aligned})
	}
	return meters
}

// metered counts a request in its client's transaction meters and daily quota, and says which of
// them refuses it; ReasonNone if none does.
func (c *Carrier) metered(at int64, r *Request) Reason {
	if r.Endpoint == TokenEndpoint && !c.profile.MeterTokens {
		return ReasonNone
	}
	refuses := ReasonNone
	meters := c.allowances(r.Client)
	for i := range meters {
		m := &meters[i]
		m.hit(at)
		if m.count >= m.full && refuses == ReasonNone {
			refuses = c.profile.refusal(i)
		}
	}
	return refuses
}

// refusal is what the i-th of a client's meters refuses for.
func (p *Profile) refusal(i int) Reason {
	if i < len(p.Transactions) {
		return ReasonThrottled
	}
	return ReasonQuota
}
