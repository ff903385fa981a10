// Command tokenstorm pits strategies of renewing access tokens against a fake carrier that meters
// its token endpoint and bans, on virtual time.
//
// Exit codes: 0 fine, 99 an expectation of the scenario is not met, 104 the configuration is wrong,
// 105 interrupted, 1 anything else. They are those of k6 (its exitcodes package), where k6 has one.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	thriftyCollector()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	root := newRoot()
	begun := noteBeginning(root)
	err := root.ExecuteContext(ctx)
	if err != nil && !*begun {
		err = misconfigured(err) // the words of the command line alone were wrong
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "tokenstorm: %v\n", err)
	}
	os.Exit(exitCode(err))
}

// newRoot is the command line as a whole.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "tokenstorm",
		Short: "Pit token renewal strategies against a fake carrier that meters and bans",
		Long: "Pit token renewal strategies against a fake carrier that meters its token endpoint " +
			"and bans,\non virtual time: the same scenario, strategy, reading and seed always give " +
			"the same figures.",
		Example: `  tokenstorm list scenarios
  tokenstorm run quiet-day --strategy naive
  tokenstorm compare quiet-day --strategies all
  tokenstorm judge access.log.gz --path /oauth/token`,
		PersistentPreRunE: noEmptyValues,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetFlagErrorFunc(explainFlag)
	root.AddCommand(newRun(), newCompare(), newSweep(), newFrontier(), newMerge(), newReport(),
		newExplain(), newTrace(), newJudge(), newServe(), newDrive(), newList(), newInit(),
		newSchema(), newVersion())
	return root
}

// noteBeginning lets every command note that it began. An error from before that is a mistake in
// the words of the command line.
func noteBeginning(root *cobra.Command) *bool {
	begun := new(bool)
	for _, c := range root.Commands() {
		carryOut := c.RunE
		c.RunE = func(c *cobra.Command, args []string) error {
			*begun = true
			return carryOut(c, args)
		}
	}
	return begun
}

// thriftyCollector lets runs in parallel share the cores nearly evenly: at the default of 100 the
// garbage collector takes a third of the second core's gain. What the user sets by GOGC and
// GOMEMLIMIT stands. The limit is assumed.
func thriftyCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(800)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(2 << 30)
	}
}
