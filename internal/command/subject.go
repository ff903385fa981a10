package command

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A subject is what a command runs: strategies in a scenario, under a reading, from a seed on.
type subject struct {
	typed      string // the scenario, as it was typed
	scenario   *scenarios.Scenario
	reading    string
	seed       uint64
	names      []string // of strategies, as they were typed
	strategies []spec.Strategy
	files      []study.Input // those of the strategies
}

// What the help of the commands says of their strategies.
const (
	aboutStrategy   = "the strategy, by name or as a .yaml file"
	aboutStrategies = "strategies, by name or as .yaml files, or all (default the scenario's)"
)

// addFlags declares the flags that read reads. The strategies are given by the flag of this name.
func (s *subject) addFlags(c *cobra.Command, strategies, about string) {
	flags := c.Flags()
	flags.SortFlags = false // in help and in the line to repeat, as they are declared
	flags.StringSliceVar(&s.names, strategies, nil, about)
	flags.StringVar(&s.reading, "reading", "", "how the ban rule is read: akamai, literal, "+
		"paranoid, or ids such as R1+A1+violation (default the scenario's)")
	flags.Uint64Var(&s.seed, "seed", 1, "where the random streams begin")
	complete(c, strategies, spec.Names())
	complete(c, "reading", namedReadings)
	c.Args = takes(1, 1, "one scenario, by name or as a .yaml file")
	c.ValidArgsFunction = cobra.FixedCompletions(scenarios.Names(), cobra.ShellCompDirectiveDefault)
}

// read reads the scenario, and the strategies: the scenario's where none is given.
func (s *subject) read(c *cobra.Command, args []string) (err error) {
	if c.Flags().Changed("reading") && c.Flags().Changed("readings") {
		return errors.New("found --reading and --readings; meant one of them")
	}
	s.typed = args[0]
	noteInputs(c.Context(), s.filesNamed()...)
	if s.scenario, err = scenarios.Load(s.typed); err != nil {
		_, _, also := strategiesOf(s.names, &scenarios.Scenario{})
		return errors.Join(err, also)
	}
	recordings := study.Recordings(s.typed, s.scenario)
	if err := spare(c, recordings...); err != nil {
		return err
	}
	if s.isFile() {
		noteInputs(c.Context(), recordings...)
	}
	if _, _, err = s.scenario.CarrierUnder(cmp.Or(s.reading, s.scenario.Carrier.Reading)); err != nil {
		return err
	}
	if s.reading == "" {
		s.reading = s.scenario.Carrier.Reading
		if !c.Flags().Changed("readings") {
			c.Flags().Lookup("reading").DefValue = s.reading // for the line to repeat
		}
	}
	s.strategies, s.files, err = strategiesOf(s.names, s.scenario)
	remark(c, remarks(s.scenario, s.strategies))
	return err
}

// isFile reports whether the scenario did not come with the program.
func (s *subject) isFile() bool {
	_, err := scenarios.Source(s.typed)
	return err != nil
}

// filesNamed are the files of the scenario and of the strategies, as they were typed.
func (s *subject) filesNamed() (files []string) {
	if s.isFile() {
		files = append(files, s.typed)
	}
	for _, name := range s.names {
		if strict.IsFile(name) {
			files = append(files, name)
		}
	}
	return files
}

// readNamed reads the same, where a strategy must be named: the scenario's are not meant.
func (s *subject) readNamed(c *cobra.Command, args []string) error {
	if len(s.names) == 0 {
		return errors.New("no --strategy; `tokenstorm list strategies` names them")
	}
	return s.read(c, args)
}

// readOne reads the same, of one strategy.
func (s *subject) readOne(c *cobra.Command, args []string) error {
	if err := s.readNamed(c, args); err != nil {
		return err
	}
	if n := len(s.strategies); n > 1 {
		return fmt.Errorf("%s takes one strategy, not %d", c.Name(), n)
	}
	return nil
}

// run is the run of strategy i.
func (s *subject) run(i int) world.Run {
	return world.Run{
		Scenario: s.scenario, Strategy: s.strategies[i], Reading: s.reading, Seed: s.seed,
	}
}

// studyOf is the runs of all strategies, in their order, as a study of one seed; of a run that did
// not end the outcome is nil.
func (s *subject) studyOf(cells []cell[*measure.Outcome]) (*study.Study, error) {
	p := study.Plan{
		Scenarios: []string{s.scenario.Name}, Readings: []string{s.reading}, First: s.seed, Seeds: 1,
		Inputs: s.files,
	}
	if err := p.AddScenario(s.typed, s.scenario); err != nil {
		return nil, err
	}
	for _, strategy := range s.strategies {
		p.Strategies = append(p.Strategies, strategy.Name)
	}
	of := study.New(study.NewHeader(studyVersion(), p, study.Shard{}))
	for i := range cells {
		r := of.Result(i)
		if cells[i].err != nil {
			r.Error, _, _ = strings.Cut(cells[i].err.Error(), "\n")
		} else if cells[i].done {
			r.Outcome = cells[i].value
			study.Judge(s.scenario, r.Outcome)
		}
		if err := of.Put(r); err != nil {
			return nil, err
		}
	}
	return of, nil
}

// evidenceOf is the same as it is printed.
func (s *subject) evidenceOf(cells []cell[*measure.Outcome]) (*reports.Evidence, error) {
	of, err := s.studyOf(cells)
	if err != nil {
		return nil, err
	}
	return &reports.Evidence{Study: of, Baseline: of.Plan.Strategies[0]}, nil
}

// writeJSON writes the same as programs read it.
func (s *subject) writeJSON(w io.Writer, cells []cell[*measure.Outcome], repeat string) error {
	e, err := s.evidenceOf(cells)
	if err != nil {
		return err
	}
	return e.JSON(w, repeat)
}

// judge notes which of them failed, and prints the same for GitHub, where that is asked for.
func (s *subject) judge(
	c *cobra.Command, g *github, f *failing, k *cache, cells []cell[*measure.Outcome], repeat string,
) error {
	if !g.on && len(s.scenario.Expect) == 0 {
		return nil
	}
	e, err := s.evidenceOf(cells)
	if err != nil {
		return err
	}
	f.note(c, s, k, e)
	return g.print(c, e, s, repeat)
}

// outcomesOf are what the cells came to.
func outcomesOf[T any](cells []cell[T], of func(T) *measure.Outcome) []cell[*measure.Outcome] {
	all := make([]cell[*measure.Outcome], len(cells))
	for i, c := range cells {
		if all[i] = (cell[*measure.Outcome]{err: c.err, done: c.done}); c.done && c.err == nil {
			all[i].value = of(c.value)
		}
	}
	return all
}

// namedReadings are the readings that have a name of their own.
var namedReadings = throttle.Named()

// severalReadings are the readings of these names, in which the word all stands for those of the
// scenario's carrier that have a name of their own; without any, the one that is in force.
func (s *subject) severalReadings(names []string) ([]string, error) {
	if len(names) == 0 {
		return []string{s.reading}, nil
	}
	names = replaceAll(names, s.scenario.NamedReadings())
	for _, name := range names {
		if _, _, err := s.scenario.CarrierUnder(name); err != nil {
			return nil, err
		}
	}
	return names, onlyOnce("reading", names)
}

// replaceAll are the names, with known ones in place of the word all.
func replaceAll(names, known []string) []string {
	var replaced []string
	for _, name := range names {
		if name == "all" {
			replaced = append(replaced, known...)
		} else {
			replaced = append(replaced, name)
		}
	}
	return replaced
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
	behind := cobra.ShellCompDirectiveDefault
	if flag == "vary" {
		behind = cobra.ShellCompDirectiveNoSpace // the values follow
	}
	if err := c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, behind)); err != nil {
		panic(err) // the flag was declared a line above
	}
}

// strategiesOf returns the strategies of these names, each of which must come once, and the files
// among them; all stands for all there are, no name for those of the scenario. The error has all
// mistakes of all of them.
func strategiesOf(names []string, s *scenarios.Scenario) ([]spec.Strategy, []study.Input, error) {
	if names = replaceAll(names, spec.Names()); len(names) == 0 {
		names = s.Strategies
	}
	var all []spec.Strategy
	var files []study.Input
	var called []string
	var wrong []error
	for i, name := range names {
		s, text, err := readStrategy(name)
		if err != nil {
			if !slices.Contains(names[:i], name) {
				wrong = append(wrong, err)
			}
			continue
		}
		if text != nil {
			files = append(files, study.StrategyFile(name, text, s.Name))
		}
		all, called = append(all, s), append(called, s.Name)
	}
	return all, files, errors.Join(append(wrong, onlyOnce("strategy", called))...)
}

// readStrategy returns a strategy, and its text where it is written in a file.
func readStrategy(name string) (spec.Strategy, []byte, error) {
	if err := strict.AlmostFile(name); err != nil {
		return spec.Strategy{}, nil, err
	}
	if !strict.IsFile(name) {
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

// unmetError is the error of expectations that are not met; nil where all are.
func unmetError(unmet []scenarios.Unmet) error {
	if len(unmet) == 0 {
		return nil
	}
	more := ""
	if n := len(unmet) - 1; n > 0 {
		more = "; not met either: " + unit.Counted(n, "expectation")
	}
	return &exit{exitUnmet, errors.New(unmet[0].String() + more)}
}
