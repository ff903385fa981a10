package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func init() { register(newSweep) }

func newSweep() *cobra.Command {
	var q inquiry
	var vary []string
	c := &cobra.Command{
		Use:   "sweep SCENARIO --vary FIELD=VALUES --seeds N",
		Short: "Run strategies over a range of any of the scenario's fields",
		Long: "Run strategies over a range of any of the scenario's fields, named by the YAML's path: " +
			"fleet.users,\nworkload[0].closed.think, network.rtt (half of it on each leg of both ways), " +
			"network.jitter (how far a round\ntrip is off to either side). strategy.PART.SETTING is a " +
			"setting of the strategies: strategy.retry.spacing.\nVALUES are a list, or a range " +
			"from..to/step, or both. Of several --vary every combination " +
			"is run. What the scenario\nexpects is not judged: it is expected of the scenario as it " +
			"stands.",
		Example: `  tokenstorm sweep two-nodes --vary fleet.users=50..1000/50 --seeds 50 --charts .
  tokenstorm sweep two-nodes --vary network.rtt=50ms,200ms --vary fleet.nodes=1..4 --seeds 9`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := q.read(c, args); err != nil {
				return err
			}
			variations, err := q.vary(vary)
			if err != nil {
				return err
			}
			q.remarkOverridden(c, variations)
			if many, err := q.ofMany(c); err != nil {
				return err
			} else if !many {
				return errors.New("no --seeds; meant how many runs each point has, such as --seeds 50")
			}
			defer q.board.close(c)
			return q.carryOut(c)
		},
	}
	c.Flags().StringArrayVar(&vary, "vary", nil, "a field and its values: fleet.users=50..1000/50")
	q.addFlags(c)
	complete(c, "vary", settings())
	return c
}

// settings are those of strategies, as --vary names them, each with what it means.
func settings() []string {
	var words []string
	for _, p := range spec.Parts() {
		for _, s := range p.Settings {
			words = append(words, scenarios.StrategySettings+p.Name+"."+s.Key+"=\t"+s.About)
		}
	}
	return words
}

// vary makes the scenarios of the sweep.
func (q *inquiry) vary(texts []string) (variations []study.Variation, err error) {
	if len(texts) == 0 {
		return nil, errors.New("no --vary; meant a field and its values, such as fleet.users=50..1000/50")
	}
	var axes []string
	for _, text := range texts {
		v, err := study.ParseVariation(text)
		if err != nil {
			return nil, fmt.Errorf("--vary %w", err)
		}
		if variations = append(variations, v); len(v.Values) > 1 {
			axes = append(axes, v.Path)
		}
	}
	if charts := q.output.charts; charts != "" && len(axes) > reports.MostAxes {
		return nil, fmt.Errorf("--charts %s: no heat map has the %d fields %s; meant at most %d of "+
			"several values", charts, len(axes), strings.Join(axes, ", "), reports.MostAxes)
	}
	base := study.Trial{Scenario: q.scenario}
	if q.trials, err = base.Vary(q.strategies, variations); err != nil {
		return nil, fmt.Errorf("--vary %w", err)
	}
	for _, s := range q.trials {
		s.Expect = nil
	}
	return variations, nil
}
