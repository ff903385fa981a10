package page

import (
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// mostHits is how many hits of a ban's window a story lists (assumed); of more the first and the
// last, each half of them.
const mostHits = 60

// story is how the first ban of a contestant came about.
type story struct {
	Strategy string            `json:"strategy"`
	At       unit.Milliseconds `json:"at_ms"`
	Since    unit.Milliseconds `json:"since_ms"`
	Until    unit.Milliseconds `json:"until_ms"`
	Rule     string            `json:"rule"`
	IP       int               `json:"ip"`
	Cut      bool              `json:"cut"`  // the window held more hits than were remembered
	Count    int               `json:"hits"` // in the window
	Hits     []hit             `json:"told"`
	Causes   []lineage.Cause   `json:"causes"`
}

// hit is one request at the token endpoint.
type hit struct {
	Number   int               `json:"number"` // in the window, from 1
	At       unit.Milliseconds `json:"at_ms"`
	Status   int               `json:"status"` // 0: no answer
	Node     *int              `json:"node"`   // null: none of the fleet's
	Customer *int              `json:"customer"`
	Asker    string            `json:"asker"`
	Cause    string            `json:"cause"`
	Culprit  string            `json:"culprit"` // who killed the token that the hit is to replace
}

func storyOf(k *reports.Contestant) *story {
	if k == nil {
		return nil
	}
	b := k.FirstBan
	out := &story{
		Strategy: k.Strategy, At: b.At, Since: b.Since, Until: b.Until, Rule: b.Rule, IP: b.IP,
		Cut: b.Cut, Count: len(b.Hits), Hits: []hit{}, Causes: b.Causes,
	}
	for i := range b.Hits {
		if len(b.Hits) > mostHits && i >= mostHits/2 && i < len(b.Hits)-mostHits/2 {
			continue
		}
		out.Hits = append(out.Hits, hitOf(i+1, &b.Hits[i]))
	}
	return out
}

func hitOf(number int, h *lineage.Traced) hit {
	out := hit{Number: number, At: h.At, Status: h.Status, Cause: h.Cause}
	if h.By == lineage.Sender(measure.ByNeighbour) {
		out.Asker = "a neighbour"
		return out
	}
	out.Node, out.Customer = &h.Node, &h.Customer
	out.Asker, out.Culprit = h.Asker(), h.Culprit()
	return out
}
