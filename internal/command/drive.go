package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/drive"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A driving is what the flags of drive say.
type driving struct {
	under      choice
	strategies []spec.Strategy
	target     string
	admin      string
	tokenFile  string // with the admin token
	token      string
	allowed    []string
	scale      float64
	againstSim bool
	asJSON     bool
}

func init() { register(newDrive) }

func newDrive() *cobra.Command {
	var d driving
	var names []string
	c := &cobra.Command{
		Use:   "drive SCENARIO --strategy STRATEGY (--target URL | --against-sim)",
		Short: "Carry a scenario out for real, against a fake carrier on a port",
		Long: "Carry a scenario out for real: its users, nodes and strategies as goroutines that call " +
			"a carrier\nover HTTP, in scaled real time. The carrier is a `tokenstorm serve` on this " +
			"machine; any other\nhost is refused, for no carrier may be load-tested.\n\n" +
			"With --against-sim, the same is simulated with as many seeds as a verdict needs, and set " +
			"beside\nwhat happened, figure by figure; without --target, the carrier is started for it.",
		Example: `  tokenstorm drive neighbour --strategy naive --target http://127.0.0.1:8480 \
    --admin http://127.0.0.1:8481
  tokenstorm drive my-scenario.yaml --strategy recommended --against-sim --time-scale 20`,
		Args: oneScenario,
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if d.under, err = chosen(c, args[0]); err != nil {
				return err
			}
			if d.strategies, _, err = strategiesOf(namesOr(names, d.under.scenario)); err != nil {
				return err
			}
			if d.target == "" && !d.againstSim {
				return misconfigured(errors.New("no --target; `tokenstorm serve` starts one, and " +
					"--against-sim does so by itself"))
			}
			if !(d.scale > 0) {
				return misconfigured(fmt.Errorf("found --time-scale %v; meant one above 0", d.scale))
			}
			if d.token, err = adminToken(d.tokenFile); err != nil {
				return misconfigured(err)
			}
			words := []string{"drive", args[0], "--strategy", commaList(names)}
			return d.carryOut(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), d.repeat(words))
		},
	}
	addChoiceFlags(c)
	flags := c.Flags()
	flags.StringSliceVar(&names, "strategy", nil,
		"strategies, by name or as .yaml files, one after the other (default the scenario's)")
	flags.StringVar(&d.target, "target", "", "URL of the carrier, as http://127.0.0.1:8480")
	flags.StringVar(&d.admin, "admin", "", "URL of its admin API (default the target's)")
	flags.StringVar(&d.tokenFile, "admin-token-file", "", "file with the token that the admin API "+
		"asks for\n(default: the environment's "+adminTokenVariable+")")
	flags.StringSliceVar(&d.allowed, "allow-host", nil, "a host other than this machine that may be "+
		"driven: a fake carrier of your own, never a real one")
	flags.Float64Var(&d.scale, "time-scale", 60, "virtual seconds per real second")
	flags.BoolVar(&d.againstSim, "against-sim", false, "simulate the same, and compare")
	flags.BoolVar(&d.asJSON, "json", false, "print the figures of each as a JSON array")
	completeStrategies(c, "strategy")
	return c
}

// repeat is the command line that does it again.
func (d *driving) repeat(words []string) string {
	if words[len(words)-1] == "" {
		words = words[:len(words)-2]
	}
	words = append(words, "--reading", d.under.reading,
		"--seed", strconv.FormatUint(d.under.seed, 10),
		"--time-scale", strconv.FormatFloat(d.scale, 'g', -1, 64))
	if d.target != "" {
		words = append(words, "--target", d.target)
	}
	if d.admin != "" {
		words = append(words, "--admin", d.admin)
	}
	if d.tokenFile != "" {
		words = append(words, "--admin-token-file", d.tokenFile)
	}
	for _, host := range d.allowed {
		words = append(words, "--allow-host", host)
	}
	if d.againstSim {
		words = append(words, "--against-sim")
	}
	return repeatLine(words...)
}

// carryOut drives one strategy after the other, for they would disturb each other, and prints
// them.
func (d *driving) carryOut(
	ctx context.Context, out, progress io.Writer, repeat string,
) (err error) {
	endReading(ctx)
	if d.target == "" {
		carrier, err := drive.StartCarrier()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, carrier.Stop()) }()
		d.target = carrier.URL
	}
	if leg := drive.Legs(d.under.scenario, d.scale); leg < 2*timerResolution {
		fmt.Fprintf(progress, "tokenstorm: a mean leg takes %v of real time, and timers are late by a "+
			"millisecond or so: a --time-scale below %v shows more of the scenario and less of them\n",
			leg.Round(time.Microsecond), d.scale)
	}
	all := &reports.Drive{
		Scenario: d.under.scenario, Reading: d.under.reading, Seed: d.under.seed,
		Target: d.target, Scale: d.scale,
	}
	var failed error
	for i, with := range d.strategies {
		one, err := d.one(ctx, with)
		if err != nil {
			failed = err
			break
		}
		all.All = append(all.All, one)
		if one.Result.Cut > 0 || ctx.Err() != nil {
			failed = &interruption{kept: fmt.Sprintf("%d of %d runs were finished, the last one told "+
				"up to %v", i, len(d.strategies), one.Result.Cut.Round(time.Second))}
			break
		}
	}
	if len(all.All) == 0 {
		return failed
	}
	var b bytes.Buffer
	if err := d.write(&b, all, formatFor(out)); err != nil {
		return err
	}
	if !d.asJSON {
		fmt.Fprintf(&b, "\n%s\n", repeat)
	}
	if _, err := out.Write(b.Bytes()); err != nil {
		return err
	}
	return errors.Join(failed, disagreement(all))
}

// timerResolution is what Linux wakes a sleeping process by, rounded up: epoll counts in
// milliseconds.
const timerResolution = time.Millisecond

// one drives one strategy.
func (d *driving) one(ctx context.Context, with spec.Strategy) (reports.Driven, error) {
	run := world.Run{
		Scenario: d.under.scenario, Strategy: with, Reading: d.under.reading, Seed: d.under.seed,
	}
	real := drive.Run{
		Run: run, Target: d.target, Admin: d.admin, AdminToken: d.token, Allowed: d.allowed,
		Scale: d.scale, Session: fmt.Sprintf("drive-%d", time.Now().UnixNano()),
	}
	one := reports.Driven{Strategy: with.Name}
	var err error
	if one.Result, err = real.Do(ctx); err != nil {
		if _, refused := errors.AsType[*drive.Refusal](err); refused {
			err = misconfigured(err)
		}
		return one, err
	}
	if d.againstSim && one.Result.Cut == 0 {
		one.Against, err = drive.Compare(run, one.Result, sideBySide(ctx, "simulating"))
	}
	return one, err
}

// write prints what came of all.
func (d *driving) write(w io.Writer, all *reports.Drive, format reports.Format) error {
	if d.asJSON {
		return all.JSON(w)
	}
	return all.Table(w, format)
}

// disagreement is the error that differing figures are; nil where none does.
func disagreement(all *reports.Drive) error {
	if words := all.Differing(); len(words) > 0 {
		return &exit{exitUnmet,
			errors.New("driven and simulated differ in " + strings.Join(words, ", "))}
	}
	return nil
}
