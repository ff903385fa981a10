package reports

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A Frontier is how far strategies carry: which values of one field they survive.
type Frontier struct {
	Scenario string
	Values   study.Variation // of the field, in order
	Until    string          // what surviving is not
	First    uint64
	Seeds    int
	Level    float64 // the bound of P(until) that is survival; 0: no run at all
	Edges    []Edge
}

// An Edge is the frontier of one strategy under one reading.
type Edge struct {
	Strategy, Reading string
	study.Frontier
}

// value is the outermost that is survived; empty where none is.
func (f *Frontier) value(e *Edge) string {
	if e.Side == study.None {
		return ""
	}
	return f.Values.Values[e.At]
}

// next is the value next to it that is not survived; empty where all are.
func (f *Frontier) next(e *Edge) string {
	if e.Side == study.All {
		return ""
	}
	return f.Values.Values[e.Next]
}

func (f *Frontier) survives(e *Edge) string {
	switch e.Side {
	case study.Largest:
		return "up to " + f.value(e)
	case study.Least:
		return f.value(e) + " and more"
	}
	return e.Side.String() // none, or all
}

// ends are the first and the last of the values.
func (f *Frontier) ends() (from, to string) {
	return f.Values.Values[0], f.Values.Values[len(f.Values.Values)-1]
}

func (f *Frontier) header() string {
	from, to := f.ends()
	return fmt.Sprintf("%s · %s from %s to %s · until %s · seeds %d to %d a probe", f.Scenario,
		f.Values.Path, from, to, f.Until, f.First, f.First+uint64(f.Seeds)-1)
}

// confidence says what survival means, in four lines with end between them.
func (f *Frontier) confidence(end string) string {
	none := study.Proportion{N: f.Seeds}
	meant := fmt.Sprintf("in none of %s: with 95 %% confidence its probability there is %s",
		unit.Counted(f.Seeds, "run"), none)
	if f.Level > 0 {
		meant = fmt.Sprintf("so seldom in %s that the 95 %% interval of its probability ends "+
			"below %s", unit.Counted(f.Seeds, "run"), unit.Digits(100*f.Level)+" %")
	}
	return strings.Join([]string{"A value is survived where the condition is met", meant + ".",
		"Found by bisection, which supposes that whoever survives a value survives all on its",
		"side; a probe ends once it cannot be survived."}, end)
}

// Table writes a line for each strategy and reading.
func (f *Frontier) Table(b *bytes.Buffer, format Format) {
	t := newTable(text.AlignRight, "strategy", "reading", "survives", "met there", "P(met)",
		"not survived", "met there", "probes", "runs")
	t.leaveOut(7, 8, 6, 3)
	for _, e := range f.Edges {
		row := table.Row{e.Strategy, e.Reading, f.survives(&e), unit.None, unit.None, unit.None,
			unit.None, e.Probes, e.Runs}
		if e.Side != study.None {
			row[3], row[4] = fmt.Sprintf("%d of %d", e.There.Hits, e.There.N), e.There.String()
		}
		if e.Side != study.All {
			row[5], row[6] = f.next(&e), fmt.Sprintf("%d of %d", e.Beyond.Hits, e.Beyond.N)
		}
		t.AppendRow(row)
	}
	putTable(b, t, f.header(), format)
	fmt.Fprintf(b, "\n%s\n", f.confidence("\n"))
}

// CSV writes the same for programs.
func (f *Frontier) CSV(w io.Writer) error {
	out := csvWriter(w)
	_ = out.Write([]string{"scenario", "field", "from", "to", "until", "strategy", "reading",
		"survives", "value", "hits", "n", "p_low", "p_high", "not_survived", "beyond_hits",
		"beyond_n", "probes", "runs"}) // Error returns it
	from, to := f.ends()
	for _, e := range f.Edges {
		row := []string{f.Scenario, f.Values.Path, from, to, f.Until, e.Strategy, e.Reading,
			f.survives(&e), f.value(&e), strconv.Itoa(e.There.Hits), strconv.Itoa(e.There.N)}
		there := e.There.Interval(study.Confidence)
		row = append(row, numbersOf(there.Low, there.High)...)
		_ = out.Write(append(row, f.next(&e), strconv.Itoa(e.Beyond.Hits), strconv.Itoa(e.Beyond.N),
			strconv.Itoa(e.Probes), strconv.Itoa(e.Runs)))
	}
	out.Flush()
	return out.Error()
}

// frontierJSON has the keys of the columns of the CSV.
type frontierJSON struct {
	Scenario string     `json:"scenario"`
	Field    string     `json:"field"`
	From     string     `json:"from"`
	To       string     `json:"to"`
	Until    string     `json:"until"`
	First    uint64     `json:"first_seed"`
	Seeds    int        `json:"seeds"`
	Level    float64    `json:"level"` // 0: survived is what no run meets
	Edges    []edgeJSON `json:"edges"`
}

type edgeJSON struct {
	Strategy    string  `json:"strategy"`
	Reading     string  `json:"reading"`
	Survives    string  `json:"survives"`
	Value       *string `json:"value"` // null: no value is survived
	Hits        int     `json:"hits"`
	N           int     `json:"n"`
	Low         float64 `json:"p_low"`
	High        float64 `json:"p_high"`
	NotSurvived *string `json:"not_survived"` // null: every value is survived
	BeyondHits  int     `json:"beyond_hits"`
	BeyondN     int     `json:"beyond_n"`
	Probes      int     `json:"probes"`
	Runs        int     `json:"runs"`
}

var frontierFormat = schema.Object[frontierJSON]("frontier", 1,
	"The last value of a field that each strategy survives.", "frontier")

// JSON writes the frontiers as one object.
func (f *Frontier) JSON(w io.Writer) error {
	out := frontierJSON{
		Scenario: f.Scenario, Field: f.Values.Path, Until: f.Until, First: f.First, Seeds: f.Seeds,
		Level: f.Level, Edges: []edgeJSON{},
	}
	out.From, out.To = f.ends()
	for _, e := range f.Edges {
		there := e.There.Interval(study.Confidence)
		out.Edges = append(out.Edges, edgeJSON{
			Strategy: e.Strategy, Reading: e.Reading, Survives: f.survives(&e), Value: orNull(f.value(&e)),
			Hits: e.There.Hits, N: e.There.N, Low: there.Low, High: there.High,
			NotSurvived: orNull(f.next(&e)), BeyondHits: e.Beyond.Hits, BeyondN: e.Beyond.N,
			Probes: e.Probes, Runs: e.Runs,
		})
	}
	return frontierFormat.Write(w, out)
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
