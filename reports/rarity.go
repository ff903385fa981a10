package reports

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios/rare"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// A Rarity is how rare a ban is, by each height.
type Rarity struct {
	Scenario, Strategy, Reading string
	Seed                        uint64
	Lasts                       time.Duration    // a run
	Effort                      int              // runs at each level
	Estimates                   []rare.Estimate  // by world.Height
	Plain                       study.Proportion // of plain runs; none unless asked for
	Story                       *lineage.Ban     // of one of the runs that were banned; nil: none was
}

// Table writes a line for each height, and how a ban came about.
func (r *Rarity) Table(b *bytes.Buffer, f Format) {
	t := newTable(text.AlignRight, "by", "P(ban in a run)", "95 % interval", "one ban in", "levels",
		"runs")
	for h := range r.Estimates {
		e := &r.Estimates[h]
		row := table.Row{world.HeightNames[h], "cannot be told", unit.None, unit.None, len(e.Levels),
			unit.Count(e.Runs)}
		if e.Starved == "" {
			row[1], row[2] = probability(e.Mean), probability(e.Low)+" to "+probability(e.High)
			row[3] = fmt.Sprintf("%s (%s to %s)", r.oneIn(e.Mean), r.oneIn(e.High), r.oneIn(e.Low))
		}
		t.AppendRow(row)
	}
	if r.Plain.N > 0 {
		i := r.Plain.Interval(study.Confidence)
		t.AppendRow(table.Row{"plain runs", probability(r.Plain.Share()),
			probability(i.Low) + " to " + probability(i.High),
			fmt.Sprintf("%s (%s to %s)", r.oneIn(r.Plain.Share()), r.oneIn(i.High), r.oneIn(i.Low)),
			unit.None, unit.Count(r.Plain.N)})
	}
	header := fmt.Sprintf("%s with %s, reading %s · runs of %s · from seed %d", r.Scenario, r.Strategy,
		r.Reading, unit.FormatDuration(r.Lasts), r.Seed)
	putTable(b, t, header, f)
	for h := range r.Estimates {
		if why := r.Estimates[h].Starved; why != "" {
			fmt.Fprintf(b, "\n%s", Fold(fmt.Sprintf("By %s it cannot be told: %s. More runs at each "+
				"level may help: --effort.", world.HeightNames[h], why), f.Width))
		}
	}
	fmt.Fprintf(b, "\n%s", Fold("One ban in so much time of the load of this scenario, day and "+
		"night. The heights are two ways to say how near to a ban a run is; where their intervals do "+
		"not meet, believe neither.", f.Width))
	fmt.Fprintln(b)
	if r.Story != nil {
		fmt.Fprint(b, "\nHow one came about, in one of the runs that were banned:\n\n")
		Story(b, r.Story, f)
	}
}

// probability is a share of 1 as people read it.
func probability(p float64) string {
	switch {
	case p == 0:
		return "0"
	case p >= 0.001:
		return unit.Digits(100*p) + " %"
	}
	exponent := math.Floor(math.Log10(p))
	return fmt.Sprintf("%.2ge%d", p/math.Pow(10, exponent), int(exponent))
}

// oneIn is how long it takes until a ban is to be expected.
func (r *Rarity) oneIn(p float64) string {
	if p == 0 {
		return "for ever"
	}
	const day = 24 * time.Hour
	days := r.Lasts.Hours() / 24 / -math.Log1p(-min(p, 1-1e-12))
	switch {
	case days >= 365:
		return unit.Digits(days/365.25) + " years"
	case days >= 2:
		return unit.Digits(days) + " days"
	}
	return unit.FormatDuration(time.Duration(days * float64(day)).Round(time.Second))
}

type rarityJSON struct {
	Scenario  string         `json:"scenario"`
	Strategy  string         `json:"strategy"`
	Reading   string         `json:"reading"`
	Seed      uint64         `json:"seed"`
	Lasts     float64        `json:"run_s"`
	Effort    int            `json:"effort"` // runs at each level
	Estimates []estimateJSON `json:"estimates"`
	Plain     *plainJSON     `json:"plain,omitempty"` // plain runs, where asked for
}

type estimateJSON struct {
	Height       string    `json:"height"`
	P            *float64  `json:"p"` // null: it cannot be told
	Low          *float64  `json:"p_low"`
	High         *float64  `json:"p_high"`
	Why          string    `json:"cannot_be_told,omitempty"` // why
	Levels       []int     `json:"levels"`                   // in thousandths of the way; the ban, which is the last, left out
	Replications []float64 `json:"replications"`             // the estimate of each
	Runs         int       `json:"runs"`
}

type plainJSON struct {
	Bans int     `json:"bans"`
	Runs int     `json:"runs"`
	Low  float64 `json:"p_low"`
	High float64 `json:"p_high"`
}

var rarityFormat = schema.Object[rarityJSON]("rare", 1, "How rare a ban is.", "rare")

// JSON writes the same as one object.
func (r *Rarity) JSON(w io.Writer) error {
	out := rarityJSON{
		Scenario: r.Scenario, Strategy: r.Strategy, Reading: r.Reading, Seed: r.Seed,
		Lasts: r.Lasts.Seconds(), Effort: r.Effort, Estimates: []estimateJSON{},
	}
	for h := range r.Estimates {
		e := &r.Estimates[h]
		one := estimateJSON{
			Height: world.HeightNames[h], Why: e.Starved, Levels: []int{}, Replications: []float64{},
			Runs: e.Runs,
		}
		if e.Starved == "" {
			one.P, one.Low, one.High = &e.Mean, &e.Low, &e.High
		}
		for _, level := range e.Levels[:max(0, len(e.Levels)-1)] {
			one.Levels = append(one.Levels, level)
		}
		for _, rep := range e.Replications {
			one.Replications = append(one.Replications, rep.P)
		}
		out.Estimates = append(out.Estimates, one)
	}
	if r.Plain.N > 0 {
		i := r.Plain.Interval(study.Confidence)
		out.Plain = &plainJSON{r.Plain.Hits, r.Plain.N, i.Low, i.High}
	}
	return rarityFormat.Write(w, out)
}
