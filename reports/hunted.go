package reports

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/hunt"
)

// A Hunted is what a hunt came to.
type Hunted struct {
	Strategy  string        `json:"strategy"`
	Seed      uint64        `json:"seed"`
	Scenarios int           `json:"scenarios"`
	Fresh     int           `json:"drawn_afresh"` // of them; the others are mutants
	Finds     []HuntedFind  `json:"finds"`
	Entries   []HuntedEntry `json:"graveyard"` // what was run first
	Near      float64       `json:"nearest"`   // the nearest miss: 1 is a breach
	NearTo    string        `json:"nearest_to"`
	Coverage  hunt.Coverage `json:"coverage"`
}

// A HuntedFind is one find.
type HuntedFind struct {
	Property string `json:"property"`
	Signal   string `json:"signal"`
	Cause    string `json:"cause"`
	What     string `json:"what"`
	Number   int    `json:"scenario"` // in which it was found, from 1
	Tries    int    `json:"tries"`    // that made it small
	Size     string `json:"size"`
	File     string `json:"file,omitempty"` // that was written
	Text     string `json:"text"`
}

// A HuntedEntry is one of the graveyard.
type HuntedEntry struct {
	File   string `json:"file"`
	Breaks string `json:"breaks"` // the origin; empty: it does not break any more
	Healed bool   `json:"healed"` // it was healed before
}

var huntFormat = schema.Object[*Hunted]("hunt", 1, "What a hunt came to.", "hunt")

// JSON writes it as one JSON object.
func (h *Hunted) JSON(w io.Writer) error { return huntFormat.Write(w, h) }

// Found is how many scenarios break a property: those found, and those of the graveyard.
func (h *Hunted) Found() (n int) {
	n = len(h.Finds)
	for _, e := range h.Entries {
		if e.Breaks != "" {
			n++
		}
	}
	return n
}

// Write prints it for people.
func (h *Hunted) Write(b *bytes.Buffer, _ Format) {
	fmt.Fprintf(b, "%s · seed %d · %s, %d of them drawn afresh\n", h.Strategy, h.Seed,
		unit.Counted(h.Scenarios, "scenario"), h.Fresh)
	for _, e := range h.Entries {
		fmt.Fprintf(b, "graveyard     %s %s\n", e.File, e.fate())
	}
	for i, f := range h.Finds {
		fmt.Fprintf(b, "\nfind %-8d %s: %s\n", i+1, f.Property, f.Signal)
		fmt.Fprintf(b, "because of    %s\n", f.Cause)
		fmt.Fprintf(b, "figures       %s\n", f.What)
		fmt.Fprintf(b, "in            %s; scenario %d, made small by %s\n", f.Size, f.Number,
			unit.Counted(f.Tries, "run"))
		if f.File != "" {
			fmt.Fprintf(b, "kept in       %s\n", f.File)
		}
		for line := range strings.Lines(f.Text) {
			fmt.Fprintf(b, "    %s", line)
		}
	}
	c := &h.Coverage
	fmt.Fprintf(b, "\ncoverage      %d of %d pairs of features, %d kinds of events\n", c.Pairs,
		c.Possible, c.Happened)
	fmt.Fprintf(b, "saturated     %s\n", h.saturated())
	if h.NearTo != "" && h.Near > 0 {
		fmt.Fprintf(b, "nearest miss  %s %% of the way to %s\n", unit.Digits(100*h.Near), h.NearTo)
	}
	for _, s := range c.Suppressors {
		fmt.Fprintf(b, "suppressor    %s: scenarios come %s %% as near (%d)\n", s.Feature,
			unit.Digits(100*s.Near), s.Scenarios)
	}
	fmt.Fprintf(b, "%s\n", h.sentence())
}

func (e *HuntedEntry) fate() string {
	switch {
	case e.Breaks != "" && e.Healed:
		return "was healed and breaks again: " + e.Breaks
	case e.Breaks != "":
		return "still breaks " + e.Breaks
	case e.Healed:
		return "stays healed"
	}
	return "does not break any more, and was moved to healed"
}

// saturated says by which signals the hunt goes on in vain: none for a quarter of its scenarios.
func (h *Hunted) saturated() string {
	c := &h.Coverage
	var by []string
	if 4*c.NoPair >= h.Scenarios {
		by = append(by, fmt.Sprintf("no new pair of features for %d scenarios", c.NoPair))
	}
	if 4*c.NoEvent >= h.Scenarios {
		by = append(by, fmt.Sprintf("nothing happened for the first time for %d", c.NoEvent))
	}
	if by == nil {
		return fmt.Sprintf("no: a new pair of features %s ago, a new event %s ago",
			unit.Counted(c.NoPair, "scenario"), unit.Counted(c.NoEvent, "scenario"))
	}
	return "by " + strings.Join(by, "; ")
}

// sentence is how much none means. Mutants are no sample of anything, so they do not count.
func (h *Hunted) sentence() string {
	if n := h.Found(); n > 0 {
		return fmt.Sprintf("found: %s that %s does not survive, and the clairvoyant does",
			unit.Counted(n, "scenario"), h.Strategy)
	}
	most := 1 - math.Exp(math.Log(0.05)/float64(max(1, h.Fresh)))
	return fmt.Sprintf("0 of %d scenarios (< %s %% at 95 %%, by the %d drawn afresh)", h.Scenarios,
		unit.Digits(100*most), h.Fresh)
}
