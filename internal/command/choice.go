package command

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A choice is under which reading and seed a scenario is run.
type choice struct {
	scenario *scenarios.Scenario
	reading  string
	seed     uint64
}

// chosen reads the scenario, and the flags --reading and --seed.
func chosen(c *cobra.Command, name string) (choice, error) {
	s, err := scenarios.Load(name)
	if err != nil {
		return choice{}, misconfigured(err)
	}
	flags := c.Flags()
	reading, err := flags.GetString("reading")
	if err != nil {
		return choice{}, err
	}
	seed, err := flags.GetUint64("seed")
	if err != nil {
		return choice{}, err
	}
	if flags.Changed("reading") {
		if _, _, err := s.CarrierUnder(reading); err != nil {
			return choice{}, misconfigured(err)
		}
	}
	remark(c, s)
	return choice{s, cmp.Or(reading, s.Carrier.Reading), seed}, nil
}

// remark warns, beside the output, of what a scenario names and no run of it sees.
func remark(c *cobra.Command, s *scenarios.Scenario) {
	for _, left := range s.LeftOut() {
		c.PrintErrln("tokenstorm: " + left)
	}
}

// addChoiceFlags declares the flags that chosen reads.
func addChoiceFlags(c *cobra.Command) {
	c.Flags().String("reading", "", "how the ban rule is read: akamai, literal, paranoid, or ids "+
		"such as R1+A1+violation (default the scenario's)")
	c.Flags().Uint64("seed", 1, "where the random streams begin")
	complete(c, "reading", namedReadings)
	c.ValidArgsFunction = cobra.FixedCompletions(scenarios.Names(), cobra.ShellCompDirectiveDefault)
}

// namedReadings are the readings that have a name of their own.
var namedReadings = throttle.Named()

// spelledReadings are the readings of these names, in which the word all stands for those of the
// scenario's carrier that have a name of their own; without any, the one that is in force.
func spelledReadings(s *scenarios.Scenario, names []string, inForce string) ([]string, error) {
	if len(names) == 0 {
		names = []string{inForce}
	}
	spelled := spelledOutAll(names, s.NamedReadings())
	for _, name := range spelled {
		if _, _, err := s.CarrierUnder(name); err != nil {
			return nil, err
		}
	}
	return spelled, onlyOnce("reading", spelled)
}

// spelledOutAll are the names, with known ones in place of the word all.
func spelledOutAll(names, known []string) []string {
	var spelled []string
	for _, name := range names {
		if name == "all" {
			spelled = append(spelled, known...)
		} else {
			spelled = append(spelled, name)
		}
	}
	return spelled
}

// onlyOnce refuses names that come twice: the second would say nothing new.
func onlyOnce(what string, names []string) error {
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return fmt.Errorf("the %s %s is named twice", what, name)
		}
	}
	return nil
}

// complete lets a shell complete the flag's value.
func complete(c *cobra.Command, flag string, words []string) {
	fixed := cobra.FixedCompletions(words, cobra.ShellCompDirectiveDefault)
	if err := c.RegisterFlagCompletionFunc(flag, fixed); err != nil {
		panic(err) // the flag was declared a line above
	}
}

func completeStrategies(c *cobra.Command, flag string) {
	complete(c, flag, spec.Names())
}

// completeSettings lets a shell complete the settings of strategies, each with what it means.
func completeSettings(c *cobra.Command, flag string) {
	var words []string
	for _, p := range spec.Parts() {
		for _, s := range p.Settings {
			words = append(words, scenarios.StrategySettings+p.Name+"."+s.Key+"=\t"+s.About)
		}
	}
	fixed := cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoSpace)
	if err := c.RegisterFlagCompletionFunc(flag, fixed); err != nil {
		panic(err) // the flag was declared a line above
	}
}

// oneScenario demands the scenario's name or file.
func oneScenario(c *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return fmt.Errorf("%s takes one scenario, by name or as a .yaml file, not %d arguments; "+
		"`tokenstorm list scenarios` names them", c.Name(), len(args))
}

// isFile reports whether a strategy is named by its file: a path has a separator, or ends in .yaml.
func isFile(name string) bool {
	return strings.ContainsRune(name, filepath.Separator) || strings.HasSuffix(name, ".yaml")
}

// strategyOf returns the strategy of that name, or the one written in a file.
func strategyOf(name string) (spec.Strategy, error) {
	all, _, err := strategiesOf([]string{name})
	if err != nil {
		return spec.Strategy{}, err
	}
	return all[0], nil
}

// strategiesOf returns the strategies of these names, each of which must come once, and the files
// among them.
func strategiesOf(names []string) ([]spec.Strategy, []study.Input, error) {
	var all []spec.Strategy
	var files []study.Input
	var called []string
	for _, name := range names {
		s, text, err := readStrategy(name)
		if err != nil {
			return nil, nil, misconfigured(err)
		}
		if text != nil {
			files = append(files, study.StrategyFile(name, text, s.Name))
		}
		all, called = append(all, s), append(called, s.Name)
	}
	return all, files, misconfigured(onlyOnce("strategy", called))
}

// readStrategy returns a strategy, and its text where it is written in a file.
func readStrategy(name string) (spec.Strategy, []byte, error) {
	if !isFile(name) {
		s, err := spec.Lookup(name)
		return s, nil, err
	}
	text, err := strict.Read(name)
	if err != nil {
		return spec.Strategy{}, nil, err
	}
	s, err := spec.Parse(name, text)
	return s, text, err
}
