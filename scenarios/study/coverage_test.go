package study

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

var update = flag.Bool("update", false,
	"write the golden files anew; commit only what you can explain")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// A population is a source of figures whose truth is known.
type population struct {
	name              string
	draw              func(r *rand.Rand) float64
	mean, median, p90 float64
	most              float64 // that it can be; 0: any amount
}

var populations = []population{
	{"normal, mean 10, sd 2", func(r *rand.Rand) float64 { return 10 + 2*r.NormFloat64() },
		10, 10, 10 + 2*1.2815515655446004, 0},
	{"exponential, mean 1", func(r *rand.Rand) float64 { return r.ExpFloat64() },
		1, math.Ln2, math.Ln10, 0},
	{"0, and one in five exponential", func(r *rand.Rand) float64 {
		if r.Float64() < .8 {
			return 0
		}
		return r.ExpFloat64()
	}, .2, 0, math.Ln2, 0},
	{"count, 0 to 4, each as likely", func(r *rand.Rand) float64 { return float64(r.IntN(5)) },
		2, 2, 4, 0},
	bimodal(31, 150, .01), bimodal(31, 150, .03), bimodal(31, 150, .1), bimodal(31, 150, .45),
	{"log-normal, sigma 1", func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) },
		math.Exp(.5), 1, math.Exp(1.2815515655446004), 0},
	{"log-normal, sigma 2", func(r *rand.Rand) float64 { return math.Exp(2 * r.NormFloat64()) },
		math.Exp(2), 1, math.Exp(2 * 1.2815515655446004), 0},
	{"Pareto, shape 1.5", func(r *rand.Rand) float64 { return math.Pow(1-r.Float64(), -1/1.5) },
		3, math.Pow(2, 1/1.5), math.Pow(10, 1/1.5), 0},
	share(bimodal(1, .2, .01)), share(bimodal(1, .2, .03)), share(bimodal(1, 0, .03)),
	share(bimodal(1, .2, .1)), share(bimodal(.99, 0, .03)), share(bimodal(0, .01, .1)),
	{"share, even", func(r *rand.Rand) float64 { return r.Float64() }, .5, .5, .9, 1},
	{"share, 1 less a heavy tail", func(r *rand.Rand) float64 {
		return 1 - .01*min(100, math.Pow(1-r.Float64(), -1/1.5))
	}, 1 - .01*(3-2/math.Pow(100, .5)), 1 - .01*math.Pow(2, 1/1.5), 1 - .01*math.Pow(10/9., 1/1.5), 1},
}

// bimodal is usual in most runs, and other in a share of them.
func bimodal(usual, other, often float64) population {
	p := population{
		name:   fmt.Sprintf("%g, and %g in %g of 100", usual, other, 100*often),
		mean:   usual + often*(other-usual),
		median: usual, p90: usual,
		draw: func(r *rand.Rand) float64 {
			if r.Float64() < often {
				return other
			}
			return usual
		},
	}
	if often > .1 && other > usual {
		p.p90 = other
	}
	return p
}

// share says that values of p are at most 1.
func share(p population) population {
	p.name, p.most = "share: "+p.name, 1
	return p
}

func (p *population) bounds() Interval {
	if p.most == 0 {
		return unbounded
	}
	return Interval{0, p.most}
}

// truth is what estimateOf estimates.
func (p *population) truth() float64 {
	if p.most == 0 {
		return p.median
	}
	return p.mean
}

var sizes = []int{10, 40, 200}

// A coverage is how often an interval contained the truth.
type coverage struct {
	table  strings.Builder
	random *rand.Rand
}

// measure draws so many studies of n, tells how many of them have an interval that covers the
// truth, and returns their share and its standard error.
func (c *coverage) measure(
	what, truth string, studies, n int, covers func(r *rand.Rand) bool,
) (share, se float64) {
	hits := 0
	for range studies {
		if covers(c.random) {
			hits++
		}
	}
	return c.row(what, truth, fmt.Sprint(n), hits, studies)
}

func (c *coverage) row(what, truth, n string, hits, studies int) (share, se float64) {
	share = float64(hits) / float64(studies)
	se = math.Sqrt(share * (1 - share) / float64(studies))
	fmt.Fprintf(&c.table, "%-34s %-38s %5s %9.1f %9.1f %6.1f %8d\n",
		what, truth, n, 100*Confidence, 100*share, 100*se, studies)
	return share, se
}

func drawn(r *rand.Rand, p population, n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = p.draw(r)
	}
	return xs
}

// Every interval that is printed, on data whose truth is known; none may contain it in less than 93
// of 100 studies. The exception is marked: why means of figures without bounds have no interval.
func TestCoverage(t *testing.T) {
	t.Parallel()
	c := &coverage{random: rand.New(rand.NewPCG(1, 2))}
	fmt.Fprintf(&c.table, "How often 95 %% intervals contain the truth, in percent, +/- one standard "+
		"error; seeds fixed.\n~n: the number at which --precision, or --ask verdict, stopped, on "+
		"average.\n\n"+
		"%-34s %-38s %5s %9s %9s %6s %8s\n",
		"interval", "truth", "n", "nominal", "measured", "+/-", "studies")
	coverProportions(t, c)
	coverQuantiles(t, c)
	coverBuckets(t, c)
	coverMeans(t, c)
	coverDifferences(t, c)
	coverPreciseProportions(t, c)
	coverPrecision(t, c)
	coverStudents(c)
	coverSequences(t, c)
	golden(t, "coverage.txt", c.table.String())
}

// holds fails where an interval contains the truth too seldom.
func holds(t *testing.T, share float64, of string) {
	t.Helper()
	require.GreaterOrEqual(t, share, .93, of)
}

func coverProportions(t *testing.T, c *coverage) {
	for _, p := range []float64{.005, .05, .5, .95} {
		for _, n := range sizes {
			intervals := make([]Interval, n+1)
			exact, binomial := 0.0, distuv.Binomial{N: float64(n), P: p}
			for k := range intervals {
				intervals[k] = Proportion{k, n}.Interval(Confidence)
				if intervals[k].Contains(p) {
					exact += binomial.Prob(float64(k))
				}
			}
			require.GreaterOrEqual(t, exact, Confidence, "p %g, n %d", p, n)
			truth := fmt.Sprintf("probability %g; exactly %.1f", p, 100*exact)
			share, se := c.measure("Clopper-Pearson", truth, 2000, n, func(r *rand.Rand) bool {
				hits := 0
				for range n {
					if r.Float64() < p {
						hits++
					}
				}
				return intervals[hits].Contains(p)
			})
			require.InDelta(t, exact, share, 4*max(se, .001))
		}
	}
}

func coverQuantiles(t *testing.T, c *coverage) {
	for _, p := range populations {
		for _, n := range sizes {
			share, _ := c.measure("median, order statistics", p.name, 1000, n,
				func(r *rand.Rand) bool {
					return quantileOf(drawn(r, p, n), .5, Confidence).Interval.Contains(p.median)
				})
			holds(t, share, p.name)
			share, _ = c.measure("p90, order statistics", p.name, 1000, n,
				func(r *rand.Rand) bool {
					return quantileOf(drawn(r, p, n), .9, Confidence).Interval.Contains(p.p90)
				})
			holds(t, share, p.name)
		}
	}
}

// Of so many values that their order is known to a bucket alone.
func coverBuckets(t *testing.T, c *coverage) {
	const n = mostSorted + 1
	for _, p := range populations {
		if p.most > 0 || strings.Contains(p.name, "100") {
			continue // few values, each with a bucket of its own
		}
		share, _ := c.measure("median, buckets", p.name, 200, n, func(r *rand.Rand) bool {
			return quantileOf(drawn(r, p, n), .5, Confidence).Interval.Contains(p.median)
		})
		holds(t, share, p.name)
	}
}

func coverMeans(t *testing.T, c *coverage) {
	for _, p := range populations {
		for _, n := range sizes {
			if p.most == 0 {
				continue
			}
			share, _ := c.measure("mean of a share", p.name, 400, n, func(r *rand.Rand) bool {
				return boundedMean(drawn(r, p, n), p.bounds(), Confidence).Contains(p.mean)
			})
			holds(t, share, p.name)
		}
	}
}

// Student's intervals of means, which nothing prints, where a figure has no bounds.
func coverStudents(c *coverage) {
	for _, p := range populations {
		for _, n := range sizes {
			if p.most == 0 {
				c.measure("NOT PRINTED: mean, Student's t", p.name, 2000, n, func(r *rand.Rand) bool {
					return students(drawn(r, p, n)).Contains(p.mean)
				})
			}
		}
	}
}

// students is Student's interval of a mean (The probable error of a mean, Biometrika 6, 1908),
// which supposes that means of n are about normal.
func students(xs []float64) Interval {
	mean, sd := meanAndSD(xs)
	t := distuv.StudentsT{Sigma: 1, Nu: float64(len(xs) - 1)}.Quantile((1 + Confidence) / 2)
	half := t * sd / math.Sqrt(float64(len(xs)))
	return Interval{mean - half, mean + half}
}

// twins are the figures of two strategies under the same seeds: a day in common, of sd 10, and a
// difference of mean effect and sd 1.
func twins(r *rand.Rand, n int, effect float64) (xs, ys []float64) {
	for range n {
		day := 100 + 10*r.NormFloat64()
		xs = append(xs, day+effect+r.NormFloat64()*math.Sqrt(.5))
		ys = append(ys, day+r.NormFloat64()*math.Sqrt(.5))
	}
	return xs, ys
}

func coverDifferences(t *testing.T, c *coverage) {
	for _, n := range sizes {
		share, _ := c.measure("paired difference, median", "1, under common days of sd 10", 2000, n,
			func(r *rand.Rand) bool {
				xs, ys := twins(r, n, 1)
				d := differenceOf(xs, ys, requests, Confidence)
				return d.Estimate().Interval.Contains(1)
			})
		holds(t, share, "twins")
	}
	for _, p := range populations {
		for _, n := range sizes {
			what, f, truth := "paired difference, median", requests, -p.median
			if p.most > 0 {
				what, f, truth = "paired difference of shares, mean", figure("success"), 1-p.mean
			}
			share, _ := c.measure(what, "from "+p.name, 200, n, func(r *rand.Rand) bool {
				usual := make([]float64, n)
				if p.most > 0 {
					floats.AddConst(1, usual)
				}
				d := differenceOf(usual, drawn(r, p, n), f, Confidence)
				return d.Estimate().Interval.Contains(truth)
			})
			holds(t, share, p.name)
		}
	}
}

// The exact interval of a probability, where a study stops because it is narrow enough.
func coverPreciseProportions(t *testing.T, c *coverage) {
	const studies, most = 1000, 600
	rule := Precision{HalfWidth: .05, Batch: fewestSeeds}
	for _, p := range []float64{.01, .03, .1, .45} {
		seeds, hits := 0, 0
		for range studies {
			of := Proportion{}
			for n := range rule.batches(most) {
				for ; of.N < n; of.N++ {
					if c.random.Float64() < p {
						of.Hits++
					}
				}
				if of.Interval(rule.confidence(n)).HalfWidth() <= rule.HalfWidth {
					break
				}
			}
			seeds += of.N
			if of.Interval(Confidence).Contains(p) {
				hits++
			}
		}
		share, _ := c.row("Clopper-Pearson, --precision 5 %", fmt.Sprintf("probability %g", p),
			fmt.Sprintf("~%d", seeds/studies), hits, studies)
		holds(t, share, fmt.Sprint(p))
	}
}

// The interval that is printed where a study stops because its estimate is tight enough.
func coverPrecision(t *testing.T, c *coverage) {
	const studies = 100
	for _, p := range populations {
		rule := Precision{HalfWidth: p.mean / 5, Batch: fewestSeeds, Most: 450}
		what := "median, --precision 20 %"
		if p.most > 0 {
			rule.HalfWidth, what = .03, "mean of a share, --precision 3 %"
		}
		seeds, hits := 0, 0
		for range studies {
			xs := drawn(c.random, p, rule.Most)
			var printed Interval
			for n := range rule.batches(rule.Most) {
				printed = estimateOf(xs[:n], p.bounds(), rule.confidence(n)).Interval
				if printed.HalfWidth() <= rule.HalfWidth {
					xs = xs[:n]
					break
				}
			}
			seeds += len(xs)
			if printed.Contains(p.truth()) {
				hits++
			}
		}
		share, _ := c.row(what, p.name, fmt.Sprintf("~%d", seeds/studies), hits, studies)
		holds(t, share, p.name)
	}
}

// The interval of a sequence of runs: at every number of them at once, and where a study stops
// because the verdict is settled, whose verdict then is wrong as seldom.
func coverSequences(t *testing.T, c *coverage) {
	const studies, most = 1000, 400
	intervals := map[Proportion]Interval{}
	interval := func(of Proportion) Interval {
		i, known := intervals[of]
		if !known {
			i = of.Sequence(Confidence)
			intervals[of] = i
		}
		return i
	}
	for _, p := range []float64{.5, .9, .94, .95, .96, .99} {
		always, stopped, wrong, seeds := 0, 0, 0, 0
		for range studies {
			runs := []Proportion{{}}
			for n := range most {
				next := runs[n]
				if next.N++; c.random.Float64() < p {
					next.Hits++
				}
				runs = append(runs, next)
			}
			outside := func(of Proportion) bool { return !interval(of).Contains(p) }
			if !slices.ContainsFunc(runs, outside) {
				always++
			}
			var of Proportion
			verdict := Inconclusive
			for n := range looks(most) {
				of = runs[n]
				if verdict = interval(of).verdict(Required); verdict != Inconclusive {
					break
				}
			}
			seeds += of.N
			if !outside(of) {
				stopped++
			}
			if verdict == Pass && p < Required || verdict == Fail && p >= Required {
				wrong++
			}
		}
		truth := fmt.Sprintf("probability %g", p)
		share, _ := c.row("sequence, at every n at once", truth, fmt.Sprint(most), always, studies)
		holds(t, share, truth)
		share, _ = c.row("sequence, --ask verdict", truth, fmt.Sprintf("~%d", seeds/studies), stopped,
			studies)
		holds(t, share, truth)
		share, _ = c.row("verdict, --ask verdict, not wrong", truth, fmt.Sprintf("~%d", seeds/studies),
			studies-wrong, studies)
		holds(t, share, truth)
	}
}

// Two strategies that differ by little under seeds that differ by much: the paired test sees it,
// Welch's of two independent samples does not.
func TestPairing(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "Share of 1000 studies that find the difference, in percent: figures of days "+
		"with sd 10 in\ncommon, differences of sd 1; tests at 5 %%.\n\n%10s %5s %8s %10s\n",
		"difference", "n", "paired", "unpaired")
	r := rand.New(rand.NewPCG(3, 4))
	const studies = 1000
	for _, effect := range []float64{0, .5, 1, 2} {
		for _, n := range []int{10, 50, 200} {
			paired, unpaired := 0, 0
			for range studies {
				xs, ys := twins(r, n, effect)
				if signedRankOf(xs, ys) < .05 {
					paired++
				}
				if welch(xs, ys) < .05 {
					unpaired++
				}
			}
			fmt.Fprintf(&b, "%10g %5d %8.1f %10.1f\n", effect, n,
				float64(paired)*100/studies, float64(unpaired)*100/studies)
			switch {
			case effect == 0:
				require.InDelta(t, .05, float64(paired)/studies, .03)
			case effect*math.Sqrt(float64(n)) > 5:
				require.Greater(t, paired, 950)
				require.Less(t, unpaired, 700)
			}
		}
	}
	golden(t, "pairing.txt", b.String())
}

func signedRankOf(xs, ys []float64) float64 {
	d := make([]float64, len(xs))
	for i := range d {
		d[i] = xs[i] - ys[i]
	}
	p, _ := signedRank(d)
	return p
}

// welch is the two-sided probability of Welch's t test: what one would do without common seeds.
func welch(xs, ys []float64) float64 {
	n := float64(len(xs))
	mx, vx := stat.MeanVariance(xs, nil)
	my, vy := stat.MeanVariance(ys, nil)
	a, b := vx/n, vy/n
	nu := (a + b) * (a + b) * (n - 1) / (a*a + b*b)
	return 2 * distuv.StudentsT{Sigma: 1, Nu: nu}.CDF(-math.Abs(mx-my)/math.Sqrt(a+b))
}
