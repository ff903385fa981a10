package command

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/prove"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A proving goes through all schedules of a small scope.
type proving struct {
	subject
	form
	prove.Scope
	nodes, callers int
	grant          string
	readings       []string
	must           []string // kinds of properties, which decide the exit code
	journal        string
	graveyard      string
	reductions     bool
}

func init() { register(newProve) }

func newProve() *cobra.Command {
	var p proving
	c := &cobra.Command{
		Use:   "prove [SCENARIO] --strategy S",
		Short: "Go through every schedule of a small scope, and count those that ban a strategy",
		Long: "Go through every schedule of a small scope: each leg takes one of a few delays, so many " +
			"messages\nare lost, so many nodes crash, and what is due at one instant comes in any order. " +
			"Count those in\nwhich the fleet is banned, under each reading at once, in which it kills a " +
			"token that one of its\ncalls is refused with, in which a click is not served, or a session " +
			"is lost; and show the smallest\nschedule that breaks a property.\n\nWithout a SCENARIO all " +
			"callers click at one instant, once, and no store has a token (with --grant\nrefresh: one " +
			"that has expired). Of a SCENARIO the legs are those of --delays.",
		Example: `  tokenstorm prove --strategy recommended --nodes 2 --callers 2
  tokenstorm prove --strategy single-flight --nodes 2 --callers 3 --slow 1 --readings all
  tokenstorm prove --strategy leader --nodes 2 --callers 1 --lost 1 --crashes 1
  tokenstorm prove --strategy mine.yaml --grant refresh --nodes 2 --callers 1 --lost 1
  tokenstorm prove mine.yaml --strategy lock-recheck --delays 20ms,500ms --slow 2`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := p.prepare(c, args); err != nil {
				return err
			}
			endReading(c.Context())
			return p.carryOut(c, repeatLine(c, args))
		},
	}
	c.Args = takes(0, 1, "one scenario, or none")
	c.ValidArgsFunction = cobra.FixedCompletions(scenarios.Names(), cobra.ShellCompDirectiveDefault)
	f := c.Flags()
	f.SortFlags = false
	f.StringSliceVar(&p.subject.names, "strategy", nil, aboutStrategy)
	f.StringSliceVar(&p.readings, "readings", []string{"all"},
		"readings, judged in one search, or all: akamai, literal, paranoid")
	f.Uint64Var(&p.seed, "seed", 1, "where the random streams of the strategy begin")
	complete(c, "strategy", spec.Names())
	complete(c, "readings", append([]string{"all"}, namedReadings...))
	f.IntVar(&p.nodes, "nodes", 2, "nodes, from 1 to 8; without a SCENARIO")
	f.IntVar(&p.callers, "callers", 2, "callers of each node, from 1 to 16; without a SCENARIO")
	f.StringVar(&p.grant, "grant", "", "refresh: with rotating refresh tokens; without a SCENARIO")
	f.DurationSliceVar(&p.Delays, "delays",
		[]time.Duration{15 * time.Millisecond, 100 * time.Millisecond},
		"what a leg may take: most take the first")
	f.IntVar(&p.Slow, "slow", 1, "at most so many legs take another delay than the first")
	f.IntVar(&p.Losses, "lost", 0, "at most so many messages are lost")
	f.IntVar(&p.Crashes, "crashes", 0, "at most so many times a node crashes in place of hearing an "+
		"answer, and is back a second later")
	f.StringSliceVar(&p.must, "property", []string{string(prove.Ban), string(prove.Session)},
		"what decides the exit code: "+strings.Join(kinds(), ", "))
	complete(c, "property", kinds())
	f.BoolVar(&p.EveryOrder, "every-order", false,
		"put events of one instant in every order, even those that cannot influence each other")
	f.BoolVar(&p.reductions, "reductions", false,
		"go through the same scope with less pruned as well, and compare")
	f.StringVar(&p.journal, "journal", "",
		"keep how far the search is in this file; the same command goes on from it")
	isWritten(c, "journal", writesFile)
	f.StringVar(&p.graveyard, "graveyard", "",
		"write each smallest schedule that breaks a property to this folder, as a scenario")
	isWritten(c, "graveyard", writesFolder)
	p.form.addJSON(c, "print all of it as one JSON object")
	return c
}

// kinds are the words of --property.
func kinds() (all []string) {
	for _, k := range prove.Kinds() {
		all = append(all, string(k))
	}
	return all
}

// prepare reads what is asked for.
func (p *proving) prepare(c *cobra.Command, args []string) (err error) {
	if err := p.form.settle(); err != nil {
		return err
	}
	for _, word := range p.must {
		if !slices.Contains(kinds(), word) {
			return fmt.Errorf("--property %s; meant %s", word, unit.Meant(word, kinds()))
		}
	}
	if len(p.subject.names) != 1 {
		return errors.New("prove takes one --strategy; `tokenstorm list strategies` names them")
	}
	if err := p.scene(c, args); err != nil {
		return err
	}
	for _, most := range []struct {
		flag string
		n    int
	}{{"slow", p.Slow}, {"lost", p.Losses}, {"crashes", p.Crashes}} {
		if most.n < 0 {
			return fmt.Errorf("--%s %d; meant how many at most, such as 1", most.flag, most.n)
		}
	}
	if p.strategies, p.files, err = strategiesOf(p.subject.names, p.scenario); err != nil {
		return err
	}
	if p.Readings, err = p.severalReadings(p.readings); err != nil {
		return err
	}
	p.Scenario, p.Strategy, p.Seed = p.scenario, p.strategies[0], p.seed
	if err := p.Check(); err != nil || p.graveyard == "" {
		return err
	}
	return p.CheckFile()
}

// graves are those of the strategy.
func (p *proving) graves() graves { return graves{p.graveyard, p.Strategy.Name} }

// scene reads the scenario, or makes one.
func (p *proving) scene(c *cobra.Command, args []string) (err error) {
	if len(args) == 1 {
		for _, name := range []string{"nodes", "callers", "grant"} {
			if c.Flags().Changed(name) {
				return fmt.Errorf("--%s beside a scenario; meant one of them", name)
			}
		}
		p.scenario, err = scenarios.Load(args[0])
		return err
	}
	switch {
	case p.nodes < 1 || p.nodes > 8:
		return fmt.Errorf("--nodes %d; meant 1 to 8", p.nodes)
	case p.callers < 1 || p.callers > 16:
		return fmt.Errorf("--callers %d; meant 1 to 16", p.callers)
	case p.grant != "" && p.grant != "refresh":
		return fmt.Errorf("--grant %q; meant refresh, or none of it", p.grant)
	}
	p.scenario, err = scenarios.Parse("small.yaml",
		[]byte(prove.Small(p.nodes, p.callers, p.grant == "refresh")))
	return err
}

// carryOut searches, and prints what it found.
func (p *proving) carryOut(c *cobra.Command, repeat string) error {
	search, err := prove.New(p.Scope)
	if err != nil {
		return err
	}
	release, err := p.resume(search)
	if err != nil {
		return err
	}
	report := reports.Proof{Search: search, Keeps: p.graveyard != ""}
	report.All, err = p.search(c, search, p.keep)
	if err := errors.Join(err, release()); err != nil {
		return err
	}
	stopped := func() bool { return c.Context().Err() != nil }
	if p.reductions {
		if report.Reductions, err = p.compare(c, &report); err != nil {
			return err
		}
	}
	var broken []string
	var unburied error // which is printed all the same
	for i, of := range p.Properties() {
		if report.All.Breaks(i).IsZero() {
			continue
		}
		if slices.Contains(p.must, string(of.Kind)) {
			broken = append(broken, of.String())
		}
		least, err := prove.Least(p.Scope, i, stopped)
		if err != nil {
			return err
		}
		if stopped() {
			return &interruption{kept: p.kept()}
		}
		file, err := p.bury(least)
		unburied = errors.Join(unburied, err)
		if err := report.Show(least, file); err != nil {
			return err
		}
	}
	err = errors.Join(unburied,
		p.form.print(c.OutOrStdout(), repeat, report.Table, formats{"json": report.JSON}))
	if err == nil && len(broken) > 0 {
		err = &exit{exitUnmet, fmt.Errorf("broken: %s", strings.Join(broken, "; "))}
	}
	return err
}

// bury writes a counterexample to the graveyard, if there is one.
func (p *proving) bury(c *prove.Counterexample) (file string, err error) {
	if p.graveyard == "" {
		return "", nil
	}
	text, err := c.File()
	if err != nil || text == "" {
		return "", err
	}
	return p.graves().bury(c.Name(), text)
}

// How often a search is kept, and told of.
const (
	keepEvery = 20 * time.Second
	tellEvery = 10 * time.Second
)

// search goes through all schedules, and keeps how far it is now and then.
func (p *proving) search(
	c *cobra.Command, search *prove.Search, keep func(*prove.Search) error,
) (prove.Tally, error) {
	began, told := time.Now(), time.Now()
	kept, next := began, progressDelay
	_, terminal := onTerminal(os.Stderr)
	for {
		all, over, err := search.Next()
		if over || err != nil {
			return all, cmp.Or(err, keep(search))
		}
		if search.Runs%64 != 0 {
			continue
		}
		now := time.Now()
		if c.Context().Err() != nil {
			return all, cmp.Or(keep(search), error(&interruption{kept: p.kept()}))
		}
		if now.Sub(kept) >= keepEvery {
			if err := keep(search); err != nil {
				return all, err
			}
			kept = time.Now()
		}
		if terminal && now.Sub(told) >= next {
			told, next = now, tellEvery
			c.PrintErrf("tokenstorm: %s, %s so far, %.0f runs a second\n",
				unit.Counted(search.Runs, "run"), unit.Counted(search.States, "state"),
				float64(search.Runs)/now.Sub(began).Seconds())
		}
	}
}

// kept says what is left of a search that was cut short.
func (p *proving) kept() string {
	if p.journal == "" {
		return "nothing is kept: --journal keeps how far a search is"
	}
	return "the same command goes on from " + p.journal
}

// resume holds the journal, and reads it if there is one.
func (p *proving) resume(search *prove.Search) (release func() error, err error) {
	if p.journal == "" {
		return func() error { return nil }, nil
	}
	if release, err = study.Hold(p.journal); err != nil {
		return nil, err
	}
	file, err := os.Open(p.journal)
	if errors.Is(err, fs.ErrNotExist) {
		return release, nil
	}
	if err == nil {
		if err = search.Resume(file, versionWords()); err != nil {
			err = misconfigured(fmt.Errorf("%s: %w", p.journal, err))
		}
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		err = errors.Join(err, release())
	}
	return release, err
}

func (p *proving) keep(search *prove.Search) error {
	if p.journal == "" {
		return nil
	}
	return outfile.Write(nil, p.journal, func(w io.Writer) error {
		return search.Save(w, versionWords())
	})
}

// compare goes through the same scope with less pruned, and holds that the same properties are
// broken. What the search itself pruned is the last.
func (p *proving) compare(c *cobra.Command, done *reports.Proof) ([]reports.Reduction, error) {
	var all []reports.Reduction
	for _, r := range []struct {
		prunes                string
		everyOrder, unreduced bool
	}{
		{"nothing", true, true},
		{"orders of what cannot influence each other", false, true},
		{"states met again, and callers told the same", true, false},
		{"both", false, false},
	} {
		of := reports.Reduction{Prunes: r.prunes, All: done.All, Work: done.Search.Work}
		if r.everyOrder != p.EveryOrder || r.unreduced {
			s := p.Scope
			s.EveryOrder, s.Unreduced = r.everyOrder, r.unreduced
			search, err := prove.New(s)
			if err != nil {
				return nil, err
			}
			nowhere := func(*prove.Search) error { return nil }
			if of.All, err = p.search(c, search, nowhere); err != nil {
				return nil, err
			}
			of.Work = search.Work
		}
		for i, property := range p.Properties() {
			if of.All.Breaks(i).IsZero() != done.All.Breaks(i).IsZero() {
				return nil, fmt.Errorf("%v: pruning %s changes whether it is broken", property, r.prunes)
			}
		}
		all = append(all, of)
	}
	return all, nil
}
