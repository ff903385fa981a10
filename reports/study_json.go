package reports

import (
	"io"
	"maps"
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A studyJSON is a study as programs read it, of one run of each contestant or of many.
type studyJSON struct {
	Command     string           `json:"command"` // the line that repeats it
	Version     string           `json:"version"` // of the program that ran it
	Plan        study.Plan       `json:"plan"`
	Baseline    string           `json:"baseline"` // the strategy that differences are taken to
	Confidence  float64          `json:"confidence"`
	Missing     int              `json:"missing"`  // runs that were not carried out
	Failures    []failedRun      `json:"failures"` // runs that failed; no figure counts them
	Remarks     []string         `json:"remarks"`  // what the figures do not tell
	Contestants []contestantJSON `json:"contestants"`
	// Runs are the runs themselves, where there is one of each contestant.
	Runs []measure.Outcome `json:"runs,omitempty"`
}

type failedRun struct {
	study.Cell
	Error string `json:"error"` // its first line
}

// A contestantJSON is what the runs of a strategy came to in a scenario, under a reading.
type contestantJSON struct {
	study.Contestant
	N        int                   `json:"n"`       // runs that ended
	Figures  map[string]figureJSON `json:"figures"` // by name: `tokenstorm list figures`
	Parts    []partJSON            `json:"parts,omitempty"`
	Verdicts []verdictJSON         `json:"verdicts"` // by each criterion that applies to some run
	Unmet    []unmetJSON           `json:"unmet"`    // expectations of the scenario
}

// A partJSON is the same of one part of the runs: a class of calls, a group of a mixed fleet, a
// carrier.
type partJSON struct {
	Dimension string                `json:"dimension"` // class, group or carrier
	Name      string                `json:"name"`
	Figures   map[string]figureJSON `json:"figures"`
}

// A figureJSON is what a figure came to over the seeds. A number that the runs do not give is null:
// of one run there is no interval.
type figureJSON struct {
	Unit string `json:"unit"` // ms, s or min; empty: a count, or a share from 0 to 1
	N    int    `json:"n"`    // runs that have the figure
	// Of is what low and high are bounds of: probability, where the figure is yes or no; mean, where
	// it is a share; else median.
	Of     string   `json:"of"`
	Mean   *float64 `json:"mean"`
	SD     *float64 `json:"sd"`
	Median *float64 `json:"median"`
	P95    *float64 `json:"p95"` // the 95th of 100 runs
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
	// Difference is that to the baseline; left out of the baseline itself, and of one run.
	Difference *differenceJSON `json:"difference,omitempty"`
}

// A differenceJSON is how much a figure differs from the baseline's, seed by seed.
type differenceJSON struct {
	N      int      `json:"n"`  // seeds of which both have the figure
	Of     string   `json:"of"` // mean or median: what low and high are bounds of
	Mean   *float64 `json:"mean"`
	Median *float64 `json:"median"`
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
	P      *float64 `json:"p"` // of the signed-rank test
}

// A verdictJSON is whether the runs show that a criterion is met as often as is required.
type verdictJSON struct {
	Criterion string        `json:"criterion"`
	Verdict   study.Verdict `json:"verdict"`
	Hits      int           `json:"hits"` // runs that meet it
	N         int           `json:"n"`    // runs to which it applies
	Low       *float64      `json:"low"`  // of the probability
	High      *float64      `json:"high"`
	Required  float64       `json:"required"` // probability
}

// An unmetJSON is an expectation that runs did not meet.
type unmetJSON struct {
	Expectation string `json:"expectation"`
	Runs        int    `json:"runs"`
}

var studyFormat = schema.Object[studyJSON]("study", 2,
	"A study: every figure of every contestant, of one run each or of many, and the verdicts.",
	"run", "compare", "sweep", "merge", "open", "replay")

// JSON writes the study as one object; command repeats it.
func (e *Evidence) JSON(w io.Writer, command string) error {
	s := e.Study
	out := studyJSON{
		Command: command, Version: s.Version, Plan: s.Plan, Baseline: e.Baseline,
		Confidence: study.Confidence, Missing: s.Missing(), Failures: []failedRun{},
		Remarks: e.unseen(), Contestants: []contestantJSON{},
	}
	if s.Plan.Seeds == 1 && !e.askedForBans() {
		out.Remarks = []string{"One run of each: it does not say how likely its figures are."}
		for r := range s.Results() {
			if r.Outcome != nil {
				out.Runs = append(out.Runs, *r.Outcome)
			}
		}
	}
	for _, r := range s.Failures() {
		out.Failures = append(out.Failures, failedRun{r.Cell, r.Error})
	}
	figures := e.figures()
	for _, c := range s.Plan.Contestants() {
		out.Contestants = append(out.Contestants, e.contestantJSON(c, figures))
	}
	return studyFormat.Write(w, out)
}

func (e *Evidence) contestantJSON(c study.Contestant, figures []measure.Figure) contestantJSON {
	out := contestantJSON{
		Contestant: c, Figures: map[string]figureJSON{}, Verdicts: []verdictJSON{},
		Unmet: []unmetJSON{},
	}
	out.N = e.Study.Ended(c)
	for _, cut := range e.cuts(c) {
		into := out.Figures
		if cut.part {
			into = map[string]figureJSON{}
			at := slices.IndexFunc(cut.names, func(name string) bool { return name != "" })
			out.Parts = append(out.Parts, partJSON{dimensions()[at], cut.names[at], into})
		}
		for _, f := range figures {
			if !f.Whole || !cut.part {
				into[f.Name] = e.figureJSON(c, cut.of(f))
			}
		}
	}
	for _, by := range study.Criteria() {
		if r := e.Study.Rule(c, by, study.Required); r.Proportion.N > 0 {
			out.Verdicts = append(out.Verdicts, verdictOf(r))
		}
	}
	runs := e.unmetRuns(c)
	for _, text := range slices.Sorted(maps.Keys(runs)) {
		out.Unmet = append(out.Unmet, unmetJSON{text, runs[text]})
	}
	return out
}

func (e *Evidence) figureJSON(c study.Contestant, f measure.Figure) figureJSON {
	m, median := e.Study.Mean(c, f), e.Study.Quantile(c, f, .5)
	p95 := e.Study.Quantile(c, f, .95)
	out := figureJSON{
		Unit: f.Unit, N: m.N, Of: "median", Mean: known(m.Mean), SD: known(m.SD),
		Median: known(median.Value), P95: known(p95.Value),
	}
	interval := median.Interval
	switch {
	case f.YesNo:
		out.Of, interval = "probability", e.Study.Interval(e.proportionOf(c, f))
	case f.Bounded():
		out.Of, interval = "mean", m.Interval
	}
	if m.N <= 1 {
		return out
	}
	out.Low, out.High = known(interval.Low), known(interval.High)
	if c.Strategy != e.Baseline {
		d := e.Study.Against(e.Baseline, c, f)
		to := d.Estimate()
		out.Difference = &differenceJSON{
			N: d.N, Of: "mean", Mean: known(d.Mean.Mean), Median: known(d.Median.Value),
			Low: known(to.Interval.Low), High: known(to.Interval.High), P: known(d.P),
		}
		if to.Median {
			out.Difference.Of = "median"
		}
	}
	return out
}

func verdictOf(r study.Ruling) verdictJSON {
	out := verdictJSON{
		Criterion: r.Criterion, Verdict: r.Verdict, Hits: r.Proportion.Hits, N: r.Proportion.N,
		Required: r.Required,
	}
	if r.Proportion.N > 1 {
		out.Low, out.High = known(r.Interval.Low), known(r.Interval.High)
	}
	return out
}

// known is nil of a number that is not known, or not bounded.
func known(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// unmetRuns counts the runs of a contestant that did not meet an expectation, by expectation.
func (e *Evidence) unmetRuns(c study.Contestant) map[string]int {
	runs := map[string]int{}
	if p := e.Study.Proportion(c, study.AsExpected); p.Hits == p.N {
		return runs
	}
	for o := range e.Study.Outcomes(c) {
		if o != nil {
			for _, text := range o.Unmet {
				runs[text]++
			}
		}
	}
	return runs
}
