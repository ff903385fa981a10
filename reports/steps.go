package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/prove"
)

// Steps are a short run, step by step, a column for each node and one for the carrier, as
// Lincheck tells an interleaving.
type Steps struct {
	Nodes int
	rows  []step
}

// A step is what happens somewhere: column 0 is the carrier, a node's is its number and 1.
type step struct {
	at     time.Duration
	column int
	what   string
}

var _ prove.Watcher = (*Steps)(nil)

// Add learns from a record.
func (s *Steps) Add(r *measure.Record) {
	caller := "somebody"
	if r.User != measure.NoUser {
		caller = fmt.Sprintf("caller %d", r.User+1)
	}
	node := int(r.Node) + 1
	switch r.Kind {
	case measure.ActionStarted:
		s.put(r.At, node, caller+" clicks")
	case measure.ActionSucceeded:
		s.put(r.At, node, caller+" is served")
	case measure.ActionFailed:
		s.put(r.At, node, caller+" sees an error")
	case measure.RequestLost:
		s.put(r.At, node, "sends what is lost on its way")
	case measure.TokenJudged:
		s.put(r.Sent, node, "asks for a token")
		s.put(r.At, 0, verdictOn(r, fmt.Sprintf("gives token %d to node %d", r.Token, node)))
	case measure.APIJudged:
		s.put(r.Sent, node, fmt.Sprintf("calls with token %d", r.Token))
		s.put(r.At, 0, verdictOn(r, fmt.Sprintf("answers node %d", node)))
	case measure.TokenAnswered:
		s.put(r.At, node, heard(r, fmt.Sprintf("has token %d", r.Token)))
	case measure.APIAnswered:
		s.put(r.At, node, heard(r, "has its answer"))
	case measure.SessionLost:
		s.put(r.At, 0, "takes no refresh token any more: the session is lost")
	default:
	}
}

// Crashed notes that a node crashes.
func (s *Steps) Crashed(node int, at time.Duration) { s.put(at, node+1, "crashes") }

// verdictOn is what the carrier does with a request: fine where it is granted.
func verdictOn(r *measure.Record, fine string) string {
	switch {
	case r.Reason == fakecarrier.ReasonKilled:
		return fmt.Sprintf("%d: token %d was killed by request %d", r.Status, r.Token, r.KilledBy)
	case r.Status != 200:
		return fmt.Sprintf("%d: %v", r.Status, r.Reason)
	}
	return fmt.Sprintf("%s (request %d)", fine, r.Serial)
}

func heard(r *measure.Record, fine string) string {
	switch r.Status {
	case 0:
		return "hears no answer"
	case 200:
		return fine
	}
	return fmt.Sprintf("hears %d", r.Status)
}

func (s *Steps) put(at time.Duration, column int, what string) {
	s.rows = append(s.rows, step{at, column, what})
}

// inOrder are the steps in order of time.
func (s *Steps) inOrder() []step {
	slices.SortStableFunc(s.rows, func(a, b step) int { return cmp.Compare(a.at, b.at) })
	return s.rows
}

// Put writes the steps, from the first click on.
func (s *Steps) Put(b *bytes.Buffer, header string, f Format) {
	names := []string{"after"}
	for n := range s.Nodes {
		names = append(names, fmt.Sprintf("node %d", n+1))
	}
	t := newTable(text.AlignLeft, append(names, "carrier")...)
	var from time.Duration
	for i, r := range s.inOrder() {
		if i == 0 {
			from = r.at
		}
		row := make(table.Row, s.Nodes+2)
		for i := range row {
			row[i] = ""
		}
		column := r.column
		if column == 0 {
			column = s.Nodes + 1
		}
		row[0], row[column] = unit.FormatDuration(r.at-from), r.what
		t.AppendRow(row)
	}
	putTable(b, t, header, f)
}
