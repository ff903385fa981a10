package server

import (
	"net/http"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// How much of a session the live page shows (assumed: what fits on a screen).
const (
	tokensOnPage = 20
	eventsOnPage = 40
)

// A snapshotShown is everything that the live page shows.
type snapshotShown struct {
	sessionShown
	Thresholds []thresholdShown `json:"thresholds"`
	Sources    []sourceShown    `json:"sources"`
	Bans       []banShown       `json:"bans"`
	Faults     []faultShown     `json:"faults"`
	Tokens     []tokenShown     `json:"tokens"`
	Events     []eventShownAs   `json:"events"`
	Verdict    verdictShown     `json:"verdict"`
}

// A thresholdShown is a threshold: how many hits a sliding window may hold.
type thresholdShown struct {
	Name        string  `json:"name"`
	Limit       int     `json:"limit"`
	SpanSeconds float64 `json:"span_seconds"`
}

// A sourceShown is the hits of one address during the last two of the longest windows.
type sourceShown struct {
	IP         string  `json:"ip"`
	HitsUnixMs []int64 `json:"hits_unix_ms"`
}

func snapshot(on *session, r *http.Request) (any, error) {
	if _, err := query(r); err != nil {
		return nil, err
	}
	profile := on.world.Setup().Profile
	shown := snapshotShown{
		sessionShown: show(on),
		Thresholds:   thresholdsOf(&profile),
		Sources:      []sourceShown{}, Bans: bansOf(on), Faults: faultsOf(on),
		Tokens: tokensOf(on, tokensOnPage), Verdict: verdictOf(on),
		Events: journalOf(on, front.Filter{Limit: eventsOnPage}, nil).Events,
	}
	addresses, hits := on.tally.hits(shown.Clock.Now.Add(-2 * longestSpan(profile)))
	for i, from := range addresses {
		source := sourceShown{IP: ipShown(from)}
		for _, at := range hits[i] {
			source.HitsUnixMs = append(source.HitsUnixMs, at.UnixMilli())
		}
		shown.Sources = append(shown.Sources, source)
	}
	return shown, nil
}

// thresholdsOf are what the carrier's token hits are held against: its thresholds by name, or the
// limits of one that has none.
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
