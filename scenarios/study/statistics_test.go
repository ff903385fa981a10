package study

import (
	"fmt"
	"math"
	"math/rand/v2"
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

func TestMean(t *testing.T) {
	m := meanOf([]float64{1, 2, 3, math.NaN()}, Interval{0, math.Inf(1)}, Confidence)
	require.Equal(t, Mean{N: 3, Mean: 2, SD: 1, Interval: unbounded}, m)
	require.True(t, math.IsNaN(meanOf(nil, unbounded, Confidence).Mean))
	none := meanOf([]float64{math.NaN()}, Interval{0, 1}, Confidence)
	require.Equal(t, Interval{0, 1}, none.Interval, "a share is one of a whole")
}

// Of yes and no the interval is Clopper and Pearson's; the approximation of others would be off by
// 0.3 % at most.
func TestBoundedMeanOfYesNo(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, 40, 200, 1000} {
		for _, hits := range []int{0, 1, n / 2, n - 1, n} {
			xs := make([]float64, n)
			for i := range hits {
				xs[i] = 1
			}
			for _, confidence := range []float64{.8, .95, .9999} {
				want := Proportion{hits, n}.Interval(confidence)
				got := highestMean(xs, 1, (1-confidence)/2)
				require.InDelta(t, want.High, got, .003, "%d of %d at %g", hits, n, confidence)
				require.Equal(t, want, boundedMean(xs, Interval{0, 1}, confidence))
			}
		}
	}
}

// The probability is that of random weights, drawn a hundred thousand times: its standard error is
// 0.05 %.
func TestHighestMeanOfDrawnWeights(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, xs := range [][]float64{
		{.5}, {.2, .9}, {.99, .99, .99, .99, .99, .99}, {0, .1, .1, .2, .5, .5, .6, 1, 1, 1},
	} {
		const tail, draws = .025, 100_000
		bound, above := highestMean(xs, 1, tail), 0
		for range draws {
			weight := r.ExpFloat64()
			sum, all := weight, weight
			for _, x := range xs {
				weight = r.ExpFloat64()
				sum += weight * x
				all += weight
			}
			if sum > bound*all {
				above++
			}
		}
		require.InDelta(t, tail, float64(above)/draws, .0025, "%v", xs)
	}
}

// Other bounds are the same interval, stretched and moved.
func TestBoundedMeanOfOtherBounds(t *testing.T) {
	xs := []float64{.1, .4, .4, .7, .9, .2}
	want := boundedMean(xs, Interval{0, 1}, Confidence)
	stretched := make([]float64, len(xs))
	for i, x := range xs {
		stretched[i] = 4*x - 1
	}
	got := boundedMean(stretched, Interval{-1, 3}, Confidence)
	require.InDelta(t, 4*want.Low-1, got.Low, 1e-6)
	require.InDelta(t, 4*want.High-1, got.High, 1e-6)
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
		require.Equal(t, c.want, quantileOf(upTo(c.n), c.p, Confidence))
	}
	require.True(t, math.IsNaN(quantileOf(nil, .5, Confidence).Value))
}

// A bucket is 1/256 of the power of two below it: 1000 lies in that from 1000 to 1001.99.
func TestBuckets(t *testing.T) {
	for _, c := range []struct{ x, low, high float64 }{
		{0, 0, 0}, {1, 1, 1 + 1/256.}, {31, 31, 31.0625}, {1000, 1000, 1002}, {1001.9, 1000, 1002},
		{1002, 1002, 1004}, {-31, -31.0625, -31}, {.999, .998046875, 1},
	} {
		b := bucketOf(c.x)
		require.InDelta(t, c.low, b.Low, 1e-9, "%g", c.x)
		require.InDelta(t, c.high, b.High, 1e-9, "%g", c.x)
		require.True(t, b.Contains(c.x))
		require.LessOrEqual(t, b.High-b.Low, .005*math.Abs(c.x))
	}
}

// Ten thousand values are sorted; one more, and they are counted in buckets, whose interval
// contains that of the sorted ones.
func TestManyOrderStatistics(t *testing.T) {
	xs := make([]float64, mostSorted)
	for i := range xs {
		xs[i] = float64(i+1)/100 - 20
	}
	exact := quantileOf(xs, .5, Confidence)
	require.InDelta(t, 30, exact.Value, 1e-12)
	require.InDelta(t, 29.02, exact.Interval.Low, 1e-9)
	require.InDelta(t, 30.99, exact.Interval.High, 1e-9)
	coarse := quantileOf(append(xs, 30.01), .5, Confidence)
	require.InEpsilon(t, 30.01, coarse.Value, .005)
	require.Less(t, coarse.Interval.Low, 29.03)
	require.Greater(t, coarse.Interval.High, 30.98)
	require.InEpsilon(t, exact.Interval.Low, coarse.Interval.Low, .005)
	require.InEpsilon(t, exact.Interval.High, coarse.Interval.High, .005)

	smallest := orderStatistics(append(xs, 0))
	require.True(t, smallest(1).Contains(-19.99))
	require.True(t, smallest(mostSorted+1).Contains(80))
	require.Equal(t, Interval{0, 0}, smallest(2000))
	require.Equal(t, Interval{0, 0}, smallest(2001), "0 comes twice")
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
	d := differenceOf([]float64{3, 5, nan, 9, 1}, []float64{1, 1, 1, nan, 1}, requests, Confidence)
	require.Equal(t, 3, d.N)
	require.InDelta(t, 2, d.Mean.Mean, 1e-12)
	require.Equal(t, 2, d.Plus)
	require.Equal(t, 0, d.Minus)
	require.InDelta(t, .5, d.P, 1e-12)
	require.Equal(t, Estimate{3, 2, unbounded, true}, d.Estimate())
	shares := differenceOf([]float64{.5, 1}, []float64{1, 1}, figure("success"), Confidence)
	e := shares.Estimate()
	require.False(t, e.Median)
	require.InDelta(t, -.25, e.Value, 1e-12)
	require.Less(t, e.Interval.Low, -.25)
	require.Greater(t, e.Interval.High, -.25)
	require.True(t, Interval{-1, 1}.Contains(e.Interval.Low))
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
