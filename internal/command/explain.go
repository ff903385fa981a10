package command

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/explain"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// explainedBans is how many bans are explained unless more are asked for.
const explainedBans = 5

func init() { register(newExplain) }

func newExplain() *cobra.Command {
	var strategy, bans string
	var asJSON bool
	c := &cobra.Command{
		Use:   "explain SCENARIO --strategy STRATEGY",
		Short: "Explain why a strategy was banned, and what would have averted it",
		Long: "Run one strategy in one scenario, and for each ban say which token requests filled the " +
			"window, why\neach was sent, back to its root; from when on the ban could no longer be " +
			"averted, found by forked\nreplays that leave out every click, or every token request, " +
			"from one instant on; and which single\nchanges of the strategy avert it, each tried in a " +
			"run of its own. SCENARIO and STRATEGY are names, or\n.yaml files. It explains this run, " +
			"of this seed.",
		Example: `  tokenstorm explain two-nodes --strategy naive
  tokenstorm explain rolling-restart --strategy lock-recheck --reading paranoid --seed 7 --json
  tokenstorm explain my-scenario.yaml --strategy my-strategy.yaml --bans all`,
		Args: oneScenario,
		RunE: func(c *cobra.Command, args []string) error {
			do, err := oneRun(c, args[0], strategy)
			if err != nil {
				return err
			}
			most, err := bansToExplain(bans)
			if err != nil {
				return err
			}
			found, err := explain.Run(do, most, sideBySide(c.Context(), "replays"))
			if _, cut := errors.AsType[*interruption](err); cut {
				return &interruption{} // half of the replays say nothing
			}
			if err != nil {
				return err
			}
			if asJSON {
				return reports.WriteJSON(c.OutOrStdout(), found)
			}
			if err := found.Write(c.OutOrStdout(), formatFor(c.OutOrStdout())); err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "\n%s\n", repeatLine("explain", args[0],
				"--strategy", strategy, "--reading", do.Reading, "--seed",
				strconv.FormatUint(do.Seed, 10), "--bans", bans))
			return err
		},
	}
	addChoiceFlags(c)
	c.Flags().StringVar(&strategy, "strategy", "", "the strategy, by name or as a .yaml file")
	c.Flags().StringVar(&bans, "bans", strconv.Itoa(explainedBans), "how many bans to explain, or all")
	c.Flags().BoolVar(&asJSON, "json", false, "print the explanation as one JSON object")
	completeStrategies(c, "strategy")
	return c
}

// oneRun is the run that a command line names.
func oneRun(c *cobra.Command, scenario, strategy string) (world.Run, error) {
	if strategy == "" {
		return world.Run{}, misconfigured(errors.New("no --strategy; " +
			"`tokenstorm list strategies` names them"))
	}
	under, err := chosen(c, scenario)
	if err != nil {
		return world.Run{}, err
	}
	with, err := strategyOf(strategy)
	return world.Run{
		Scenario: under.scenario, Strategy: with, Reading: under.reading, Seed: under.seed,
	}, err
}

func bansToExplain(text string) (int, error) {
	if text == "all" {
		return math.MaxInt, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, misconfigured(fmt.Errorf("--bans %q: meant a number of at least 1, or all", text))
	}
	return n, nil
}
