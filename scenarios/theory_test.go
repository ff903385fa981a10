package scenarios_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// The theory tests hold the simulator against results of queueing theory, which nobody here made.
// Each figure is a mean over independent replications with its interval. The theory must lie
// within, the interval must be narrow, and a wrong theory, not far off, must lie without.

// familywise is the confidence in all intervals of one table together; each gets an equal share of
// the error (Bonferroni).
const familywise = .999

// level is the error that one of so many checks may make.
func level(checks int) float64 { return (1 - familywise) / float64(checks) }

// An estimate is a mean and the half width of its confidence interval.
type estimate struct{ mean, half float64 }

// estimated is the t interval of independent samples, one of so many checks.
func estimated(samples []float64, checks int) estimate {
	mean, deviation := stat.MeanStdDev(samples, nil)
	n := float64(len(samples))
	quantile := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(1 - level(checks)/2)
	return estimate{mean, quantile * deviation / math.Sqrt(n)}
}

// agrees requires that theory lies within e, and that e is narrower than precision, a share of it.
func (e estimate) agrees(t *testing.T, what string, theory, precision float64) {
	t.Helper()
	t.Logf("%s: theory %.5g, simulated %.5g +- %.2g", what, theory, e.mean, e.half)
	require.InDelta(t, theory, e.mean, e.half, "%s: the theory lies outside", what)
	require.Less(t, e.half, precision*theory, "%s: an interval too wide to say anything", what)
}

// excludes requires that the figure of a wrong theory lies outside e.
func (e estimate) excludes(t *testing.T, what string, wrong float64) {
	t.Helper()
	require.Greater(t, math.Abs(wrong-e.mean), e.half,
		"%s: %.5g of a wrong theory is not told from %.5g +- %.2g", what, wrong, e.mean, e.half)
}

// trial is a run of a strategy and a scenario that are written for one test.
func trial(t *testing.T, parts, scenario string, args ...any) world.Run {
	t.Helper()
	s, err := scenarios.Parse("theory.yaml", fmt.Appendf(nil, scenario, args...))
	require.NoError(t, err)
	c, err := spec.Parse("theory.yaml", []byte("about: for theory\nparts: "+parts))
	require.NoError(t, err)
	return world.Run{Scenario: s, Strategy: c}
}

// replicate repeats r under so many seeds, each before its own fold. In theory no call fails.
func replicate[F measure.Fold](t *testing.T, r world.Run, seeds int, fresh func() F) []F {
	t.Helper()
	folds := make([]F, seeds)
	for i := range folds {
		folds[i], r.Seed = fresh(), uint64(i+1)
		tally, err := r.Do(folds[i])
		require.NoError(t, err)
		require.Zero(t, tally.Actions.Failed)
	}
	return folds
}

// each is one figure of every replication.
func each[F measure.Fold](folds []F, figure func(F) float64) []float64 {
	samples := make([]float64, len(folds))
	for i, f := range folds {
		samples[i] = figure(f)
	}
	return samples
}

// A delays is the Fold that keeps by how many seconds each success took longer than the time given
// to its trips. Those who clicked during the warm-up are left out.
type delays struct {
	warm, trips time.Duration
	seconds     []float64
}

func (d *delays) Add(r *measure.Record) {
	if r.Kind == measure.ActionSucceeded && r.Sent >= d.warm {
		d.seconds = append(d.seconds, (r.At - r.Sent - d.trips).Seconds())
	}
}

func (d *delays) mean() float64     { return stat.Mean(d.seconds, nil) }
func (d *delays) variance() float64 { return stat.Variance(d.seconds, nil) }

// upTo is the share of delays of at most so many seconds.
func (d *delays) upTo(seconds float64) float64 {
	n := 0
	for _, s := range d.seconds {
		if s <= seconds {
			n++
		}
	}
	return float64(n) / float64(len(d.seconds))
}
