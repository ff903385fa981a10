package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs/standing"
)

// A standingJSON is a standing as programs read it.
type standingJSON struct {
	At      time.Time    `json:"at"`
	Banned  bool         `json:"banned"`
	Unknown string       `json:"unknown,omitempty"` // why it is not known
	By      string       `json:"by,omitempty"`      // what says so: answer or rule
	Since   *time.Time   `json:"since,omitempty"`
	Until   []time.Time  `json:"until,omitempty"` // if only violations prolong it, if any hit does
	Clients []clientHits `json:"clients,omitempty"`
	Enough  int          `json:"enough,omitempty"` // of the clients have to stop
}

var standingFormat = schema.Object[standingJSON]("standing", 1,
	"Whether the owner of a log is banned now, by judge --follow: a line whenever that changes, or a "+
		"hit prolongs it.")

// StandingJSON writes the standing as one line of JSON, and why it is not known if it is not.
func StandingJSON(w io.Writer, now time.Time, r *standing.Report, unknown string) error {
	line, err := standingFormat.Line(standingOf(now, r, unknown))
	if err == nil {
		_, err = w.Write(line)
	}
	return err
}

func standingOf(now time.Time, r *standing.Report, unknown string) standingJSON {
	j := standingJSON{At: now, Banned: r.Banned, Unknown: unknown}
	if !r.Banned {
		if !r.Answered && unknown == "" {
			j.By = "rule"
		}
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
		j.Clients = append(j.Clients, clientHits{senderOf(c), c.Hits})
	}
	return j
}

// mostNamed is how many clients a sentence names.
const mostNamed = 5

// senderOf names who sent hits.
func senderOf(c standing.Client) string { return cmp.Or(c.Name, "(not in the log)") }

// Standing prints whether there is a ban now, in sentences, or why that is not known.
func Standing(b *bytes.Buffer, now time.Time, r *standing.Report, unknown string) {
	clock := func(ns int64) string {
		return time.Unix(0, ns).In(now.Location()).Format(time.TimeOnly)
	}
	fmt.Fprint(b, now.Format(time.TimeOnly))
	why := "if the rule is Akamai's (R1, A1): the log has no answers"
	switch {
	case !r.Banned && unknown != "":
		fmt.Fprintf(b, "  NOT KNOWN: %s\n", unknown)
		return
	case !r.Banned && !r.Answered:
		fmt.Fprintf(b, "  no ban, %s\n", why)
		return
	case !r.Banned:
		b.WriteString("  no ban\n")
		return
	case r.Refused:
		why = "the answers say so"
	}
	fmt.Fprintf(b, "  BANNED since %s, %s\n", clock(r.Since), why)
	fmt.Fprintf(b, "          if everybody stops now it ends at %s", clock(r.UntilViolation))
	if r.UntilAnyHit != r.UntilViolation {
		fmt.Fprintf(b, ", or at %s if any hit prolongs it", clock(r.UntilAnyHit))
	}
	var named []string
	for _, c := range r.Clients[:min(mostNamed, len(r.Clients))] {
		named = append(named, fmt.Sprintf("%s %d", senderOf(c), c.Hits))
	}
	if more := len(r.Clients) - len(named); more > 0 {
		named = append(named, unit.Counted(more, "other"))
	}
	fmt.Fprintf(b, "\n          hits: %s\n", strings.Join(named, ", "))
	switch {
	case r.Enough == 0:
		b.WriteString("          nobody sends too many now; any hit may still prolong it\n")
	case r.Clients[0].Name == "":
		b.WriteString("          who sent them the log does not say: switch off whoever may send\n")
	case r.Enough == len(r.Clients) && r.Enough == 1:
		fmt.Fprintf(b, "          switch off %s: alone it sends too many\n", senderOf(r.Clients[0]))
	case r.Enough == len(r.Clients):
		b.WriteString("          switch off all of them: any one alone sends too many\n")
	default:
		var names []string
		for _, c := range r.Clients[:r.Enough] {
			names = append(names, senderOf(c))
		}
		fmt.Fprintf(b, "          switch off %s: the others alone stay below both thresholds\n",
			strings.Join(names, ", "))
	}
	if unknown != "" {
		fmt.Fprintf(b, "          since then: %s\n", unknown)
	}
}
