package main

import (
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// regressionFigures are the figures that must not become worse.
var regressionFigures = []string{
	"banned", "banned_minutes", "killed", "token_requests", "success", "p99",
}

// regressionShare is by how much of the stored mean a figure must be worse to count (assumed): with
// common random numbers the data tell far smaller changes apart, which nobody minds.
const regressionShare = 0.01

// A regression is a figure of a contestant that is worse than it was.
type regression struct {
	study.Contestant
	figure    study.Figure
	was, is   float64
	n         int
	p         float64 // after Holm
	different study.Difference
}

func (r regression) String() string {
	return fmt.Sprintf("%s: %s was %.4g, is %.4g, %+.4g (%s) over n = %d common seeds, p = %.2g",
		r.Contestant, r.figure.Name, r.was, r.is, r.different.Mean.Mean, r.different.Bootstrap,
		r.n, r.p)
}

// incomparable tells why results cannot be compared with a plan: only a strategy that both have,
// under the same reading of the same scenario, can be better or worse.
func incomparable(stored *study.Study, p *study.Plan) error {
	for _, kind := range []string{scenarioInput, arrivalsInput} {
		of := func(p *study.Plan) []study.Input {
			return slices.DeleteFunc(slices.Clone(p.Inputs), func(i study.Input) bool {
				return !hasKind(i, kind)
			})
		}
		was, is := of(&stored.Plan), of(p)
		for i := range was {
			was[i].Name = ""
		}
		for i := range is {
			if !slices.Contains(was, study.Input{SHA256: is[i].SHA256}) {
				return fmt.Errorf("%s: results of another scenario, %v; meant those of %v, %s as it "+
					"is now", stored.Name, stored.Plan.Scenarios, p.Scenarios, is[i].Name)
			}
		}
	}
	if len(commonContestants(stored, p)) == 0 {
		return fmt.Errorf("%s: strategies %v under readings %v in %v, none of which is run now",
			stored.Name, stored.Plan.Strategies, stored.Plan.Readings, stored.Plan.Scenarios)
	}
	last, first := stored.Plan.First+uint64(stored.Plan.Seeds-1), p.First+uint64(p.Seeds-1)
	if last < p.First || first < stored.Plan.First {
		return fmt.Errorf("%s: seeds %d to %d, none of which is run now", stored.Name,
			stored.Plan.First, last)
	}
	return nil
}

func commonContestants(stored *study.Study, p *study.Plan) []study.Contestant {
	known := stored.Plan.Contestants()
	return slices.DeleteFunc(p.Contestants(), func(c study.Contestant) bool {
		return !slices.Contains(known, c)
	})
}

// regressionsOf are the figures that became worse: the mean over the seeds that both studies have
// is worse by at least a hundredth, and the signed ranks of the pairs, adjusted by Holm over all
// figures of all contestants, leave a probability below 5 %.
func regressionsOf(stored, now *study.Study) []regression {
	if stored == nil {
		return nil
	}
	var all []regression
	var ps []float64
	for _, c := range commonContestants(stored, &now.Plan) {
		for _, name := range regressionFigures {
			f, err := study.FigureNamed(name)
			if err != nil {
				panic(err) // names are ours
			}
			was, is := common(stored.Values(c, f), now.Values(c, f),
				stored.Plan.First, now.Plan.First)
			d := study.DifferenceOf("regression/"+c.String()+"/"+name, is, was)
			if d.N == 0 {
				continue
			}
			all = append(all, regression{Contestant: c, figure: f, n: d.N, different: d,
				was: study.MeanOf("", was).Mean, is: study.MeanOf("", is).Mean})
			ps = append(ps, d.P)
		}
	}
	var worse []regression
	for i, p := range study.Holm(ps) {
		r := all[i]
		r.p = p
		if p < 1-study.Confidence && r.isWorse() {
			worse = append(worse, r)
		}
	}
	return worse
}

func (r *regression) isWorse() bool {
	by := r.different.Mean.Mean
	if r.figure.More {
		by = -by
	}
	return by > 0 && by >= regressionShare*math.Abs(r.was)
}

// common are the values of the seeds that both lists have; where one has none, neither has.
func common(was, is []float64, wasFirst, isFirst uint64) ([]float64, []float64) {
	first := max(wasFirst, isFirst)
	was, is = was[min(uint64(len(was)), first-wasFirst):], is[min(uint64(len(is)), first-isFirst):]
	n := min(len(was), len(is))
	was, is = slices.Clone(was[:n]), slices.Clone(is[:n])
	for i := range n {
		if math.IsNaN(was[i]) || math.IsNaN(is[i]) {
			was[i], is[i] = math.NaN(), math.NaN()
		}
	}
	return was, is
}

func tellRegressions(w io.Writer, stored *study.Study, worse []regression) {
	for _, r := range worse {
		fmt.Fprintf(w, "WORSE than %s: %s\n", stored.Name, r)
	}
	if len(worse) == 0 {
		fmt.Fprintf(w, "No figure is worse than in %s (%s).\n", stored.Name,
			stored.Version)
	}
}
