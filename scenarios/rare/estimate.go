package rare

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A Replication is one estimate, with how many of the runs at each level reached the next.
type Replication struct {
	P       float64
	Reached []int
	Runs    int
	banned  *entrance // a run that was; nil: none was
}

// Replicate makes one estimate. Those of different numbers are independent.
func (q *Question) Replicate(levels Levels, number int) (rep Replication, err error) {
	r := q.from(replications, number)
	rep.P = 1
	var from []*entrance
	for _, level := range levels {
		s, err := q.stage(r, from, level)
		if err != nil {
			return Replication{}, err
		}
		rep.Runs += len(s.highest)
		rep.Reached = append(rep.Reached, len(s.reached))
		rep.P *= float64(len(s.reached)) / float64(q.Effort)
		if from = s.reached; len(from) == 0 {
			return rep, nil
		}
	}
	rep.banned = from[0]
	return rep, nil
}

// An Estimate is what replications come to.
type Estimate struct {
	Levels       Levels
	Replications []Replication
	Mean         float64 // the probability of a ban in a run
	Low, High    float64 // with 95 % confidence, by whole replications; 0 and 1: it cannot be told
	Starved      string  // why it cannot be told; empty: it can
	Runs         int
}

// fewest is how many runs must reach each level, in each replication. Assumed: of fewer the next
// level hangs on who they are.
const fewest = 10

// Nearest is the estimate where levels lead nowhere: it cannot be told.
func (q *Question) Nearest(levels Levels) Estimate {
	e := Estimate{Levels: levels, High: 1, Starved: "no run comes nearer to a ban than others"}
	if n := len(levels); n > 0 {
		e.Starved = fmt.Sprintf("of %d runs that filled %d %% of a window none came nearer to a ban",
			q.Effort, levels[n-1]/10)
	}
	return e
}

// Sum puts replications together.
func Sum(levels Levels, all []Replication) Estimate {
	e := Estimate{Levels: levels, Replications: all, High: 1}
	n := float64(len(all))
	for _, r := range all {
		e.Mean += r.P / n
		e.Runs += r.Runs
		for _, reached := range r.Reached {
			if reached < fewest && e.Starved == "" {
				e.Starved = "too few runs reach one of the levels"
			}
		}
	}
	if len(all) < 3 {
		e.Starved = "too few replications"
	}
	if e.Starved != "" {
		return e
	}
	if len(levels) == 1 { // a ban is not rare: all runs are independent
		p := study.Proportion{N: e.Runs}
		for _, r := range all {
			p.Hits += r.Reached[0]
		}
		i := p.Interval(study.Confidence)
		e.Low, e.High = i.Low, i.High
		return e
	}
	var squares float64
	for _, r := range all {
		squares += (r.P - e.Mean) * (r.P - e.Mean)
	}
	if squares == 0 {
		e.Starved = "the replications do not differ"
		return e
	}
	// Student's interval, of the logarithm by the delta method: a probability is above 0, and its
	// estimates lie farther above the mean than below it.
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(.975)
	wide := math.Exp(t * math.Sqrt(squares/(n-1)/n) / e.Mean)
	e.Low, e.High = e.Mean/wide, min(1, e.Mean*wide)
	return e
}

// Show carries a run out again that was banned in a replication, and reports whether there is one.
func (q *Question) Show(rep *Replication, folds ...measure.Fold) (shown bool, err error) {
	if rep.banned == nil {
		return false, nil
	}
	run := q.Run
	run.Seed = rep.banned.seed
	_, err = run.Climb(q.Height, rep.banned.branches, banned, folds...)
	return true, err
}

// Plain counts the plain runs that are banned, for comparison: those of different numbers are
// independent.
func (q *Question) Plain(number, runs int) (bans int, err error) {
	r := q.from(plain, number)
	for range runs {
		e, err := q.climb(r, nil, banned)
		if err != nil {
			return bans, err
		}
		if e.climb.Banned {
			bans++
		}
	}
	return bans, nil
}
