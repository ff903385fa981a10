package reports

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A longer list of hits is told by its beginning and its end.
const (
	longStory = 40
	firstHits = 15
	lastHits  = 10
)

// Story writes how the first ban came about: the hits that filled the window, and why each was
// sent. It writes nothing of a run without a ban.
func Story(w io.Writer, f *FirstBan, format Format) error {
	if f == nil || !f.Found {
		return nil
	}
	var causes []string
	for _, c := range f.Causes() {
		causes = append(causes, fmt.Sprintf("%s %s (%s)", unit.Count(c.Hits), c.Name,
			unit.Share(c.Hits, len(f.Hits))))
	}
	cut := ""
	if f.Cut {
		cut = "at least "
	}
	head := fmt.Sprintf("The ban fell at %s, under %s: %s%s at public IP %d within %s, since %s. "+
		"Why they were sent: %s.", unit.Clock(f.At), f.Rule, cut,
		unit.Counted(len(f.Hits), "token hit"), f.IP,
		unit.Latency(float64(f.At-f.Since)/1e6), unit.Clock(f.Since), strings.Join(causes, "; "))
	t := newTable(text.AlignLeft,
		"hit", "arrived", "status", "node", "customer", "asked for by", "why")
	t.leaveOut(4, 2, 3, 5)
	for i := range f.Hits {
		if len(f.Hits) > longStory && i >= firstHits && i < len(f.Hits)-lastHits {
			if i == firstHits {
				t.AppendRow(table.Row{fmt.Sprintf("… %s more …",
					unit.Count(len(f.Hits)-firstHits-lastHits)), "", "", "", "", "", ""})
			}
			continue
		}
		t.AppendRow(f.Hits[i].row(i+1, len(f.Hits)))
	}
	return putTable(w, t, head, format)
}

func (h *TokenHit) row(i, n int) table.Row {
	status := "none"
	if h.Status != 0 {
		status = fmt.Sprint(h.Status)
	}
	place := fmt.Sprintf("%d of %d", i, n)
	if h.By == measure.ByNeighbour {
		return table.Row{place, unit.Clock(h.At), status, unit.None, unit.None,
			"a neighbour", h.Cause()}
	}
	return table.Row{place, unit.Clock(h.At), status, h.Node, h.Customer,
		h.Asker(), h.Cause() + h.Culprit()}
}

// Asker says on whose behalf the request was sent.
func (h *TokenHit) Asker() string {
	if h.User == measure.NoUser {
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

// Culprit says who had killed the token that this hit is to replace.
func (h *TokenHit) Culprit() string {
	switch {
	case h.Rejected == 0 || h.KilledBy == 0:
		return ""
	case h.Killer == nil:
		return fmt.Sprintf(", request %d", h.KilledBy)
	case h.Killer.By == measure.ByNeighbour:
		return fmt.Sprintf(", request %d of a neighbour", h.KilledBy)
	}
	return fmt.Sprintf(", request %d of node %d, %s before", h.KilledBy, h.Killer.Node,
		unit.Latency(float64((h.At-h.Killer.At)/time.Microsecond)/1000))
}
