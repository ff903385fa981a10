package command

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/drive"
)

// adminTokenVariable is where the admin token is looked for unless a file is named. A secret is no
// word of a command line, which everybody on the machine can read.
const adminTokenVariable = "TOKENSTORM_ADMIN_TOKEN"

// A driving is what the flags of drive say.
type driving struct {
	subject
	target     string
	admin      string
	tokenFile  string // with the admin token
	token      string
	allowed    []string
	scale      float64
	againstSim bool
	form
}

func init() { register(newDrive) }

func newDrive() *cobra.Command {
	var d driving
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
		RunE: func(c *cobra.Command, args []string) error {
			if err := d.read(c, args); err != nil {
				return err
			}
			if err := d.check(c); err != nil {
				return err
			}
			return d.carryOut(c, repeatLine(c, args))
		},
	}
	d.addFlags(c, "strategy", "one after the other, "+aboutStrategies)
	flags := c.Flags()
	flags.Float64Var(&d.scale, "time-scale", 60, "virtual seconds per real second")
	flags.StringVar(&d.target, "target", "", "URL of the carrier, as http://127.0.0.1:8480")
	flags.StringVar(&d.admin, "admin", "", "URL of its admin API (default the target's)")
	flags.StringVar(&d.tokenFile, "admin-token-file", "", "`file` with the token that the admin API "+
		"asks for\n(default: the environment's "+adminTokenVariable+")")
	flags.StringSliceVar(&d.allowed, "allow-host", nil, "a host other than this machine that may be "+
		"driven: a fake carrier of your own, never a real one")
	flags.BoolVar(&d.againstSim, "against-sim", false, "simulate the same, and compare")
	d.addJSON(c, "print the figures of each as one JSON object")
	return c
}

// check reads the admin token, and refuses flags that make no sense.
func (d *driving) check(c *cobra.Command) (err error) {
	if d.target == "" && !d.againstSim {
		return errors.New("no --target; `tokenstorm serve` starts one, and --against-sim does so by " +
			"itself")
	}
	if !(d.scale > 0) || math.IsInf(d.scale, 0) {
		return fmt.Errorf("found --time-scale %v; meant a number above 0", d.scale)
	}
	if d.target == "" {
		useless(c, "the carrier is started for this run, without --target", "admin", "allow-host")
	}
	d.token = strings.TrimSpace(os.Getenv(adminTokenVariable))
	if d.tokenFile != "" {
		d.token, err = server.ReadAdminToken(d.tokenFile)
	}
	return err
}

// carryOut drives one strategy after the other, for they would disturb each other, and prints
// them.
func (d *driving) carryOut(c *cobra.Command, repeat string) (err error) {
	ctx := c.Context()
	endReading(ctx)
	if d.target == "" {
		carrier, failed := drive.StartCarrier()
		if failed != nil {
			return failed
		}
		defer func() { err = errors.Join(err, carrier.Stop()) }()
		d.target = carrier.URL
	}
	if leg := drive.Legs(d.scenario, d.scale); leg < 2*timerResolution {
		c.PrintErrf("tokenstorm: a mean leg takes %v of real time, and timers are late by a "+
			"millisecond or so: a --time-scale below %v shows more of the scenario and less of them\n",
			leg.Round(time.Microsecond), d.scale)
	}
	all := &reports.Drive{
		Scenario: d.scenario, Reading: d.reading, Seed: d.seed, Target: d.target, Scale: d.scale,
	}
	var failed error
	for i := range d.strategies {
		one, err := d.one(ctx, i)
		if err != nil {
			failed = err
			break
		}
		all.All = append(all.All, one)
		if one.Result.Cut > 0 || ctx.Err() != nil {
			failed = &interruption{kept: fmt.Sprintf("%d of %d runs were finished, the last one went "+
				"up to %v", i, len(d.strategies), one.Result.Cut.Round(time.Second))}
			break
		}
	}
	if len(all.All) == 0 {
		return failed
	}
	err = d.form.print(c.OutOrStdout(), repeat, all.Table, formats{"json": all.JSON})
	return errors.Join(err, failed, disagreement(all))
}

// timerResolution is what Linux wakes a sleeping process by, rounded up: epoll counts in
// milliseconds.
const timerResolution = time.Millisecond

// one drives strategy i.
func (d *driving) one(ctx context.Context, i int) (one reports.Driven, err error) {
	real := drive.Run{
		Run: d.run(i), Target: d.target, Admin: d.admin, AdminToken: d.token, Allowed: d.allowed,
		Scale: d.scale, Session: fmt.Sprintf("drive-%d", time.Now().UnixNano()),
	}
	one.Strategy = real.Strategy.Name
	if one.Result, err = real.Do(ctx); err != nil {
		if _, refused := errors.AsType[*drive.Refusal](err); refused {
			err = misconfigured(err)
		}
		return one, err
	}
	if d.againstSim && one.Result.Cut == 0 {
		one.Against, err = drive.Compare(real.Run, one.Result, sideBySide(ctx, "simulating"))
	}
	return one, err
}

// disagreement is the error that differing figures are; nil where none does.
func disagreement(all *reports.Drive) error {
	words := all.Differing()
	if len(words) == 0 {
		return nil
	}
	return &exit{exitUnmet,
		errors.New("driven and simulated differ in " + strings.Join(words, ", "))}
}
