package study

import (
	"fmt"
	"iter"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// fewestSeeds is the smallest batch: of fewer seeds a spread is not known well enough to stop by.
// Measured on a figure that is 0 in four runs of five, intervals at which a study stopped cover the
// truth 77 times in 100 with batches of 10, 91 times with batches of 30, and hardly more with 50.
const fewestSeeds = 30

// A Precision says how precise a study is to be: seeds are run in batches, until the 95 % interval
// of the figure's mean is tight enough for every contestant. Looks are taken at the ends of batches
// alone, so that when it stops does not depend on who was faster. That it stops when the interval
// happens to be narrow costs a little coverage (Chow and Robbins, On the asymptotic theory of
// fixed-width sequential confidence intervals, Annals of Mathematical Statistics 36, 1965); how
// little is in testdata/coverage.txt.
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
		if !(halfWidth(f, s.Values(c, f)) <= p.HalfWidth) {
			return false
		}
	}
	return true
}

func halfWidth(f measure.Figure, xs []float64) float64 {
	xs = known(xs)
	if f.YesNo {
		hits := 0
		for _, x := range xs {
			hits += int(x)
		}
		return Proportion{hits, len(xs)}.Interval(Confidence).HalfWidth()
	}
	if len(xs) < 2 {
		return unbounded.HalfWidth()
	}
	mean, sd := meanAndSD(xs)
	return tInterval(len(xs), mean, sd, Confidence).HalfWidth()
}
