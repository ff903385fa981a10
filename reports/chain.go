package reports

import (
	"fmt"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// story tells a hit in lines: what it was, why it was sent, and so on back to its root.
func (h *TracedHit) story(i, n int) []string {
	lines := []string{fmt.Sprintf("hit %d of %d: %s, arrived %s, answered %d%s", i, n, h.name(),
		unit.Clock(h.At), h.Status, h.behalf())}
	why := "because " + h.because(first(h.Chain))
	if h.Beside != 0 {
		why += fmt.Sprintf("; request %d of the same node was under way already", h.Beside)
	}
	lines = append(lines, why)
	for j := range h.Chain {
		k := &h.Chain[j]
		lines = append(lines, fmt.Sprintf("request %d was sent because %s", k.Serial,
			k.because(first(h.Chain[j+1:]))))
	}
	root := "root: " + string(h.Root)
	if further := h.Depth - len(h.Chain); further > 0 {
		root += fmt.Sprintf(", %s further back: %s, arrived %s", unit.Counted(further, "request"),
			h.Forbear.name(), unit.Clock(h.Forbear.At))
	}
	return append(lines, root)
}

func first(chain []TokenHit) *TokenHit {
	if len(chain) == 0 {
		return nil
	}
	return &chain[0]
}

func (h *TokenHit) name() string {
	switch h.By {
	case measure.ByNeighbour:
		return fmt.Sprintf("request %d of a neighbour", h.Serial)
	case measure.ByOutsider:
		return fmt.Sprintf("request %d from elsewhere", h.Serial)
	}
	return fmt.Sprintf("request %d of node %d", h.Serial, h.Node)
}

// behalf says for whom the request was sent, where that is known.
func (h *TokenHit) behalf() string {
	if h.By != measure.ByFleet {
		return ""
	}
	return "; customer " + fmt.Sprint(h.Customer) + ", " + h.Asker()
}

// because says why the request was sent. killer is the request that had killed the token that it is
// to replace, nil where that is not known.
func (h *TokenHit) because(killer *TokenHit) string {
	switch {
	case h.By == measure.ByOutsider:
		return "someone else renewed with our credentials"
	case h.By == measure.ByNeighbour:
		return "someone else behind the same address wanted a token"
	case h.Why != strategies.WhyRejected:
		return causes[h.Why]
	}
	refused := fmt.Sprintf("token %d had been refused", h.Rejected)
	switch {
	case h.Reason == fakecarrier.ReasonKilled && killer != nil && killer.Serial == h.KilledBy:
		return fmt.Sprintf("%s: %s had killed it %s before", refused, killer.name(),
			span(h.At-killer.At))
	case h.Reason == fakecarrier.ReasonKilled:
		return fmt.Sprintf("%s: request %d had killed it", refused, h.KilledBy)
	case h.Reason == fakecarrier.ReasonNone:
		return refused
	}
	return refused + ": " + h.Reason.String()
}

// span prints a length of time in the unit that suits.
func span(d time.Duration) string { return unit.Latency(float64(d/time.Microsecond) / 1000) }

// tally lists causes with their shares.
func tally(all []Cause, n int) string {
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = fmt.Sprintf("%s %s (%s)", unit.Count(c.Hits), c.Name, unit.Share(c.Hits, n))
	}
	return strings.Join(words, "; ")
}
