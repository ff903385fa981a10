package study

import (
	"fmt"
	"iter"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// fewestSeeds is the smallest batch: a mode that has 10 % of the runs stays unseen in 30 of them
// with a chance of 4 %.
const fewestSeeds = 30

// A Precision says how precise a study is to be: seeds are run in batches, until the interval of
// the figure's Estimate, its mean where it has bounds and else its median, is tight enough for
// every contestant. Looks are taken at the ends of batches alone, so that when it stops does not
// depend on who was faster. Who looks often, and stops where the interval happens to be narrow,
// stops too often where it is wrong. So the k-th look is at intervals of which each is wrong with a
// chance of at most 5 %/(k(k+1)), which is 5 % for all looks together; these are printed, and hold.
type Precision struct {
	Figure    string  `json:"figure"`
	HalfWidth float64 `json:"half_width"` // in the figure's unit
	Batch     int     `json:"batch"`      // seeds
	Most      int     `json:"most"`       // seeds; Plan.Seeds is this before, and those run after
}

func (p *Precision) check(seeds int) error {
	_, err := measure.FigureNamed(p.Figure)
	switch {
	case err != nil:
		return err
	case !(p.HalfWidth > 0):
		return fmt.Errorf("a half width of %g; meant more than 0", p.HalfWidth)
	case p.Batch < fewestSeeds:
		return fmt.Errorf("batches of %d seeds; meant at least %d", p.Batch, fewestSeeds)
	case seeds > p.Most:
		return fmt.Errorf("%d seeds; meant at most %d, as the precision says", seeds, p.Most)
	}
	return nil
}

// batches yields the numbers of seeds at which to look.
func (p *Precision) batches(seeds int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := min(p.Batch, seeds); yield(n) && n < seeds; {
			n = min(n+p.Batch, seeds)
		}
	}
}

// met reports whether the study is precise enough. Cells that fail may leave a figure unknown: then
// it never is.
func (p *Precision) met(s *Study) bool {
	f, err := measure.FigureNamed(p.Figure)
	if err != nil {
		panic(err) // the plan was checked
	}
	for _, c := range s.Plan.Contestants() {
		e := s.Estimate(c, f)
		if !(e.Interval.HalfWidth() <= p.HalfWidth) {
			return false
		}
	}
	return true
}

// confidence is that of the intervals when so many seeds have been run.
func (p *Precision) confidence(seeds int) float64 {
	look := (seeds + p.Batch - 1) / p.Batch
	return 1 - (1-Confidence)/float64(look*(look+1))
}

// confidence is that of the intervals that a study computes, so that they have that of Confidence
// together with the choice of when it stopped.
func (s *Study) confidence() float64 {
	if s.Plan.Precision == nil {
		return Confidence
	}
	return s.Plan.Precision.confidence(s.Plan.Seeds)
}
