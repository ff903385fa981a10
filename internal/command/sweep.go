package command

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func init() { register(newSweep) }

func newSweep() *cobra.Command {
	var names, vary []string
	var charts string
	q := inquiry{}
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
		Args: oneScenario,
		RunE: func(c *cobra.Command, args []string) error {
			under, err := chosen(c, args[0])
			if err != nil {
				return err
			}
			spelled := namesOr(names, under.scenario)
			var files []study.Input
			if q.all, files, err = strategiesOf(spelled); err != nil {
				return err
			}
			if err := q.vary(under, vary, charts); err != nil {
				return misconfigured(err)
			}
			if isStudy, err := q.wanted(c); err != nil || !isStudy {
				return errors.Join(err, misconfigured(errors.New("no --seeds; meant how many runs "+
					"each point has, such as --seeds 50")))
			}
			if err := q.plan(args[0], files, under); err != nil {
				return err
			}
			q.output.charts = charts
			return q.carryOut(c.Context(), c.OutOrStdout())
		},
	}
	addChoiceFlags(c)
	q.addFlags(c)
	c.Flags().StringArrayVar(&vary, "vary", nil, "a field and its values: fleet.users=50..1000/50")
	c.Flags().StringSliceVar(&names, "strategies", nil,
		"strategies, by name or as .yaml files, or all (default the scenario's)")
	c.Flags().StringVar(&charts, "charts", "", "write heat maps of P(ban), PNG and SVG, to this "+
		"folder; of one or two fields that take several values")
	completeStrategies(c, "strategies")
	completeSettings(c, "vary")
	return c
}

// vary makes the scenarios of the sweep; charts are wanted unless it is empty.
func (q *inquiry) vary(under choice, texts []string, charts string) error {
	if len(texts) == 0 {
		return errors.New("no --vary; meant a field and its values, such as fleet.users=50..1000/50")
	}
	var variations []study.Variation
	var axes []string
	for _, text := range texts {
		v, err := study.ParseVariation(text)
		if err != nil {
			return fmt.Errorf("--vary %w", err)
		}
		if variations = append(variations, v); len(v.Values) > 1 {
			axes = append(axes, v.Path)
		}
	}
	if charts != "" && len(axes) > reports.MostAxes {
		return fmt.Errorf("--charts %s: no heat map has the %d fields %s; meant at most %d of several "+
			"values", charts, len(axes), strings.Join(axes, ", "), reports.MostAxes)
	}
	var err error
	base := study.Trial{Scenario: under.scenario}
	if q.trials, err = base.Vary(q.all, variations); err != nil {
		return fmt.Errorf("--vary %w", err)
	}
	for _, s := range q.trials {
		s.Expect = nil
	}
	return nil
}

// writeHeatMaps draws a heat map for each reading.
func writeHeatMaps(folder string, s *study.Study) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	of := reports.Evidence{Study: s}
	for _, reading := range s.Plan.Readings {
		picture := of.HeatMap(reading).Picture()
		if picture.IsZero() {
			continue
		}
		name := filepath.Join(folder, s.Plan.Base()+"-heatmap-"+reading)
		if err := outfile.Write(nil, name+".png", picture.WritePNG); err != nil {
			return err
		}
		if err := outfile.Write(nil, name+".svg", picture.WriteSVG); err != nil {
			return err
		}
	}
	return nil
}
