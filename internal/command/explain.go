package command

import (
	"fmt"
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports/explain"
)

// explainedBans is how many bans are explained unless more are asked for.
const explainedBans = 5

func init() { register(newExplain) }

func newExplain() *cobra.Command {
	var s subject
	var bans string
	var out form
	c := &cobra.Command{
		Use:   "explain SCENARIO --strategy STRATEGY",
		Short: "Explain why a strategy was banned, or failed, and what would have averted it",
		Long: "Run one strategy in one scenario, and for each ban say which token requests filled the " +
			"window, why\neach was sent, back to its root; from when on the ban could no longer be " +
			"averted, found by forked\nreplays that leave out every click, or every token request, " +
			"from one instant on; and which single\nchanges of the strategy avert it, each tried in a " +
			"run of its own. Of a run without a ban it says the\nsame of lost sessions. It says what " +
			"stood in the way of the actions that failed, who killed whose\ntokens, and who waited. " +
			"SCENARIO and STRATEGY are names, or .yaml files. It explains this run, of this\nseed.",
		Example: `  tokenstorm explain two-nodes --strategy naive
  tokenstorm explain rolling-restart --strategy lock-recheck --reading paranoid --seed 7 --json
  tokenstorm explain my-scenario.yaml --strategy my-strategy.yaml --bans all`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := s.readOne(c, args); err != nil {
				return err
			}
			most, err := bansToExplain(bans)
			if err != nil {
				return err
			}
			found, err := explain.Run(s.run(0), most, sideBySide(c.Context(), "replays"))
			if err != nil {
				return err
			}
			return out.print(c.OutOrStdout(), repeatLine(c, args), found.Write, formats{"json": found.JSON})
		},
	}
	s.addFlags(c, "strategy", aboutStrategy)
	c.Flags().StringVar(&bans, "bans", strconv.Itoa(explainedBans),
		"how many bans, and lost sessions, to explain, or all")
	out.addJSON(c, "print the explanation as one JSON object")
	return c
}

func bansToExplain(text string) (int, error) {
	if text == "all" {
		return math.MaxInt, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("found --bans %q; meant a number of at least 1, or all", text)
	}
	return n, nil
}
