package command

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A search is for the frontiers of several strategies.
type search struct {
	subject
	form
	vary     []string // as typed; of one field
	until    string
	level    float64
	readings []string
	charts   string // a folder; empty: none
	cache    cache

	values study.Variation
	study.Search
}

func init() { register(newFrontier) }

func newFrontier() *cobra.Command {
	var s search
	c := &cobra.Command{
		Use:   "frontier SCENARIO --vary FIELD=FROM..TO --seeds N",
		Short: "Find the largest fleet, or any other field's last value, that strategies survive",
		Long: "Find the last value of a field, or of a strategy's setting (as sweep names them), that " +
			"each strategy\nsurvives, by bisection: of the " +
			"values FROM..TO/STEP,\nthe largest, or the least where it is the small ones that are not " +
			"survived. Each probe runs N seeds.\nA value is survived where no run meets --until; with " +
			"--level, where its probability is shown, by\nthe 95 % interval, to be below the level.",
		Example: `  tokenstorm frontier two-nodes --vary fleet.users=10..2000 --seeds 50
  tokenstorm frontier two-nodes --vary fleet.users=10..500/10 --seeds 20 --readings all
  tokenstorm frontier two-nodes --vary network.rtt=10ms..1s/10ms --seeds 20 --charts .
  tokenstorm frontier one-node --vary strategy.retry.spacing=0s..2s/100ms --seeds 20`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := s.read(c, args); err != nil {
				return err
			}
			if err := s.prepare(); err != nil {
				return err
			}
			return s.carryOut(c, repeatLine(c, args))
		},
	}
	c.Flags().StringArrayVar(&s.vary, "vary", nil, "a field and its range: fleet.users=10..2000/10")
	c.Flags().StringVar(&s.until, "until", "bans.count > 0", "what a run must not come to")
	s.addFlags(c, "strategies", aboutStrategies)
	addReadings(c, &s.readings)
	c.Flags().IntVar(&s.Seeds, "seeds", 0, "how many seeds each probe runs, beginning with --seed")
	c.Flags().Float64Var(&s.level, "level", 0, "survived is what is shown to be less probable, "+
		"such as 0.05 (default: what no run meets)")
	s.form.add(c, "json", "table (the default), markdown, csv or json",
		"the same as --format json: one JSON object", "table", "markdown", "csv", "json")
	addCharts(c, &s.charts)
	s.cache.addFlag(c)
	complete(c, "vary", settings())
	return c
}

// prepare checks all that was asked for, before anything is run.
func (s *search) prepare() (err error) {
	if err := s.settle(); err != nil {
		return err
	}
	switch {
	case s.Seeds == 0:
		return errors.New("no --seeds; meant how many runs each probe has, such as --seeds 20")
	case s.Seeds < 0:
		return fmt.Errorf("--seeds %d; meant how many runs a probe has, such as 20", s.Seeds)
	case len(s.vary) == 0:
		return errors.New("no --vary; meant a field and its range, such as fleet.users=10..2000")
	case len(s.vary) > 1:
		return fmt.Errorf("--vary %s and --vary %s; meant one field: a frontier is a point of one "+
			"range, `tokenstorm sweep` runs every combination", s.vary[0], s.vary[1])
	}
	if s.readings, err = s.severalReadings(s.readings); err != nil {
		return err
	}
	if s.Until, err = scenarios.ParseCondition(s.until); err != nil {
		return fmt.Errorf("--until %w", err)
	}
	if s.values, err = study.ParseVariation(s.vary[0]); err != nil {
		return fmt.Errorf("--vary %w", err)
	}
	if err := s.checkRange(); err != nil {
		return fmt.Errorf("--vary %s: %w", s.vary[0], err)
	}
	trials, err := study.Trial{Scenario: s.scenario}.Vary(s.strategies, []study.Variation{s.values})
	if err != nil {
		return fmt.Errorf("--vary %w", err)
	}
	s.Values, s.Trial = len(trials), func(i int) (study.Trial, error) { return trials[i], nil }
	s.First = s.seed
	return s.allow()
}

// checkRange demands values that grow.
func (s *search) checkRange() error {
	if len(s.values.Values) < 2 {
		return errors.New("one value; meant a range")
	}
	for i := range s.values.Values[1:] {
		if s.number(i+1) <= s.number(i) {
			return fmt.Errorf("%s after %s; meant values that grow", s.values.Values[i+1],
				s.values.Values[i])
		}
	}
	return nil
}

// allow finds how many of the runs may meet the condition.
func (s *search) allow() error {
	if s.level == 0 {
		return nil
	}
	if !(s.level > 0 && s.level < 1) {
		return fmt.Errorf("--level %g; meant a probability between 0 and 1", s.level)
	}
	if needed := s.Allow(s.level); needed > 0 {
		return fmt.Errorf("--seeds %d cannot show less than %g; meant at least %d", s.Seeds, s.level,
			needed)
	}
	return nil
}

// carryOut searches for each strategy under each reading, and prints what it found.
func (s *search) carryOut(c *cobra.Command, repeat string) error {
	f := reports.Frontier{
		Scenario: s.scenario.Name, Values: s.values, Until: s.Until.Text, First: s.seed,
		Seeds: s.Seeds, Level: s.level,
	}
	s.cache.open(c)
	s.Store = s.cache.keepUnplanned(s.Contestants, s.Ask())
	cells := parallel(c.Context(), len(s.strategies), &progress{what: "searching"}, s.edges)
	for _, cell := range cells {
		f.Edges = append(f.Edges, cell.value...)
	}
	differs := s.cache.explain(c)
	err := s.form.print(c.OutOrStdout(), repeat, f.Table, formats{"csv": f.CSV, "json": f.JSON})
	if err == nil && s.charts != "" {
		err = s.draw(&f)
	}
	return errors.Join(err, differs, cellsError(cells))
}

// edges searches for the frontiers of strategy i, and returns those that it found.
func (s *search) edges(i int) (edges []reports.Edge, err error) {
	strategy := s.strategies[i]
	found, failed := s.Frontiers(strategy, s.readings)
	for k, reading := range s.readings {
		if failed[k] == nil {
			edges = append(edges, reports.Edge{Strategy: strategy.Name, Reading: reading,
				Frontier: found[k]})
		}
	}
	return edges, errors.Join(failed...)
}

// draw draws the frontiers.
func (s *search) draw(f *reports.Frontier) error {
	drawn := f.Capacity()
	if drawn.IsZero() {
		return misconfigured(fmt.Errorf("--charts %s: there is nothing to be drawn of values that "+
			"are no numbers", s.charts))
	}
	return writeChart(s.charts, s.scenario.Name+"-frontier", &drawn)
}

// number is value i as the chart has it: NaN where it is none.
func (s *search) number(i int) float64 {
	v, _ := s.values.Number(i)
	return v
}
