package reports

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs/standing"
)

// A StandingJSON is a standing as programs read it.
type StandingJSON struct {
	At      time.Time    `json:"at"`
	Banned  bool         `json:"banned"`
	By      string       `json:"by,omitempty"` // what says so: answer or rule
	Since   *time.Time   `json:"since,omitempty"`
	Until   []time.Time  `json:"until,omitempty"` // if only violations prolong it, if any hit does
	Clients []clientHits `json:"clients,omitempty"`
	Enough  int          `json:"enough,omitempty"` // of the clients have to stop
}

// NewStandingJSON returns the standing for programs.
func NewStandingJSON(now time.Time, r *standing.Report) *StandingJSON {
	j := &StandingJSON{At: now, Banned: r.Banned}
	if !r.Banned {
		return j
	}
	at := func(ns int64) time.Time { return time.Unix(0, ns).In(now.Location()) }
	since := at(r.Since)
	j.By, j.Since, j.Enough = "rule", &since, r.Enough
	if r.Refused {
		j.By = "answer"
	}
	j.Until = []time.Time{at(r.UntilViolation), at(r.UntilAnyHit)}
	for _, c := range r.Clients {
		j.Clients = append(j.Clients, clientHits{c.Name, c.Hits})
	}
	return j
}

// mostNamed is how many clients a sentence names.
const mostNamed = 5

// Standing prints whether there is a ban now, in sentences.
func Standing(b *bytes.Buffer, now time.Time, r *standing.Report) {
	clock := func(ns int64) string {
		return time.Unix(0, ns).In(now.Location()).Format(time.TimeOnly)
	}
	fmt.Fprint(b, now.Format(time.TimeOnly))
	if !r.Banned {
		b.WriteString("  no ban\n")
		return
	}
	why := "if the rule is Akamai's (R1, A1): the log has no answers"
	if r.Refused {
		why = "the answers say so"
	}
	fmt.Fprintf(b, "  BANNED since %s, %s\n", clock(r.Since), why)
	fmt.Fprintf(b, "          if everybody stops now it ends at %s", clock(r.UntilViolation))
	if r.UntilAnyHit != r.UntilViolation {
		fmt.Fprintf(b, ", or at %s if any hit prolongs it", clock(r.UntilAnyHit))
	}
	var named []string
	for _, c := range r.Clients[:min(mostNamed, len(r.Clients))] {
		named = append(named, fmt.Sprintf("%s %d", c.Name, c.Hits))
	}
	if more := len(r.Clients) - len(named); more > 0 {
		named = append(named, unit.Counted(more, "other"))
	}
	fmt.Fprintf(b, "\n          hits: %s\n", strings.Join(named, ", "))
	switch {
	case r.Enough == 0:
		b.WriteString("          nobody sends too many now; any hit may still prolong it\n")
	case r.Enough == len(r.Clients):
		b.WriteString("          switch off all of them: any one alone sends too many\n")
	default:
		var names []string
		for _, c := range r.Clients[:r.Enough] {
			names = append(names, c.Name)
		}
		fmt.Fprintf(b, "          switch off %s: the others alone stay below both thresholds\n",
			strings.Join(names, ", "))
	}
}
