package study

import "gonum.org/v1/gonum/stat/distuv"

// SignTest is the two-sided probability of a split as uneven as plus to minus, or more so, if both
// were as likely: Conover, Practical nonparametric statistics, 3rd edition, 1999, section 3.4. Ties
// are left out.
//
// Of figures that are yes or no, such as whether a run was banned, it is McNemar's exact test
// (McNemar, Psychometrika 12, 1947): plus are the seeds under which only the one was banned, minus
// those under which only the other was.
func SignTest(plus, minus int) float64 {
	if plus+minus == 0 {
		return 1
	}
	b := distuv.Binomial{N: float64(plus + minus), P: .5}
	return min(1, 2*b.CDF(float64(min(plus, minus))))
}
