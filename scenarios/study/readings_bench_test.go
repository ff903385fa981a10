package study

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// What an answer under all readings costs: of a run a cell, of runs that several readings share,
// and of runs that end at their first ban; where a strategy is banned under each, and under none.
func BenchmarkReadings(b *testing.B) {
	s, err := scenarios.Load("two-nodes")
	require.NoError(b, err)
	for _, strategy := range []string{"naive", "recommended"} {
		with := must(spec.Lookup(strategy))
		plan := Plan{
			Scenarios: []string{s.Name}, Readings: s.NamedReadings(), Strategies: []string{strategy},
			First: 1, Seeds: 1,
		}
		apart := func(cells []Cell) ([]*measure.Outcome, error) {
			outcomes, err := Run(cells[:1], s, with, measure.Everything)
			return append(outcomes, make([]*measure.Outcome, len(cells)-1)...), err
		}
		for _, bench := range []struct {
			name string
			ask  measure.Asked
			run  Runner
		}{
			{"apart", measure.Everything, apart},
			{"together", measure.Everything, nil},
			{"bans", measure.BansAlone, nil},
		} {
			b.Run(strategy+"/"+bench.name, func(b *testing.B) {
				asked, run := plan, bench.run
				if asked.Ask = bench.ask; run == nil {
					run = func(cells []Cell) ([]*measure.Outcome, error) {
						return Run(cells, s, with, bench.ask)
					}
				}
				for b.Loop() {
					_, err := NewHeader("1", asked, Shard{}).Execute(run, inTurn)
					require.NoError(b, err)
				}
			})
		}
	}
}
