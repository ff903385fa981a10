package reports

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Evidence prints a study of many seeds: its tables, its CSV, its charts.
type Evidence struct {
	Study    *study.Study
	Baseline string // the strategy that the others are held against
	Order    study.Order
	AllRows  bool // rows that are alike stand for themselves in every table
}

// intervals explains those of all tables.
const intervals = `Intervals have 95 % confidence, whatever the runs are like: exact ones of
probabilities, Gaffke's of means of shares, order statistics of medians and of the 95th of
100 runs. ≥: too few runs to set the upper end. A median that stands alone is both ends of
its interval. Other means have none: one rare run can move them by any amount. Where a mean
is far from its median, a few runs are unlike the others.`

// legend explains the marks of the tables.
const legend = intervals + `
Burst, average: the fullest window of each threshold, as a share of it.
=: a tie, the data cannot tell. Recovered: median time from the trigger's end, of the
runs that had one. Metastable: of those, the runs whose goodput never came back; it takes
20 actions and the time of a ban to tell.`

// Table writes tables for each scenario and reading, best first: bans, service, the parts of runs
// that have some, and differences to the baseline; then what is expected and not shown, and, of
// several readings, under which the verdict flips.
//
// Of a sweep, which has several scenarios, it writes one table for each reading instead; of a study
// that was asked for bans alone, one of these.
func (e *Evidence) Table(b *bytes.Buffer, f Format) {
	if e.askedForBans() {
		all := *e
		all.AllRows = true
		all.banTables(b, f)
		return
	}
	if len(e.Study.Plan.Scenarios) > 1 {
		e.sweep(b, f)
		return
	}
	for _, scenario := range e.Study.Plan.Scenarios {
		for _, reading := range e.Study.Plan.Readings {
			c := study.Contestant{Scenario: scenario, Reading: reading}
			e.bans(b, c, f)
			e.service(b, c, f)
			e.parts(b, c, f)
			e.differences(b, c, f)
		}
	}
	e.folded(b, f)
	e.below(b, legend, f)
	if len(e.Study.Plan.Readings) > 1 {
		e.flips(b, f)
	}
}

// below writes what stands below tables.
func (e *Evidence) below(b *bytes.Buffer, legend string, f Format) {
	if f.Width > 0 {
		legend = strings.ReplaceAll(legend, "\n", " ") // to be folded anew
	}
	lines := []string{legend}
	if !e.Study.Plan.Settles() { // who failed at once has few runs, and they are enough
		lines = append(lines, Unseen(e.Study.Fewest()))
	}
	for _, line := range append(lines, e.remarks()...) {
		fmt.Fprintln(b, Fold(line, f.Width))
	}
}

// head says what the figures below it are of.
func (e *Evidence) head(c study.Contestant, about string) string {
	p := &e.Study.Plan
	return fmt.Sprintf("%s · reading %s · seeds %d to %d · %s", c.Scenario, c.Reading, p.First,
		p.First+uint64(p.Seeds)-1, about)
}

func (e *Evidence) bans(b *bytes.Buffer, c study.Contestant, f Format) {
	heads := []string{"strategy", "rank", "banned", "P(ban)", "bans\nmean",
		"banned for\nmean", "banned for\nmedian", "burst\nmedian", "burst\n95 of 100",
		"average\nmedian", "average\n95 of 100", "recovered in", "metastable", "expectations"}
	sessions := e.has("sessions_lost")
	if sessions {
		heads = append(heads, "sessions lost\nmean")
	}
	t := newTable(text.AlignRight, heads...)
	t.leaveOut(7, 9, 10, 8, 6, 11, 12, 1, 4)
	places := e.ranks(c, figureOf("banned"))
	for _, alike := range e.rows(f) {
		k := contestantOf(c, alike[0])
		p := e.proportion(k, "banned")
		row := table.Row{k.Strategy, rank(places[k.Strategy]), fmt.Sprintf("%d of %d", p.Hits, p.N),
			p.String(), e.mean(k, "bans"), e.mean(k, "banned_minutes"), e.estimate(k, "banned_minutes"),
			e.quantile(k, "burst", .5), e.quantile(k, "burst", .95),
			e.quantile(k, "average", .5), e.quantile(k, "average", .95),
			e.recovered(k), e.metastable(k), e.verdict(k)}
		if sessions {
			row = append(row, e.mean(k, "sessions_lost"))
		}
		t.appendRow(alike, row, "", e.bannedOf(c, alike[1:]))
	}
	t.redden(f, func(row table.Row) bool { return !strings.HasPrefix(fmt.Sprint(row[2]), "0 ") })
	e.put(b, t, e.head(c, "bans"), f)
}

func (e *Evidence) service(b *bytes.Buffer, c study.Contestant, f Format) {
	t := newTable(text.AlignRight, "strategy", "rank", "n", "succeeded\nmean",
		"p50\nmedian", "p99\nmedian", "p99\nmean", "401s: killed\nmedian", "401s: killed\nmean",
		"401s: expired\nmedian", "401s: expired\nmean", "token requests\nmedian",
		"token requests\nmean")
	t.leaveOut(10, 9, 4, 6, 8, 7, 2, 1, 5)
	ranks := e.ranks(c, figureOf("success"))
	for _, alike := range e.rows(f) {
		k := contestantOf(c, alike[0])
		t.appendRow(alike, table.Row{k.Strategy, rank(ranks[k.Strategy]), e.proportion(k, "banned").N,
			e.estimate(k, "success"), e.estimate(k, "p50"), e.estimate(k, "p99"), e.mean(k, "p99"),
			e.estimate(k, "killed"), e.mean(k, "killed"), e.estimate(k, "expired"),
			e.mean(k, "expired"), e.estimate(k, "token_requests"), e.mean(k, "token_requests")})
	}
	e.put(b, t, e.head(c, "service, ranked by success"), f)
}

// compared are the figures that are held against the baseline's.
var compared = []string{
	"banned", "banned_minutes", "killed", "token_requests", "success", "p99",
}

func (e *Evidence) differences(b *bytes.Buffer, c study.Contestant, f Format) {
	columns := []string{"strategy", "n"}
	for _, name := range compared {
		f, title := figureOf(name), strings.ReplaceAll(name, "_", " ")
		if f.Bounded() {
			columns = append(columns, title+"\nmean")
		} else {
			columns = append(columns, title+"\nmedian", title+"\nmean")
		}
	}
	t := newTable(text.AlignRight, columns...)
	t.leaveOut(11, 6, 8, 10, 5, 3, 4, 7)
	for _, alike := range e.rows(f) {
		k := contestantOf(c, alike[0])
		if k.Strategy == e.Baseline {
			continue
		}
		n := e.Study.Against(e.Baseline, k, figureOf("banned")).N
		row := table.Row{k.Strategy, n}
		for _, name := range compared {
			figure := figureOf(name)
			d := e.Study.Against(e.Baseline, k, figure)
			row = append(row, difference(figure, &d, n))
			if !figure.Bounded() {
				row = append(row, plus(d.Mean.Mean)+Quantity(figure, d.Mean.Mean))
			}
		}
		t.appendRow(alike, row)
	}
	if t.Length() > 0 {
		e.put(b, t, e.head(c, "paired differences to "+e.Baseline), f)
	}
}

func (e *Evidence) put(b *bytes.Buffer, t *grid, header string, f Format) {
	putTable(b, t, header, f)
	fmt.Fprintln(b)
}

// contestantOf is the one of this strategy beside c.
func contestantOf(c study.Contestant, strategy string) study.Contestant {
	c.Strategy = strategy
	return c
}

// ranks are the places of the strategies by a figure.
func (e *Evidence) ranks(c study.Contestant, f measure.Figure) map[string]study.Place {
	places := map[string]study.Place{}
	for _, place := range e.Study.Rank(c.Scenario, c.Reading, f) {
		places[place.Strategy] = place
	}
	return places
}

func rank(p study.Place) string {
	switch {
	case p.Rank == 0:
		return unit.None
	case p.Tied > 1:
		return fmt.Sprintf("%d=", p.Rank)
	}
	return fmt.Sprint(p.Rank)
}

// figureOf is the figure of that name, which must exist.
func figureOf(name string) measure.Figure {
	f, err := measure.FigureNamed(name)
	if err != nil {
		panic(err) // names are ours
	}
	return f
}

// has reports whether any run has the figure of that name.
func (e *Evidence) has(name string) bool {
	return len(e.Study.Had([]measure.Figure{figureOf(name)})) > 0
}

func (e *Evidence) proportion(c study.Contestant, name string) study.Proportion {
	return e.proportionOf(c, figureOf(name))
}

func (e *Evidence) proportionOf(c study.Contestant, figure measure.Figure) study.Proportion {
	return e.Study.Positive(c, figure)
}

func (e *Evidence) recovered(c study.Contestant) string {
	m := e.Study.Estimate(c, figureOf("recovery"))
	text := estimate(figureOf("recovery"), m)
	if m.N > 1 && m.Interval.Low > math.Inf(-1) {
		text += fmt.Sprintf(", n = %d", m.N)
	}
	return text
}

func (e *Evidence) metastable(c study.Contestant) string {
	p := e.Study.Proportion(c, study.Recovers)
	if p.N == 0 {
		return e.undecided(c)
	}
	p.Hits = p.N - p.Hits
	return fmt.Sprintf("%d of %d: %s", p.Hits, p.N, p)
}

// undecided says why no run of a contestant shows whether it recovers.
func (e *Evidence) undecided(c study.Contestant) string {
	switch p := e.Study.Proportion(c, study.TroubleEnds); {
	case p.N == 0:
		return unit.None
	case p.Hits == 0:
		return "trigger lasts"
	}
	return "too little to tell"
}

func (e *Evidence) verdict(c study.Contestant) string {
	r := e.Study.Rule(c, study.AsExpected, study.Required)
	if r.Proportion.N == 0 {
		return unit.None
	}
	return r.Verdict.String()
}
