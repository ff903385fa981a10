package reports

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/prove"
)

// A Proof is what a search through all schedules of a scope found.
type Proof struct {
	Search     *prove.Search
	All        prove.Tally
	Examples   []Example
	Reductions []Reduction // the same scope, with less pruned; none unless asked for
	Keeps      bool        // the examples are kept in files
}

// An Example is a counterexample, step by step, and the properties that it is the smallest to
// break.
type Example struct {
	*prove.Counterexample
	Breaks []int
	Files  []string // of each of them; empty: it is in none
	Steps  Steps
}

// Show adds a counterexample, and the file that it is kept in, if it is. The error is that of the
// run that it is.
func (p *Proof) Show(c *prove.Counterexample, file string) error {
	for i := range p.Examples {
		if e := &p.Examples[i]; slices.Equal(e.Ways, c.Ways) && e.Slow == c.Slow &&
			e.Losses == c.Losses && e.Crashes == c.Crashes {
			e.Breaks, e.Files = append(e.Breaks, c.Property), append(e.Files, file)
			return nil
		}
	}
	e := Example{Counterexample: c, Breaks: []int{c.Property}, Files: []string{file}}
	e.Steps.Nodes = c.Scenario.Fleet.Nodes
	_, err := c.Carry(c.Ways, &e.Steps)
	p.Examples = append(p.Examples, e)
	return err
}

// A Reduction is a search through the same scope that prunes less.
type Reduction struct {
	Prunes string
	All    prove.Tally
	prove.Work
}

// header is the scope: what "all schedules" are all of.
func (p *Proof) header() string {
	s := &p.Search.Scope
	fleet := &s.Scenario.Fleet
	return fmt.Sprintf("%s · %s, %s · %s · seed %d", s.Strategy.Name,
		unit.Counted(fleet.Nodes, "node"), unit.Counted(fleet.Users, "caller"),
		strings.ToLower(outOfTheOrdinary(s, true)), s.Seed)
}

// outOfTheOrdinary is what of a scope, or of a schedule, is not as usual.
func outOfTheOrdinary(s *prove.Scope, most bool) string {
	atMost := ""
	if most {
		atMost = "at most "
	}
	delays := make([]string, len(s.Delays))
	for i, d := range s.Delays {
		delays[i] = unit.FormatDuration(d)
	}
	all := []string{"Legs of " + delays[0]}
	if s.Slow > 0 {
		all = append(all, fmt.Sprintf("%s%s of %s", atMost, unit.Count(s.Slow),
			strings.Join(delays[1:], " or ")))
	}
	if s.Losses > 0 {
		all = append(all, fmt.Sprintf("%s%s lost", atMost, unit.Counted(s.Losses, "message")))
	}
	if s.Crashes > 0 {
		all = append(all, atMost+unit.Counted(s.Crashes, "crash"))
	}
	if len(all) == 1 && most {
		all = append(all, "nothing lost, nobody crashes")
	}
	return strings.Join(all, ", ")
}

// Table writes a line for each property, what the search did, and the counterexamples.
func (p *Proof) Table(b *bytes.Buffer, f Format) {
	t := newTable(text.AlignRight, "property", "broken in", "of schedules")
	for i, name := range p.Search.Properties() {
		broken := "none"
		if n := p.All.Breaks(i); !n.IsZero() {
			broken = n.String()
		}
		t.AppendRow(table.Row{name.String(), broken, p.All.All.String()})
	}
	putTable(b, t, p.header(), f)
	for _, line := range p.words() {
		fmt.Fprintf(b, "\n%s", Fold(line, f.Width))
	}
	fmt.Fprintln(b)
	if len(p.Reductions) > 0 {
		p.reductions(b, f)
	}
	for i := range p.Examples {
		e := &p.Examples[i]
		fmt.Fprintln(b)
		var names []string
		for _, i := range e.Breaks {
			names = append(names, e.Properties()[i].String())
		}
		e.Steps.Put(b, fmt.Sprintf("The smallest schedule that breaks: %s. %s.",
			strings.Join(names, ", "), outOfTheOrdinary(&e.Scope, false)), f)
		for i, file := range e.Files {
			switch {
			case file != "":
				fmt.Fprintf(b, "%s: %s\n", names[i], file)
			case p.Keeps:
				fmt.Fprintf(b, "%s: in no file: it hangs on which of two events of one instant is first\n",
					names[i])
			}
		}
	}
}

// words say what "all" means, and what it rests on.
func (p *Proof) words() []string {
	w := p.Search.Work
	lines := []string{fmt.Sprintf("All schedules of this scope, by %s: %s met at which something is "+
		"chosen, %s of them again.", unit.Counted(w.Runs, "run"),
		verbed(w.States, "state was", "states were"), unit.Count(w.Again))}
	if w.Audited > 0 {
		lines = append(lines, fmt.Sprintf("Of those %s gone through again, and came to the same.",
			verbed(w.Audited, "was", "were")))
	}
	order := "Events of one instant come in any order, but for those that cannot influence each other."
	if p.Search.EveryOrder {
		order = "Events of one instant come in any order."
	}
	return append(lines, order, "Nothing is said of other legs, of more callers, or of more than one "+
		"click each; what the strategy draws is that of the seed.")
}

func verbed(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return unit.Count(n) + " " + many
}

// reductions writes what each way of pruning saves.
func (p *Proof) reductions(b *bytes.Buffer, f Format) {
	t := newTable(text.AlignRight, "pruned", "schedules", "runs", "states met again")
	for _, r := range p.Reductions {
		t.AppendRow(table.Row{r.Prunes, r.All.All.String(), unit.Count(r.Runs), unit.Count(r.Again)})
	}
	fmt.Fprintln(b)
	putTable(b, t, "The same scope, with less pruned: the same properties are broken.", f)
}

type proofJSON struct {
	Strategy   string          `json:"strategy"`
	Scenario   string          `json:"scenario"`
	Nodes      int             `json:"nodes"`
	Callers    int             `json:"callers"` // of all nodes
	Seed       uint64          `json:"seed"`
	Delays     []float64       `json:"delays_ms"` // that a leg may take
	Slow       int             `json:"slow"`      // so many legs take another than the first, at most
	Lost       int             `json:"lost"`      // so many messages are lost, at most
	Crashes    int             `json:"crashes"`   // so many times a node crashes, at most
	EveryOrder bool            `json:"every_order"`
	Schedules  string          `json:"schedules"` // an integer; there may be more than a number holds
	Properties []provedJSON    `json:"properties"`
	Runs       int             `json:"runs"`
	States     int             `json:"states"`
	Again      int             `json:"states_met_again"`
	Audited    int             `json:"states_gone_through_again"`
	Reductions []reductionJSON `json:"reductions"`
}

type provedJSON struct {
	Property string       `json:"property"`
	Broken   string       `json:"broken"`            // in so many schedules, an integer
	Example  *exampleJSON `json:"example,omitempty"` // the smallest
	File     string       `json:"file,omitempty"`    // that it is kept in
}

type exampleJSON struct {
	Slow    int        `json:"slow"`
	Lost    int        `json:"lost"`
	Crashes int        `json:"crashes"`
	Steps   []stepJSON `json:"steps"`
}

type stepJSON struct {
	At   float64 `json:"at_ms"`
	Node *int    `json:"node"` // from 1; null: the carrier
	What string  `json:"what"`
}

type reductionJSON struct {
	Prunes    string `json:"pruned"`
	Schedules string `json:"schedules"`
	Runs      int    `json:"runs"`
	Again     int    `json:"states_met_again"`
}

var proofFormat = schema.Object[proofJSON]("prove", 2,
	"What becomes of all schedules of a small scope.", "prove")

// JSON writes the same as one object.
func (p *Proof) JSON(w io.Writer) error {
	s := &p.Search.Scope
	out := proofJSON{
		Strategy: s.Strategy.Name, Scenario: s.Scenario.Name, Nodes: s.Scenario.Fleet.Nodes,
		Callers: s.Scenario.Fleet.Users, Seed: s.Seed, Delays: []float64{}, Slow: s.Slow,
		Lost: s.Losses, Crashes: s.Crashes, EveryOrder: s.EveryOrder,
		Schedules: p.All.All.Big().String(), Properties: []provedJSON{}, Runs: p.Search.Runs,
		States: p.Search.States, Again: p.Search.Again, Audited: p.Search.Audited,
		Reductions: []reductionJSON{},
	}
	for _, d := range s.Delays {
		out.Delays = append(out.Delays, measure.Milliseconds(d))
	}
	for i, name := range p.Search.Properties() {
		of := provedJSON{Property: name.String(), Broken: p.All.Breaks(i).Big().String()}
		for j := range p.Examples {
			e := &p.Examples[j]
			if at := slices.Index(e.Breaks, i); at >= 0 {
				of.Example, of.File = e.json(), e.Files[at]
			}
		}
		out.Properties = append(out.Properties, of)
	}
	for _, r := range p.Reductions {
		out.Reductions = append(out.Reductions,
			reductionJSON{r.Prunes, r.All.All.Big().String(), r.Runs, r.Again})
	}
	return proofFormat.Write(w, out)
}

func (e *Example) json() *exampleJSON {
	out := &exampleJSON{Slow: e.Slow, Lost: e.Losses, Crashes: e.Crashes, Steps: []stepJSON{}}
	for _, r := range e.Steps.inOrder() {
		one := stepJSON{At: measure.Milliseconds(r.at), What: r.what}
		if r.column > 0 {
			one.Node = &r.column
		}
		out.Steps = append(out.Steps, one)
	}
	return out
}
