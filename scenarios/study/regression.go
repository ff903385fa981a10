package study

import (
	"fmt"
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// regressionFigures are the figures that must not become worse.
var regressionFigures = []string{
	"banned", "banned_minutes", "killed", "token_requests", "success", "p99",
}

// regressionShare is by how much of the stored mean a figure must be worse to count (assumed): with
// common random numbers the data tell far smaller changes apart, which nobody minds.
const regressionShare = 0.01

// A Regression is a figure of a contestant that is worse than it was.
type Regression struct {
	Contestant
	figure    measure.Figure
	was, is   float64
	p         float64 // after Holm
	different Difference
	Shown     bool // or else so few seeds differ that no difference could be shown
	needed    int  // how many seeds must differ for that
}

func (r Regression) String() string {
	d := &r.different
	text := fmt.Sprintf("%s: %s was %.4g, is %.4g, %+.4g in the mean (%s) over n = %d common seeds",
		r.Contestant, r.figure.Name, r.was, r.is, d.Mean.Mean, r.interval(), d.N)
	switch {
	case r.p < 1-Confidence:
		return fmt.Sprintf("%s, p = %.2g", text, r.p)
	case r.newBans():
		return text + ", banned under every seed where it was under none"
	}
	return fmt.Sprintf("%s, of which %d differ; it takes %d that differ to tell", text,
		d.Plus+d.Minus, r.needed)
}

// interval is that of the difference, and what it is of where that is not the mean.
func (r *Regression) interval() string {
	e := r.different.Estimate()
	if e.Median {
		return fmt.Sprintf("median %+.4g, %s", e.Value, e.Interval)
	}
	return e.Interval.String()
}

// Incomparable is why stored results cannot be compared with a plan: only a strategy that both
// have, under the same reading of the same scenario, can be better or worse.
func (s *Study) Incomparable(p *Plan) error {
	for _, kind := range []string{ScenarioInput, ArrivalsInput} {
		was := s.Plan.InputsOf(kind)
		for _, input := range p.InputsOf(kind) {
			same := func(i Input) bool { return i.SHA256 == input.SHA256 }
			if !slices.ContainsFunc(was, same) {
				return fmt.Errorf("%s: results of another scenario, %v; meant those of %v, %s as it "+
					"is now", s.Name, s.Plan.Scenarios, p.Scenarios, input)
			}
		}
	}
	if s.Plan.Ask != p.Ask {
		return fmt.Errorf("%s: it was asked for %v, and now %v is", s.Name, s.Plan.Ask, p.Ask)
	}
	if len(commonContestants(s, p)) == 0 {
		return fmt.Errorf("%s: strategies %v under readings %v in %v, none of which is run now",
			s.Name, s.Plan.Strategies, s.Plan.Readings, s.Plan.Scenarios)
	}
	last, first := s.Plan.First+uint64(s.Plan.Seeds-1), p.First+uint64(p.Seeds-1)
	if last < p.First || first < s.Plan.First {
		return fmt.Errorf("%s: seeds %d to %d, none of which is run now", s.Name,
			s.Plan.First, last)
	}
	return nil
}

func commonContestants(stored *Study, p *Plan) []Contestant {
	known := stored.Plan.Contestants()
	return slices.DeleteFunc(p.Contestants(), func(c Contestant) bool {
		return !slices.Contains(known, c)
	})
}

// Regressions are the figures whose mean over the seeds that a stored study has as well is worse by
// at least a hundredth; none where stored is nil. They are shown to be worse where the signed ranks
// of the pairs, adjusted by Holm, leave a probability below 5 %, or where every run is banned and
// none was: a run is repeatable, and that is no chance. Figures of which so few seeds differ that
// not even unanimous ones could show it are listed as well. The others are no regressions.
//
// Holm adjusts for the figures that differ under any seed. One that does not can never be found
// wrongly: Tarone, A modified Bonferroni method for discrete data, Biometrics 46, 1990.
func (s *Study) Regressions(stored *Study) []Regression {
	if stored == nil {
		return nil
	}
	all := changedFigures(stored, s)
	ps := make([]float64, len(all))
	for i := range all {
		ps[i] = all[i].different.P
	}
	needed := seedsToTell(len(all))
	var shown, unclear []Regression
	for i, p := range holm(ps) {
		r := all[i]
		r.p, r.needed = p, needed
		switch d := &r.different; {
		case !r.isWorse():
		case p < 1-Confidence || r.newBans():
			r.Shown = true
			shown = append(shown, r)
		case d.Plus+d.Minus < needed:
			unclear = append(unclear, r)
		}
	}
	return append(shown, unclear...)
}

// changedFigures are the figures that differ under any common seed, for the better or the worse.
func changedFigures(stored, now *Study) []Regression {
	var all []Regression
	for _, c := range commonContestants(stored, &now.Plan) {
		for _, name := range regressionFigures {
			f, err := measure.FigureNamed(name)
			if err != nil {
				panic(err) // names are ours
			}
			was, is := common(stored.Values(c, f), now.Values(c, f),
				stored.Plan.First, now.Plan.First)
			d := differenceOf(is, was, f, now.confidence())
			if d.Plus+d.Minus == 0 {
				continue
			}
			r := Regression{Contestant: c, figure: f, different: d}
			r.was, _ = meanAndSD(was)
			r.is, _ = meanAndSD(is)
			all = append(all, r)
		}
	}
	return all
}

// seedsToTell is how many seeds must differ, all to one side, for one of so many figures to be
// shown to differ: the signed ranks of m that agree have a probability of 2/2^m.
func seedsToTell(figures int) int {
	m, p := 1, float64(figures)
	for ; p >= 1-Confidence; m++ {
		p /= 2
	}
	return m
}

func (r *Regression) isWorse() bool {
	by := r.different.Mean.Mean
	if r.figure.More {
		by = -by
	}
	return by > 0 && by >= regressionShare*math.Abs(r.was)
}

// newBans reports whether each run is banned and none was.
func (r *Regression) newBans() bool {
	return r.figure.Name == "banned" && r.different.Plus == r.different.N
}

// common are the values of the seeds under which both lists have one.
func common(was, is []float64, wasFirst, isFirst uint64) (before, now []float64) {
	first := max(wasFirst, isFirst)
	was, is = was[min(uint64(len(was)), first-wasFirst):], is[min(uint64(len(is)), first-isFirst):]
	n := min(len(was), len(is))
	kept := together([][]float64{was[:n], is[:n]})
	return kept[0], kept[1]
}
