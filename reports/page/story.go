package page

import (
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// mostHits is how many hits of a ban's window a story tells (assumed); of more the first and the
// last, each half of them.
const mostHits = 60

// story is how the first ban of a contestant came about.
type story struct {
	Strategy string  `json:"strategy"`
	At       float64 `json:"at_ms"`
	Since    float64 `json:"since_ms"`
	Until    float64 `json:"until_ms"`
	Rule     string  `json:"rule"`
	IP       int     `json:"ip"`
	Cut      bool    `json:"cut"`  // the window held more hits than were remembered
	Count    int     `json:"hits"` // in the window
	Hits     []hit   `json:"told"`
	Causes   []cause `json:"causes"`
}

// hit is one request at the token endpoint.
type hit struct {
	Number   int     `json:"number"` // in the window, from 1
	At       float64 `json:"at_ms"`
	Status   int     `json:"status"` // 0: no answer
	Node     *int    `json:"node"`   // null: none of the fleet's
	Customer *int    `json:"customer"`
	Asker    string  `json:"asker"`
	Cause    string  `json:"cause"`
	Culprit  string  `json:"culprit"` // who killed the token that the hit is to replace
}

// cause is why hits were sent, and how many of them.
type cause struct {
	Name string `json:"name"`
	Hits int    `json:"hits"`
}

func storyOf(k *reports.Contestant) *story {
	if k == nil {
		return nil
	}
	f := k.FirstBan
	told := &story{
		Strategy: k.Strategy, At: milliseconds(f.At), Since: milliseconds(f.Since),
		Until: milliseconds(f.Until), Rule: f.Rule, IP: f.IP, Cut: f.Cut, Count: len(f.Hits),
		Hits: []hit{}, Causes: causesOf(f),
	}
	for i := range f.Hits {
		if len(f.Hits) > mostHits && i >= mostHits/2 && i < len(f.Hits)-mostHits/2 {
			continue
		}
		told.Hits = append(told.Hits, hitOf(i+1, &f.Hits[i]))
	}
	return told
}

func hitOf(number int, h *reports.TokenHit) hit {
	told := hit{Number: number, At: milliseconds(h.At), Status: h.Status, Cause: h.Cause()}
	if h.By == measure.ByNeighbour {
		told.Asker = "a neighbour"
		return told
	}
	told.Node, told.Customer = &h.Node, &h.Customer
	told.Asker, told.Culprit = h.Asker(), h.Culprit()
	return told
}

func causesOf(f *reports.FirstBan) []cause {
	told := []cause{}
	if f == nil || !f.Found {
		return told
	}
	for _, c := range f.Causes() {
		told = append(told, cause{c.Name, c.Hits})
	}
	return told
}
