package study

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
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
}

var populations = []population{
	{"normal, mean 10, sd 2", func(r *rand.Rand) float64 { return 10 + 2*r.NormFloat64() },
		10, 10, 10 + 2*1.2815515655446004},
	{"exponential, mean 1", func(r *rand.Rand) float64 { return r.ExpFloat64() },
		1, math.Ln2, math.Ln10},
	{"log-normal, sigma 1", func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) },
		math.Exp(.5), 1, math.Exp(1.2815515655446004)},
	{"0, and one in five exponential", func(r *rand.Rand) float64 {
		if r.Float64() < .8 {
			return 0
		}
		return r.ExpFloat64()
	}, .2, 0, math.Ln2},
	{"count, 0 to 4, each as likely", func(r *rand.Rand) float64 { return float64(r.IntN(5)) },
		2, 2, 4},
}

var sizes = []int{10, 50, 200}

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
	fmt.Fprintf(&c.table, "%-26s %-32s %5s %9.1f %9.1f %6.1f %8d\n",
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

// Every interval on data whose truth is known. What is supposed to be exact, or safe, must be; what
// is an approximation is as good as the table says.
func TestCoverage(t *testing.T) {
	c := &coverage{random: rand.New(rand.NewPCG(1, 2))}
	fmt.Fprintf(&c.table, "How often 95 %% intervals contain the truth, in percent, +/- one standard "+
		"error; seeds fixed.\n~n: the number at which --precision stopped, on average.\n\n"+
		"%-26s %-32s %5s %9s %9s %6s %8s\n",
		"interval", "truth", "n", "nominal", "measured", "+/-", "studies")
	coverProportions(t, c)
	coverMeans(t, c)
	coverQuantiles(t, c)
	coverDifferences(t, c)
	coverPrecision(t, c)
	coverTold(t, c)
	golden(t, "coverage.txt", c.table.String())
}

// atLeast fails if the share is significantly below the confidence: by four standard errors, of
// which one is taken at the nominal share in case of a measured 100 %.
func atLeast(t *testing.T, share, se float64) {
	t.Helper()
	require.Greater(t, share, Confidence-4*max(se, .005))
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

func coverMeans(t *testing.T, c *coverage) {
	for _, p := range populations {
		for _, n := range sizes {
			share, se := c.measure("mean, t", p.name, 2000, n, func(r *rand.Rand) bool {
				mean, sd := meanAndSD(drawn(r, p, n))
				return tInterval(n, mean, sd, Confidence).Contains(p.mean)
			})
			if strings.HasPrefix(p.name, "normal") {
				require.InDelta(t, Confidence, share, 4*se)
			}
		}
	}
	for _, p := range populations {
		for _, n := range sizes {
			share, _ := c.measure("mean, bootstrap (BCa)", p.name, 200, n, func(r *rand.Rand) bool {
				return bootstrap(r, drawn(r, p, n), Confidence).Contains(p.mean)
			})
			if n == 200 {
				require.Greater(t, share, .88, p.name)
			}
		}
	}
}

func coverQuantiles(t *testing.T, c *coverage) {
	for _, p := range populations {
		for _, n := range sizes {
			share, se := c.measure("median, order statistics", p.name, 2000, n,
				func(r *rand.Rand) bool {
					return quantileOf(.5, drawn(r, p, n)).Interval.Contains(p.median)
				})
			atLeast(t, share, se)
			share, se = c.measure("p90, order statistics", p.name, 2000, n,
				func(r *rand.Rand) bool {
					return quantileOf(.9, drawn(r, p, n)).Interval.Contains(p.p90)
				})
			atLeast(t, share, se)
		}
	}
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
		share, se := c.measure("paired difference, t", "1, under common days of sd 10", 2000, n,
			func(r *rand.Rand) bool {
				xs, ys := twins(r, n, 1)
				for i := range xs {
					xs[i] -= ys[i]
				}
				mean, sd := meanAndSD(xs)
				return tInterval(n, mean, sd, Confidence).Contains(1)
			})
		require.InDelta(t, Confidence, share, 4*se)
	}
}

// The interval at which a study stops because it is tight enough: 20 % of the mean.
func coverPrecision(t *testing.T, c *coverage) {
	const studies = 1000
	for _, p := range populations {
		rule := Precision{Figure: "success", HalfWidth: p.mean / 5, Batch: fewestSeeds, Most: 1000}
		f := figure(rule.Figure)
		seeds, hits := 0, 0
		for range studies {
			xs := drawn(c.random, p, rule.Most)
			for n := range rule.batches(rule.Most) {
				if halfWidth(f, xs[:n]) <= rule.HalfWidth {
					xs = xs[:n]
					break
				}
			}
			seeds += len(xs)
			mean, sd := meanAndSD(xs)
			if tInterval(len(xs), mean, sd, Confidence).Contains(p.mean) {
				hits++
			}
		}
		n := fmt.Sprintf("~%d", seeds/studies)
		share, _ := c.row("mean, t, --precision 20 %", p.name, n, hits, studies)
		require.Greater(t, share, .8)
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
		for _, n := range sizes {
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
