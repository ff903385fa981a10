package lineage

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Ban is when a ban fell, and the hits that filled the window.
type Ban struct {
	Number  int               `json:"number"`            // from 1
	At      unit.Milliseconds `json:"at_ms"`             // when it fell
	Since   unit.Milliseconds `json:"since_ms"`          // the beginning of the window that was filled
	Until   unit.Milliseconds `json:"until_ms"`          // when it was to end
	Rule    string            `json:"rule"`              // the reading that was violated, such as R1
	IP      int               `json:"ip"`                // index of the banned public IP
	Carrier string            `json:"carrier,omitempty"` // of several, which banned it
	Imposed bool              `json:"imposed"`           // by the scenario: no hit of ours is to blame
	Cut     bool              `json:"cut"`               // the window held more hits than were remembered
	Causes  []Cause           `json:"causes"`            // why its hits were sent, most first
	Roots   []Cause           `json:"roots"`             // where they go back to, most first

	// From when on nothing averted the ban: no end of token requests, no end of clicks; nil: nobody
	// searched for it.
	NoRequests *NoReturn `json:"inevitable_without_requests"`
	NoClicks   *NoReturn `json:"inevitable_without_clicks"`

	Hits   []Traced `json:"hits"` // in [Since, At], in order of arrival
	Clicks []Click  `json:"-"`    // the latest up to At, of whomever, in order

	carrier uint8 // as in a Record
	whom    whom
}

// Where names whom the ban hit, such as a public IP, and of several carriers the one that banned.
func (b *Ban) Where() string {
	where := b.whom.String()
	if b.Carrier != "" {
		where += " at " + b.Carrier
	}
	return where
}

// Is reports whether a record is of a ban of the same by the same carrier.
func (b *Ban) Is(r *measure.Record) bool {
	return b.whom.has(int(r.IP), int(r.Customer)) && r.Carrier == b.carrier
}

// A Cause is why hits were sent, and how many of them.
type Cause struct {
	Name string `json:"name"`
	Hits int    `json:"hits"`
}

// A Click began an action.
type Click struct {
	At     time.Duration
	Action uint64
	User   uint32 // measure.NoUser: a recorded arrival
	number int
}

// A NoReturn is the instant from which a ban could no longer be averted by leaving something out:
// left out from that instant on, no ban falls; left out right after it, the ban falls all the same.
type NoReturn struct {
	Always  bool              `json:"always"`  // it falls even if left out from the earliest instant on
	Unclear bool              `json:"unclear"` // no such instant was found
	At      unit.Milliseconds `json:"at_ms"`   // of the decisive request, or the decisive click
	Fell    unit.Milliseconds `json:"fell_ms"` // when the ban fell without what came after
	Runs    int               `json:"runs"`    // forks that were run to find it
}

// count counts the hits by their causes and roots, most first, ties in order of appearance.
func (b *Ban) count() {
	for i := range b.Hits {
		b.Causes = counted(b.Causes, b.Hits[i].Cause)
		b.Roots = counted(b.Roots, string(b.Hits[i].Root))
	}
	mostFirst(b.Causes)
	mostFirst(b.Roots)
}

func mostFirst(list []Cause) {
	slices.SortStableFunc(list, func(x, y Cause) int { return y.Hits - x.Hits })
}

func counted(list []Cause, name string) []Cause {
	i := slices.IndexFunc(list, func(c Cause) bool { return c.Name == name })
	if i < 0 {
		return append(list, Cause{name, 1})
	}
	list[i].Hits++
	return list
}

// Sendings are the instants at which the fleet sent the window's hits, in order, each once.
func (b *Ban) Sendings() []time.Duration {
	var all []time.Duration
	for i := range b.Hits {
		if h := &b.Hits[i]; h.By == Sender(measure.ByFleet) {
			all = append(all, time.Duration(h.Sent))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Clickings are the instants of the latest clicks before the ban, in order, each once.
func (b *Ban) Clickings() []time.Duration {
	var all []time.Duration
	for _, c := range b.Clicks {
		all = append(all, c.At)
	}
	return slices.Compact(all)
}
