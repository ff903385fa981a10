package server

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// nextKinds are the kinds of events to which a clock can be advanced.
var nextKinds = []string{"any", "token-expiry", "window-end", "ban-end"}

// upcoming returns the next event of a kind; "" means any. A window end is the moment when all
// windows are empty again, not when one hit leaves.
func upcoming(on *session, kind string) (due front.NextEvent, ok bool, err error) {
	var at []time.Time
	now := on.clock.Now()
	switch kind {
	case "", "any":
		due, ok = on.world.Next()
		return due, ok, nil
	case "token-expiry":
		if death, ok := on.world.NextDeath(); ok {
			at = append(at, death)
		}
	case "ban-end":
		for _, ban := range on.world.Bans() {
			at = append(at, ban.Until)
		}
	case "window-end":
		longest := longestSpan(on.world.Setup().Profile)
		_, hits := on.tally.hits(now.Add(-longest).Add(1))
		for _, h := range hits {
			at = append(at, h[len(h)-1].Add(longest))
		}
		slices.SortFunc(at, time.Time.Compare)
		at = at[max(0, len(at)-1):]
	default:
		return due, false, invalid("found kind %q; meant %s", kind, unit.Meant(kind, nextKinds))
	}
	if len(at) == 0 {
		return due, false, nil
	}
	return front.NextEvent{At: slices.MinFunc(at, time.Time.Compare), What: kind}, true, nil
}

// longestSpan returns the longest window in which the profile's token hits are counted.
func longestSpan(p fakecarrier.Profile) (longest time.Duration) {
	for _, l := range p.TokenLimits() {
		longest = max(longest, l.Window)
	}
	return longest
}
