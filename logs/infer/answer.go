package infer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// An answer is what the status of a hit says of the ban.
type answer uint8

const (
	unknown answer = iota // nothing: the hit may never have arrived
	served                // none refused it
	refused               // one did
)

// answerOf reads a status. Without an answer, or with one that a proxy between may have given, a
// hit may never have arrived at the carrier.
func answerOf(status int) answer {
	switch {
	case status == banned:
		return refused
	case status < 200 || status >= 500 || status == 408 || status == 499:
		return unknown
	}
	return served
}

// A tally says whether a hit counts.
type tally uint8

const (
	never tally = iota
	perhaps
	surely
)

// A counting says which hits count that no ban refused.
type counting struct {
	hits throttle.Hits
	good []int // of authenticated ones, the statuses that good credentials got, besides 2xx
	open bool  // which statuses those are is not tried
}

// mostOpen is how many statuses are tried as those of good and of bad credentials, in all ways. Of
// more, each hit may count. Assumed: a log seldom has more.
const mostOpen = 3

// countings lists those that may be in force. Not every status says whether the credentials were
// good. Assumed: one that was good once always is.
func countings(hits []Hit) []counting {
	var open []int
	for i := range hits {
		if n := hits[i].Status; answerOf(n) == served && n >= 300 && n != 401 {
			open = append(open, n)
		}
	}
	slices.Sort(open)
	open = slices.Compact(open)
	all := []counting{{hits: throttle.AllHits}, {hits: throttle.IssuedHits}}
	if len(open) > mostOpen {
		return append(all, counting{hits: throttle.AuthenticatedHits, open: true})
	}
	for set := range 1 << len(open) {
		c := counting{hits: throttle.AuthenticatedHits}
		for i, n := range open {
			if set>>i&1 == 0 {
				c.good = append(c.good, n)
			}
		}
		all = append(all, c)
	}
	return all
}

// tally reports whether a hit that no ban refused counts, by its status.
func (c *counting) tally(status int) tally {
	switch a := answerOf(status); {
	case a == unknown:
		return perhaps
	case c.hits == throttle.AllHits || status < 300 || slices.Contains(c.good, status):
		return surely
	case c.open && status != 401:
		return perhaps
	}
	return never
}

// Counts say how many hits had which answers.
type Counts struct {
	Served, Refused, Silent int         // of the rest no ban refused one either
	Others                  map[int]int // by status: what came through, and was not served
}

// Answers counts the hits that were served, that a ban refused, that were answered otherwise, and
// whose answer tells nothing.
func Answers(hits []Hit) Counts {
	t := Counts{Others: map[int]int{}}
	for i := range hits {
		status := hits[i].Status
		switch a := answerOf(status); {
		case a == refused:
			t.Refused++
		case a == unknown:
			t.Silent++
		case status < 300:
			t.Served++
		default:
			t.Others[status]++
		}
	}
	return t
}

// Tell reports whether there are answers of a ban, and such that say there was none.
func (t Counts) Tell() bool { return t.Refused > 0 && (t.Served > 0 || len(t.Others) > 0) }

// String renders the counts.
func (t Counts) String() string {
	texts := []string{fmt.Sprintf("%d served, %d refused by a ban", t.Served, t.Refused)}
	for _, status := range slices.Sorted(maps.Keys(t.Others)) {
		texts = append(texts, fmt.Sprintf("%d answered %d and not by a ban", t.Others[status], status))
	}
	return fmt.Sprintf("%s, %d with an answer that tells nothing", strings.Join(texts, ", "), t.Silent)
}
