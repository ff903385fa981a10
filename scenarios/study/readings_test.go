package study

import (
	"flag"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var wholeCatalogue = flag.Bool("catalogue", false, "compare every scenario, not a sample")

// sampled are scenarios of short runs.
var sampled = []string{
	"activation-lag", "captured-token", "class-wide-lock", "expiry-herd-15ms", "fast-clock",
}

// A study of several readings, one run of which may answer several, is to the byte the study of one
// run a cell. Where bans alone are asked for it knows as much of them, and comes to the same
// verdicts. A sample of the catalogue is run here, all of it with -catalogue, as `make slow` does.
func TestReadingsInOneRun(t *testing.T) {
	t.Parallel()
	var cells, runs, first atomic.Int64
	t.Cleanup(func() {
		t.Logf("%d cells, %d runs, %d for their bans", cells.Load(), runs.Load(), first.Load())
	})
	for _, name := range scenarios.Names() {
		if !*wholeCatalogue && !slices.Contains(sampled, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := scenarios.Load(name)
			require.NoError(t, err)
			counting := func(to *atomic.Int64, ask measure.Asked) Runner {
				return func(cells []Cell) ([]*measure.Outcome, error) {
					to.Add(1)
					with, err := spec.Lookup(cells[0].Strategy)
					if err != nil {
						return nil, err
					}
					return Run(cells, s, with, ask)
				}
			}
			plan := Plan{
				Scenarios: []string{name}, Readings: s.NamedReadings(), Strategies: s.Strategies,
				First: 1, Seeds: 1,
			}
			everything := counting(&runs, measure.Everything)
			singly := Runner(func(cells []Cell) ([]*measure.Outcome, error) {
				outcomes, err := Run(cells[:1], s, must(spec.Lookup(cells[0].Strategy)), plan.Ask)
				return append(outcomes, make([]*measure.Outcome, len(cells)-1)...), err
			})
			apart, err := NewHeader("1", plan, Shard{}).Execute(singly, inTurn)
			require.NoError(t, err)
			together, err := NewHeader("1", plan, Shard{}).Execute(everything, inTurn)
			require.NoError(t, err)
			require.Equal(t, written(t, apart), written(t, together))
			cells.Add(int64(apart.Len()))

			plan.Ask = measure.BansAlone
			bans, err := NewHeader("1", plan, Shard{}).Execute(counting(&first, plan.Ask), inTurn)
			require.NoError(t, err)
			for i := range apart.Len() {
				whole, asked := apart.Result(i), bans.Result(i)
				require.Equal(t, whole.Error, asked.Error)
				if whole.Error == "" {
					require.Equal(t, whole.Outcome.Bans.First, asked.Outcome.Bans.First, whole.Cell)
				}
			}
			require.Equal(t, apart.Matrix(NoBan, Required), bans.Matrix(NoBan, Required))
			read := reread(t, "bans", written(t, bans))
			require.Equal(t, bans.Matrix(NoBan, Required), read.Matrix(NoBan, Required))
			for _, by := range []Criterion{Recovers, KeepsSessions, NeverThrottled, AsExpected} {
				require.Zero(t, read.Proportion(plan.Contestants()[0], by).N, "nobody asked for it")
			}
			for _, f := range measure.Columns() {
				if f.Name != "banned" {
					require.Zero(t, read.Estimate(plan.Contestants()[0], f).N, f.Name)
				}
			}
		})
	}
}

func must(s spec.Strategy, err error) spec.Strategy {
	if err != nil {
		panic(err)
	}
	return s
}
