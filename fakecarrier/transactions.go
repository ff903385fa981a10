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

// metered counts a request in its client's transaction meters and daily quota, and says which of
// them refuses it; ReasonNone if none does.
func (c *Carrier) metered(at int64, r *Request) Reason {
	if r.Endpoint == TokenEndpoint && !c.profile.MeterTokens {
		return ReasonNone
	}
	over := false
	for i := range c.profile.Transactions {
		t := &c.profile.Transactions[i]
		over = exceeds(&c.transactions[i], at, r.Client, t.Limit, int64(t.Window), t.Start) || over
	}
	overDay := c.profile.DailyQuota > 0 &&
		exceeds(&c.quotas, at, r.Client, c.profile.DailyQuota, day, Aligned)
	switch {
	case over:
		return ReasonThrottled
	case overDay:
		return ReasonQuota
	}
	return ReasonNone
}

// exceeds counts a hit in the client's fixed window, and reports whether it is beyond the limit.
func exceeds(of *[]fixed, at int64, cl Client, limit int, window int64, start WindowStart) bool {
	*of = reach(*of, int(cl))
	f := &(*of)[cl]
	if f.full == 0 {
		*f = fixed{window: window, full: limit + 1, start: start}
	}
	f.hit(at)
	return f.count >= f.full
}
