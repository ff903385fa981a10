package study

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

// Published values: 5 and 0 of 10 from Clopper and Pearson's own chart, to four digits as R's
// binom.test gives them; 0 of 200 is the closed form.
func TestProportionInterval(t *testing.T) {
	for _, c := range []struct {
		p         Proportion
		low, high float64
	}{
		{Proportion{0, 10}, 0, 0.3085},
		{Proportion{5, 10}, 0.1871, 0.8129},
		{Proportion{10, 10}, 0.6915, 1},
		{Proportion{1, 20}, 0.0013, 0.2487},
		{Proportion{0, 200}, 0, 1 - math.Pow(.025, 1./200)},
		{Proportion{0, 0}, 0, 1},
	} {
		i := c.p.Interval(Confidence)
		require.InDelta(t, c.low, i.Low, 5e-5, "%+v", c.p)
		require.InDelta(t, c.high, i.High, 5e-5, "%+v", c.p)
	}
}

func TestProportionText(t *testing.T) {
	for p, want := range map[Proportion]string{
		{0, 200}:   "< 1.9 %",
		{200, 200}: "> 98.1 %",
		{1, 200}:   "0.0 to 2.8 %",
		{100, 200}: "42.8 to 57.2 %",
		{0, 0}:     "no runs",
	} {
		require.Equal(t, want, p.String())
	}
}

// The t quantiles are those of any table: 2.262 for 9, 4.303 for 2 degrees of freedom.
func TestMean(t *testing.T) {
	m := meanOf("x", []float64{1, 2, 3, math.NaN()})
	require.Equal(t, 3, m.N)
	require.InDelta(t, 2, m.Mean, 1e-12)
	require.InDelta(t, 1, m.SD, 1e-12)
	require.InDelta(t, 4.303/math.Sqrt(3), m.T.HalfWidth(), 1e-3)

	ten := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	m = meanOf("x", ten)
	require.InDelta(t, 2.262*m.SD/math.Sqrt(10), m.T.HalfWidth(), 1e-3)
	require.Equal(t, m, meanOf("x", ten), "seeded by its name")
	require.NotEqual(t, m.Bootstrap, meanOf("y", ten).Bootstrap)
}

func TestMeanOfLittle(t *testing.T) {
	require.True(t, math.IsNaN(meanOf("x", nil).Mean))
	one := meanOf("x", []float64{7})
	require.InDelta(t, 7, one.Mean, 0)
	require.Equal(t, unbounded, one.T)
	require.Equal(t, unbounded, one.Bootstrap)
	same := meanOf("x", []float64{.1, .1, .1})
	require.Equal(t, Interval{.1, .1}, same.T)
	require.Equal(t, Interval{.1, .1}, same.Bootstrap)
}

// Of skewed data the bootstrap's interval reaches further to the side of the tail.
func TestBootstrapFollowsSkew(t *testing.T) {
	m := meanOf("x", []float64{1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 7, 40})
	require.Greater(t, m.Bootstrap.High-m.Mean, 1.5*(m.Mean-m.Bootstrap.Low))
	require.True(t, m.Bootstrap.Contains(m.Mean))
}

// David and Nagaraja's bounds of the median: the 2nd and 9th of 10 values, the 6th and 15th of 20.
func TestQuantile(t *testing.T) {
	upTo := func(n int) []float64 {
		xs := make([]float64, n)
		for i := range xs {
			xs[i] = float64(n - i)
		}
		return xs
	}
	inf := math.Inf(1)
	for _, c := range []struct {
		n    int
		p    float64
		want Quantile
	}{
		{10, .5, Quantile{10, .5, 5, Interval{2, 9}}},
		{20, .5, Quantile{20, .5, 10, Interval{6, 15}}},
		{5, .5, Quantile{5, .5, 3, Interval{-inf, inf}}},
		{6, .5, Quantile{6, .5, 3, Interval{1, 6}}},
		{20, .9, Quantile{20, .9, 18, Interval{15, inf}}},
		{200, .9, Quantile{200, .9, 180, Interval{171, 189}}},
	} {
		require.Equal(t, c.want, quantileOf(c.p, upTo(c.n)))
	}
	require.True(t, math.IsNaN(quantileOf(.5, nil).Value))
}

// Exact values of the binomial with p = 1/2.
// signTest is a yardstick of signedRank: the two-sided probability of a split as uneven as plus to
// minus, or more so, if both were as likely: Conover, Practical nonparametric statistics, 3rd
// edition, 1999, section 3.4. Ties are left out.
//
// Of figures that are yes or no, such as whether a run was banned, it is McNemar's exact test
// (McNemar, Psychometrika 12, 1947): plus are the seeds under which only the one was banned, minus
// those under which only the other was.
func signTest(plus, minus int) float64 {
	if plus+minus == 0 {
		return 1
	}
	b := distuv.Binomial{N: float64(plus + minus), P: .5}
	return min(1, 2*b.CDF(float64(min(plus, minus))))
}

func TestSignTest(t *testing.T) {
	for _, c := range []struct {
		plus, minus int
		want        float64
	}{
		{0, 0, 1}, {1, 0, 1}, {5, 5, 1}, {1, 9, 22. / 1024}, {9, 1, 22. / 1024},
		{10, 0, 2. / 1024}, {6, 0, 2. / 64},
	} {
		require.InDelta(t, c.want, signTest(c.plus, c.minus), 1e-9, "%d, %d", c.plus, c.minus)
	}
}

// As R's p.adjust(c(.01, .04, .03, .005), "holm").
func TestHolm(t *testing.T) {
	require.InDeltaSlice(t, []float64{.03, .06, .06, .02}, holm([]float64{.01, .04, .03, .005}), 1e-12)
	require.Empty(t, holm(nil))
	require.Equal(t, []float64{1, 1}, holm([]float64{.9, .8}))
}

// Three tests of 9, 9 and 2 differences, of which the last can say no less than 1/2; of four tests
// of 6, none can be held against 5 % of four.
func TestHolmOfSignedRanks(t *testing.T) {
	require.Equal(t, []float64{.04, .04, 1},
		holmOfSignedRanks([]float64{.02, .04, .5}, []int{9, 9, 2}))
	require.Equal(t, []float64{1, 1, 1, 1},
		holmOfSignedRanks([]float64{.03, .03, .03, .03}, []int{6, 6, 6, 6}))
	require.Equal(t, []float64{.03}, holmOfSignedRanks([]float64{.03}, []int{6}))
	require.Empty(t, holmOfSignedRanks(nil, nil))
}

func TestDifference(t *testing.T) {
	nan := math.NaN()
	d := differenceOf("x", []float64{3, 5, nan, 9, 1}, []float64{1, 1, 1, nan, 1})
	require.Equal(t, 3, d.N)
	require.InDelta(t, 2, d.Mean.Mean, 1e-12)
	require.Equal(t, 2, d.Plus)
	require.Equal(t, 0, d.Minus)
	require.InDelta(t, .5, d.P, 1e-12)
}

// Wilcoxon's own example has 1 of 8 negative, of rank 3 (p 0.039 by R's wilcox.test); the others
// are counted by hand: the sums of 1, 2, 3 that are at most 1 are 2 of 8.
func TestSignedRank(t *testing.T) {
	same := make([]float64, 60)
	for i := range same {
		same[i] = 1
	}
	split := slices.Clone(same)
	for i := range 30 {
		split[i] = -1
	}
	for _, c := range []struct {
		ds   []float64
		p    float64
		side int
	}{
		{nil, 1, 0},
		{[]float64{0, math.NaN()}, 1, 0},
		{[]float64{5}, 1, 1},
		{[]float64{-1, 2, 3}, .5, 1},
		{[]float64{1, -2, -3, 0}, .5, -1},
		{[]float64{1, 2, -3, 4, 5, 6, 7, 8}, 10. / 256, 1},
		{[]float64{1, 1, 1, 1, 1, 1, 1, 1, 1, -1}, signTest(9, 1), 1},
		{[]float64{1, 10000, 2, 9000, 3, 4, 5, 8000, 6, 7000}, 2. / 1024, 1},
		{same, 0, 1},
		{split, 1, 0},
	} {
		p, side := signedRank(c.ds)
		require.InDelta(t, c.p, p, 1e-12, "%v", c.ds)
		require.Equal(t, c.side, side, "%v", c.ds)
	}
}

// Where counting ends and the normal approximation begins, the one must follow from the other.
func TestSignedRankApproximation(t *testing.T) {
	var ranks []int
	total := 0
	for i := range mostExact + 1 {
		ranks = append(ranks, 2*(i+1))
		total += 2 * (i + 1)
	}
	for lesser := 0; lesser <= total/2; lesser += 2 {
		require.InDelta(t, shareOfSplits(ranks, total, lesser), normalShare(ranks, total, lesser), .002)
	}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		p    Proportion
		want Verdict
	}{
		{Proportion{0, 0}, Inconclusive},
		{Proportion{71, 71}, Inconclusive}, {Proportion{72, 72}, Pass},
		{Proportion{0, 1}, Inconclusive}, {Proportion{0, 2}, Fail},
		{Proportion{199, 200}, Pass}, {Proportion{197, 200}, Pass}, {Proportion{195, 200}, Inconclusive},
		{Proportion{180, 200}, Fail},
	} {
		i := c.p.Interval(Confidence)
		require.Equal(t, c.want, c.p.Judge(Required), "%+v: %v", c.p, i)
	}
}

func TestIntervalJSON(t *testing.T) {
	for i, want := range map[Interval]string{
		{1, 2.5}:  "[1,2.5]",
		unbounded: "[null,null]",
	} {
		got, err := i.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
	require.Equal(t, "1 to 2.5", fmt.Sprint(Interval{1, 2.5}))
}
