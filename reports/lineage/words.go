package lineage

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// Story prints hit i of n of a window in lines: what it was, why it was sent, and so on back to its
// root.
func (h *Traced) Story(i, n int) []string {
	behalf := ""
	if h.By == Sender(measure.ByFleet) {
		behalf = fmt.Sprintf("; customer %d, %s", h.Customer, h.Asker())
	}
	lines := []string{fmt.Sprintf("hit %d of %d: %s, arrived %s, answered %d%s", i, n, h.name(),
		unit.Clock(time.Duration(h.At)), h.Status, behalf)}
	why := "because " + h.because(h.Chain)
	if h.Beside != 0 {
		why += fmt.Sprintf("; request %d of the same node was under way already", h.Beside)
	}
	lines = append(lines, why)
	for j := range h.Chain {
		k := &h.Chain[j]
		lines = append(lines, fmt.Sprintf("request %d was sent because %s", k.Serial,
			k.because(h.Chain[j+1:])))
	}
	root := "root: " + string(h.Root)
	if further := h.Depth - len(h.Chain); further > 0 {
		root += fmt.Sprintf(", %s further back: %s, arrived %s", unit.Counted(further, "request"),
			h.Origin.name(), unit.Clock(time.Duration(h.Origin.At)))
	}
	return append(lines, root)
}

func (h *Hit) name() string {
	switch uint8(h.By) {
	case measure.ByNeighbour:
		return fmt.Sprintf("request %d of a neighbour", h.Serial)
	case measure.ByOutsider:
		return fmt.Sprintf("request %d from elsewhere", h.Serial)
	}
	return fmt.Sprintf("request %d of node %d%s", h.Serial, h.Node, h.Parts.behind())
}

// Asker names the one on whose behalf the request was sent.
func (h *Hit) Asker() string {
	if h.User.IsZero() {
		if h.Action != 0 {
			return fmt.Sprintf("action %d", h.Action)
		}
		return "nobody: in the background"
	}
	who := fmt.Sprintf("user %d, action %d", h.User, h.Action)
	if h.Click > 1 {
		who += fmt.Sprintf(", click %d", h.Click)
	}
	return who
}

// Culprit names the request that had killed the token which this hit is to replace.
func (h *Traced) Culprit() string {
	switch {
	case h.Rejected == 0 || h.KilledBy == 0:
		return ""
	case len(h.Chain) == 0:
		return fmt.Sprintf(", request %d", h.KilledBy)
	case h.Chain[0].By != Sender(measure.ByFleet):
		return ", " + h.Chain[0].name()
	}
	return fmt.Sprintf(", %s, %s before", h.Chain[0].name(), span(h.At-h.Chain[0].At))
}

// because says why the request was sent. The first of chain, where there is one, is the request
// that had killed the token that it is to replace.
func (h *Hit) because(chain []Hit) string {
	switch {
	case h.By == Sender(measure.ByOutsider):
		return "someone else renewed with our credentials"
	case h.By == Sender(measure.ByNeighbour):
		return "someone else behind the same address wanted a token"
	case h.why != strategies.WhyRejected:
		return reasons[h.why].cause
	}
	refused := fmt.Sprintf("token %d had been refused", h.Rejected)
	switch {
	case h.reason == fakecarrier.ReasonKilled && len(chain) > 0 && chain[0].Serial == h.KilledBy:
		return fmt.Sprintf("%s: %s had killed it %s before", refused, chain[0].name(),
			span(h.At-chain[0].At))
	case h.reason == fakecarrier.ReasonKilled:
		return fmt.Sprintf("%s: request %d had killed it", refused, h.KilledBy)
	case h.reason == fakecarrier.ReasonNone:
		return refused
	}
	return refused + ": " + h.reason.String()
}

// span prints a length of time in the unit that suits.
func span(d unit.Milliseconds) string { return unit.Latency(float64(d/1000) / 1000) }
