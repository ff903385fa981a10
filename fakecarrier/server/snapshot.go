package server

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// How much of a session the live page shows (assumed: what fits on a screen).
const (
	tokensOnPage = 20
	eventsOnPage = 40
)

// A thresholdShown is how many hits a sliding window may hold.
type thresholdShown struct {
	Name        string  `json:"name"`
	Limit       int     `json:"limit"`
	SpanSeconds float64 `json:"span_seconds"`
}

// A snapshot is everything that the live page shows.
type snapshot struct {
	sessionShown
	Thresholds []thresholdShown   `json:"thresholds"`
	Sources    []source           `json:"sources"` // of the last two of the longest windows
	Bans       []front.BanState   `json:"bans"`
	Faults     []faultShown       `json:"faults"`
	Tokens     []front.TokenState `json:"tokens"`
	Events     []front.Event      `json:"events"`
	Verdict    verdict            `json:"verdict"`
}

func takeSnapshot(c *call, _ none) (any, error) {
	on := c.on
	profile := on.world.Setup().Profile
	shown := snapshot{
		sessionShown: show(on), Thresholds: thresholdsOf(&profile), Bans: on.world.Bans(),
		Faults: faultsOf(on), Tokens: on.world.Tokens(tokensOnPage), Verdict: verdictOf(on),
	}
	shown.Events, _ = on.world.Journal(front.Filter{Limit: eventsOnPage})
	shown.Sources = on.tally.hits(shown.Clock.Now.Add(-2 * longestSpan(profile)))
	return shown, nil
}

// thresholdsOf returns what token hits are compared with: the carrier's thresholds, or its limits
// if it has no thresholds.
func thresholdsOf(p *fakecarrier.Profile) []thresholdShown {
	all := []thresholdShown{}
	for _, t := range p.Thresholds() {
		all = append(all, thresholdShown{t.String(), t.Total(), t.Span.Seconds()})
	}
	if len(all) > 0 {
		return all
	}
	for _, l := range p.TokenLimits() {
		all = append(all, thresholdShown{l.String(), l.Hits, l.Window.Seconds()})
	}
	return all
}

// longestSpan returns the longest window in which the profile's token hits are counted.
func longestSpan(p fakecarrier.Profile) (longest time.Duration) {
	for _, l := range p.TokenLimits() {
		longest = max(longest, l.Window)
	}
	return longest
}
