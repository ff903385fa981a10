package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A search is for the frontiers of several strategies.
type search struct {
	choice
	all       []spec.Strategy
	names     []string // as typed
	readings  []string
	variation study.Variation
	level     float64
	study.Search
}

func init() { register(newFrontier) }

func newFrontier() *cobra.Command {
	s := search{}
	var vary []string
	var until, format, chart string
	var asJSON bool
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
  tokenstorm frontier two-nodes --vary network.rtt=10ms..1s/10ms --seeds 20 --chart a.svg
  tokenstorm frontier one-node --vary strategy.retry.spacing=0s..2s/100ms --seeds 20`,
		Args: oneScenario,
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if s.choice, err = chosen(c, args[0]); err != nil {
				return err
			}
			s.names = namesOr(s.names, s.scenario)
			if s.all, _, err = strategiesOf(s.names); err != nil {
				return err
			}
			if asJSON && format != "table" && format != "json" {
				return misconfigured(fmt.Errorf("either --json or --format %s", format))
			}
			if asJSON {
				format = "json"
			}
			if err := s.prepare(vary, until, format, chart); err != nil {
				return misconfigured(err)
			}
			return s.carryOut(c.Context(), c.OutOrStdout(), args[0], format, chart)
		},
	}
	addChoiceFlags(c)
	c.Flags().StringArrayVar(&vary, "vary", nil, "a field and its range: fleet.users=10..2000/10")
	c.Flags().StringVar(&until, "until", "bans.count > 0", "what a run must not come to")
	c.Flags().IntVar(&s.Seeds, "seeds", 0, "how many seeds each probe runs, beginning with --seed")
	c.Flags().Float64Var(&s.level, "level", 0, "survived is what is shown to be less probable, "+
		"such as 0.05 (default: what no run meets)")
	c.Flags().StringSliceVar(&s.readings, "readings", nil, "readings, each run for itself, or "+
		"all: akamai, literal, paranoid (default --reading)")
	c.Flags().StringSliceVar(&s.names, "strategies", nil,
		"strategies, by name or as .yaml files, or all (default the scenario's)")
	c.Flags().StringVar(&format, "format", "table", "table, markdown, csv or json")
	c.Flags().BoolVar(&asJSON, "json", false, "the same as --format json: one JSON object")
	c.Flags().StringVar(&chart, "chart", "", "draw the frontiers into this file, .png or .svg")
	completeStrategies(c, "strategies")
	complete(c, "readings", append([]string{"all"}, namedReadings...))
	complete(c, "format", frontierFormats)
	return c
}

var frontierFormats = []string{"table", "markdown", "csv", "json"}

// prepare checks all that was asked for, before anything is run.
func (s *search) prepare(varied []string, until, format, chart string) error {
	switch {
	case s.Seeds < 1:
		return fmt.Errorf("--seeds %d; meant how many runs a probe has, such as 20", s.Seeds)
	case len(varied) == 0:
		return errors.New("no --vary; meant a field and its range, such as fleet.users=10..2000")
	case len(varied) > 1:
		return fmt.Errorf("--vary %s and --vary %s; meant one field: a frontier is a point of one "+
			"range, `tokenstorm sweep` runs every combination", varied[0], varied[1])
	case !slices.Contains(frontierFormats, format):
		return fmt.Errorf("no format %q; %s", format,
			unit.Suggestion(format, frontierFormats))
	case chart != "" && !slices.Contains([]string{".png", ".svg"}, filepath.Ext(chart)):
		return fmt.Errorf("--chart %s; meant a file ending in .png or .svg", chart)
	}
	var err error
	if s.readings, err = spelledReadings(s.scenario, s.readings, s.reading); err != nil {
		return err
	}
	if s.Until, err = scenarios.ParseCondition(until); err != nil {
		return fmt.Errorf("--until %w", err)
	}
	vary := varied[0]
	if s.variation, err = study.ParseVariation(vary); err != nil {
		return fmt.Errorf("--vary %w", err)
	}
	if len(s.variation.Values) < 2 {
		return fmt.Errorf("--vary %s: one value; meant a range", vary)
	}
	for i := range s.variation.Values[1:] {
		if s.number(i+1) <= s.number(i) {
			return fmt.Errorf("--vary %s: %s after %s; meant values that grow", vary,
				s.variation.Values[i+1], s.variation.Values[i])
		}
	}
	trials, err := study.Trial{Scenario: s.scenario}.Vary(s.all, []study.Variation{s.variation})
	if err != nil {
		return fmt.Errorf("--vary %w", err)
	}
	s.Values, s.Trial = len(trials), func(i int) (study.Trial, error) { return trials[i], nil }
	s.First = s.seed
	return s.allow()
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

// edge searches for the frontier of one strategy under one reading.
func (s *search) edge(strategy spec.Strategy, reading string) (reports.Edge, error) {
	f, err := s.Frontier(strategy, reading)
	edge := reports.Edge{
		Strategy: strategy.Name, Reading: reading, Side: f.Side, There: f.There,
		Beyond: f.Beyond, Probes: f.Probes, Runs: f.Runs,
	}
	if f.Side != study.None {
		edge.Value, edge.Number = s.variation.Values[f.At], s.number(f.At)
	}
	if f.Side != study.All {
		edge.Next = s.variation.Values[f.Next]
	}
	return edge, err
}

// carryOut searches for each strategy under each reading, and prints what it found.
func (s *search) carryOut(
	ctx context.Context, w io.Writer, scenario, format, chart string,
) error {
	values := s.variation.Values
	f := reports.Frontier{
		Scenario: s.scenario.Name, Field: s.variation.Path, Until: s.Until.Text, First: s.seed,
		Seeds: s.Seeds, Level: s.level, From: values[0], To: values[len(values)-1],
	}
	n := len(s.all) * len(s.readings)
	cells := parallel(ctx, n, newProgress("searching", n), func(i int) (reports.Edge, error) {
		return s.edge(s.all[i/len(s.readings)], s.readings[i%len(s.readings)])
	})
	for _, cell := range cells {
		if cell.done && cell.err == nil {
			f.Edges = append(f.Edges, cell.value)
		}
	}
	var b bytes.Buffer
	var err error
	switch format {
	case "csv":
		err = f.CSV(&b)
	case "json":
		err = f.JSON(&b)
	default:
		to := formatFor(w)
		if format == "markdown" {
			to = reports.Format{Markdown: true}
		}
		err = f.Table(&b, to)
		fmt.Fprintf(&b, "\n%s\n", s.repeat(scenario))
	}
	if err != nil {
		return err
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	if chart != "" {
		err = s.draw(&f, chart)
	}
	return errors.Join(err, cellsError(cells))
}

func (s *search) repeat(scenario string) string {
	vary := strings.Join(s.variation.Values, ",")
	if short := s.variation.Short(); short != "" {
		vary = short
	}
	words := []string{"frontier", scenario, "--vary", s.variation.Path + "=" + vary,
		"--until", s.Until.Text, "--strategies", commaList(s.names),
		"--readings", strings.Join(s.readings, ","), "--seed", strconv.FormatUint(s.seed, 10),
		"--seeds", strconv.Itoa(s.Seeds)}
	if s.level > 0 {
		words = append(words, "--level", strconv.FormatFloat(s.level, 'g', -1, 64))
	}
	return repeatLine(words...)
}

// draw draws the frontiers; lengths of time in milliseconds.
func (s *search) draw(f *reports.Frontier, chart string) error {
	first, last := s.number(0), s.number(len(s.variation.Values)-1)
	unit := ""
	if _, in := s.variation.Number(0); in != "" {
		unit = ", " + in
	}
	picture := f.Capacity(unit, min(first, last), max(first, last)).Picture()
	if picture.IsZero() {
		return misconfigured(fmt.Errorf("--chart %s: there is nothing to be drawn of values that "+
			"are no numbers", chart))
	}
	if filepath.Ext(chart) == ".svg" {
		return outfile.Write(nil, chart, picture.WriteSVG)
	}
	return outfile.Write(nil, chart, picture.WritePNG)
}

// number is value i as the chart has it: NaN where it is none.
func (s *search) number(i int) float64 {
	v, _ := s.variation.Number(i)
	return v
}
