package main

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Engines agree where no figure differs. Of each figure, Welch's t interval of the difference of
// the means over the seeds, as a share of our mean, must hold 0. All the intervals of a comparison
// together are right with this confidence (Bonferroni).
const confidence = .99

// An interval that holds 0 since it is wide says nothing. That of a figure that counts this much is
// to be no wider to each side than this share of the mean.
const (
	muchCounted = 1000
	widest      = .05
)

// A difference is that of a figure between two engines.
type difference struct {
	figure    string
	ours      float64 // mean
	theirs    float64 // mean
	low, high float64 // of theirs less ours, as a share of ours
}

// differences compares the outcomes of two engines, one of several comparisons.
func differences(ours, theirs []outcome, comparisons int) []difference {
	var all []difference
	alpha := (1 - confidence) / float64(comparisons*len(figures))
	for _, f := range figures {
		a, b := counts(ours, f.of), counts(theirs, f.of)
		meanA, varianceA := stat.MeanVariance(a, nil)
		meanB, varianceB := stat.MeanVariance(b, nil)
		half := welch(varianceA/float64(len(a)), varianceB/float64(len(b)), len(a), len(b), alpha)
		d := difference{figure: f.name, ours: meanA, theirs: meanB}
		if d.low, d.high = meanB-meanA-half, meanB-meanA+half; meanA > 0 {
			d.low, d.high = d.low/meanA, d.high/meanA
		}
		all = append(all, d)
	}
	return all
}

// welch returns half the width of the interval of the difference of two means, of which these are
// the squares of the standard errors.
func welch(a, b float64, nA, nB int, alpha float64) float64 {
	if a+b == 0 {
		return 0
	}
	freedom := (a + b) * (a + b) / (a*a/float64(nA-1) + b*b/float64(nB-1)) // Welch and Satterthwaite
	t := distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile(1 - alpha/2)
	return t * math.Sqrt(a+b)
}

func counts(of []outcome, figure func(outcome) int) (all []float64) {
	for _, o := range of {
		all = append(all, float64(figure(o)))
	}
	return all
}

// differs reports whether the figure is another one.
func (d difference) differs() bool { return d.low > 0 || d.high < 0 }

// vague reports whether the interval is too wide to show that the figure is none.
func (d difference) vague() bool {
	return d.ours >= muchCounted && (d.high-d.low)/2 > widest
}

// verdict says what is wrong with the figure.
func (d difference) verdict() error {
	switch {
	case d.differs():
		return fmt.Errorf("%s differ from ours, by %s", d.figure, d.interval())
	case d.vague():
		return fmt.Errorf("whether %s are ours cannot be told: they may differ by %s", d.figure,
			d.interval())
	}
	return nil
}

func (d difference) interval() string {
	return fmt.Sprintf("%+.2f to %+.2f %%", 100*d.low, 100*d.high)
}
