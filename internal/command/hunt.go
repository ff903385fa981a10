package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/hunt"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A pursuit is one hunt of a strategy, and its graveyard.
type pursuit struct {
	form
	strategy   string
	properties []string
	within     string // a file of bounds; empty: none
	lasts      time.Duration
	scenarios  int
	graveyard  string // a folder

	hunt.Hunt
	with spec.Strategy
	told reports.Hunted
}

func init() { register(newHunt) }

func newHunt() *cobra.Command {
	var p pursuit
	c := &cobra.Command{
		Use:   "hunt --strategy NAME",
		Short: "Look for scenarios that break a strategy, and make them small",
		Long: "Draw scenarios of all that a file may say, run the strategy in each beside the " +
			"clairvoyant, and keep\nwhat comes nearest to breaking a property; mutate that, and make " +
			"small what breaks one. The scenarios of\nthe graveyard, found before, are run first. A " +
			"find is written there. The same seed and as many scenarios\ngive the same, whatever the " +
			"number of cores.",
		Example: `  tokenstorm hunt --strategy recommended --for 10m
  tokenstorm hunt --strategy mine.yaml --property safety --within ours.yaml --scenarios 2000`,
		Args: takes(0, 0, "no argument: --strategy names whom to hunt"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := p.read(c); err != nil {
				return err
			}
			return p.carryOut(c, args)
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringVar(&p.strategy, "strategy", "", aboutStrategy)
	flags.StringSliceVar(&p.properties, "property", nil,
		"safety, liveness, economy, self-harm, soundness (default all)")
	flags.StringVar(&p.within, "within", "", "a `file` of bounds: which scenarios are drawn")
	flags.IntVar(&p.scenarios, "scenarios", 500, "how many scenarios to look at")
	flags.DurationVar(&p.lasts, "for", 0, "how long to look, in place of a number of scenarios")
	flags.Uint64Var(&p.Seed, "seed", 1, "where the draws begin")
	flags.StringVar(&p.graveyard, "graveyard", "graveyard", "the folder of what was found")
	isWritten(c, "graveyard", writesFolder)
	p.addJSON(c, "print it as one JSON object")
	complete(c, "strategy", spec.Names())
	complete(c, "property", propertyNames())
	return c
}

func propertyNames() (all []string) {
	for _, p := range hunt.Properties() {
		all = append(all, string(p))
	}
	return all
}

// read checks what was asked for.
func (p *pursuit) read(c *cobra.Command) (err error) {
	switch {
	case p.strategy == "":
		return errors.New("no --strategy; `tokenstorm list strategies` names them")
	case c.Flags().Changed("for") && c.Flags().Changed("scenarios"):
		return errors.New("found --for and --scenarios; meant one of them")
	case p.scenarios < 1:
		return fmt.Errorf("--scenarios %d; meant 1 at least", p.scenarios)
	case p.lasts < 0:
		return fmt.Errorf("--for %v; meant a length of time", p.lasts)
	}
	if p.with, _, err = readStrategy(p.strategy); err != nil {
		return err
	}
	p.Subject = hunt.Subject{Strategy: p.with}
	for _, name := range p.properties {
		if !slices.Contains(propertyNames(), name) {
			return fmt.Errorf("--property %s; meant %s", name, unit.Meant(name, propertyNames()))
		}
		p.Properties = append(p.Properties, hunt.Property(name))
	}
	if p.within != "" {
		text, err := strict.Read(p.within)
		if err != nil {
			return err
		}
		bounds, err := hunt.ParseBounds(p.within, text)
		if err != nil {
			return err
		}
		p.Bounds = *bounds
	}
	return nil
}

// carryOut runs the graveyard, hunts, and prints what was found.
func (p *pursuit) carryOut(c *cobra.Command, args []string) error {
	ctx := c.Context()
	endReading(ctx)
	p.told = reports.Hunted{
		Strategy: p.with.Name, Seed: p.Seed, Finds: []reports.HuntedFind{},
		Entries: []reports.HuntedEntry{},
	}
	if err := p.exhume(); err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx) // a batch that is begun is carried out
	p.Each = func(n int, do func(i int)) { each(whole, n, &progress{}, do) }
	var cut *interruption // what was found by then is kept all the same
	if err := p.search(ctx, c.ErrOrStderr()); err != nil && !errors.As(err, &cut) {
		return err
	}
	if c.Flags().Changed("for") { // the number is what repeats it
		c.Flags().Lookup("for").Changed = false
		_ = c.Flags().Set("scenarios", fmt.Sprint(p.Scenarios))
	}
	repeat := repeatLine(c, args)
	var unburied error // which is printed all the same
	for i := range p.Finds {
		unburied = errors.Join(unburied, p.bury(&p.Finds[i], repeatCommand(c, args)))
	}
	p.told.Coverage, p.told.Scenarios, p.told.Fresh = p.Coverage(), p.Scenarios, p.Fresh
	p.told.Near, p.told.NearTo = p.Nearest()
	err := errors.Join(unburied,
		p.print(c.OutOrStdout(), repeat, p.told.Write, formats{"json": p.told.JSON}))
	if cut != nil {
		return errors.Join(err, cut)
	}
	if n := p.told.Found(); err == nil && n > 0 {
		err = &exit{exitUnmet, fmt.Errorf("%s breaks a property in %s", p.with.Name,
			unit.Counted(n, "scenario"))}
	}
	return err
}

// search hunts for as long, or for as many scenarios, as was asked for, and says how far it is.
func (p *pursuit) search(ctx context.Context, w io.Writer) error {
	begun, told := time.Now(), time.Now()
	_, terminal := onTerminal(os.Stderr)
	for {
		now := time.Now()
		if p.lasts > 0 && now.Sub(begun) >= p.lasts || p.lasts == 0 && p.Scenarios >= p.scenarios {
			return nil
		}
		most := p.scenarios - p.Scenarios
		if p.lasts > 0 {
			most = 1 << 30
		}
		p.Next(most)
		if ctx.Err() != nil {
			return &interruption{kept: fmt.Sprintf("%s were looked at, %s written",
				unit.Counted(p.Scenarios, "scenario"), unit.Counted(len(p.Finds), "find"))}
		}
		if now := time.Now(); terminal && now.Sub(told) >= progressDelay {
			told = now
			near, of := p.Nearest()
			fmt.Fprintf(w, "%d scenarios, %.0f a second, %d finds, nearest miss %.0f %% (%s)\n", p.Scenarios,
				float64(p.Scenarios)/now.Sub(begun).Seconds(), len(p.Finds), 100*near, of)
		}
	}
}

// exhume runs what is in the graveyard, and moves what does not break any more to the healed.
func (p *pursuit) exhume() error {
	p.Known = map[string]bool{}
	for _, healed := range []bool{false, true} {
		folder := p.graves().folder(healed)
		names, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
		if err != nil {
			return err
		}
		for _, name := range names {
			s, err := scenarios.Load(name)
			if err != nil {
				return err
			}
			e := reports.HuntedEntry{File: name, Healed: healed}
			for _, b := range hunt.Judge(s, &p.Subject, p.Properties...) {
				p.Known[b.Origin()], e.Breaks = true, b.Origin()
			}
			if e.Breaks == "" && !healed {
				better := p.graves().folder(true)
				if err := os.MkdirAll(better, 0o755); err != nil {
					return err
				}
				if err := os.Rename(name, filepath.Join(better, filepath.Base(name))); err != nil {
					return err
				}
			}
			p.told.Entries = append(p.told.Entries, e)
		}
	}
	return nil
}

// bury writes a find to the graveyard, and a test beside it.
func (p *pursuit) bury(f *hunt.Find, repeat string) error {
	told := reports.HuntedFind{
		Property: string(f.Property), Signal: f.Signal, Cause: f.Cause, What: f.What,
		Number: f.Number, Tries: f.Tries, Size: f.Size(),
	}
	entry := f.Entry(p.with, p.chain(f), repeat)
	for line := range strings.Lines(entry) {
		if !strings.HasPrefix(line, "#") {
			told.Text += line
		}
	}
	var err error
	told.File, err = p.graves().bury(f.Name(), entry)
	p.told.Finds = append(p.told.Finds, told)
	return err
}

// graves are those of the strategy.
func (p *pursuit) graves() graves { return graves{p.graveyard, p.with.Name} }

// chain is how the last hit of a ban came about, in words; of other finds what they say themselves.
func (p *pursuit) chain(f *hunt.Find) []string {
	l := lineage.NewFirst(f.Scenario, p.with.Name)
	run := world.Run{Scenario: f.Scenario, Strategy: p.with, Seed: 1}
	if _, err := run.Do(l); err != nil || l.First() == nil || len(l.First().Hits) == 0 {
		return nil
	}
	hits := l.First().Hits
	return hits[len(hits)-1].Story(len(hits), len(hits))
}
