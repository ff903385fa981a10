// Package command is the command line of tokenstorm: flags and printing. A command is one file,
// which registers itself.
package command

import (
	"cmp"
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

// constructors make the commands, in the order in which their files register them.
var constructors []func() *cobra.Command

// register adds a command. Its file does so in init.
func register(construct func() *cobra.Command) { constructors = append(constructors, construct) }

// Main carries out the command line of the process, and ends the process with the exit code. Own
// commands are offered beside those of tokenstorm.
func Main(own ...*cobra.Command) {
	thriftyCollector()
	signalled, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(signalled, stop) // a second signal ends the process at once
	at := &stage{}
	ctx := context.WithValue(signalled, stageKey{}, at)
	for _, c := range own {
		runsAtOnce(c)
	}
	root := newRoot(own...)
	out := &stdout{file: os.Stdout}
	root.SetOut(out)
	root.SetArgs(joinAddress(os.Args[1:]))
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(ctx) }()
	var err error
	select {
	case err = <-ended:
	case <-ctx.Done():
		if at.running.Load() {
			err = <-ended
		} else {
			err = &interruption{}
		}
	}
	if err != nil && !at.running.Load() {
		err = withPlaces(cmp.Or(noCommand(root, os.Args[1:]), err), at.settings)
	}
	code, err := out.outcome(exitCode(err, at.running.Load()), err)
	printError(err)
	os.Exit(code)
}

// Commands are the commands, in the order of their names.
func Commands() []*cobra.Command { return newRoot().Commands() }

// newRoot is the command line as a whole.
func newRoot(own ...*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:   "tokenstorm",
		Short: "Try ways of renewing access tokens against a fake carrier that counts and bans",
		Long: "Try ways of renewing access tokens against a fake carrier that counts token requests " +
			"and bans,\non virtual time: the same scenario, strategy, reading and seed always give the " +
			"same figures.\n\n" +
			"A flag may also be set by the environment, --seeds by $TOKENSTORM_SEEDS, or by a file " +
			settingsName + "\nin this folder or above it in the repository; what is typed comes first.\n\n" +
			exitCodes,
		Example: `  tokenstorm list scenarios
  tokenstorm run quiet-day --strategy naive
  tokenstorm compare quiet-day --strategies all
  tokenstorm judge access.log.gz --path /oauth/token`,
		PersistentPreRunE: func(c *cobra.Command, args []string) error {
			return cmp.Or(settle(c), noEmptyValues(c, args), spareInputs(c, args), mayWrite(c))
		},
		Version:           versionLine(),
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetVersionTemplate("tokenstorm {{.Version}}\n")
	root.SetFlagErrorFunc(explainFlag)
	plainHelp(root)
	for _, construct := range constructors {
		root.AddCommand(construct())
	}
	root.AddCommand(own...)
	return root
}

// smallHeap lets a command that reads a stream hold little: it leaves little to collect.
func smallHeap() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
}

// collectFor lets a study of so many runs hold no more garbage than one of few: what is told of it
// has longer lists of numbers. Of half a million it is as much as there is of use (assumed).
func collectFor(runs int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(100 * max(1, min(8, 500_000/max(1, runs))))
	}
}

// thriftyCollector lets runs in parallel share the cores nearly evenly: at the default of 100 the
// garbage collector takes a third of the second core's gain. What the user sets by GOGC and
// GOMEMLIMIT stands. The limit is assumed.
func thriftyCollector() {
	collectFor(0)
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(2 << 30)
	}
}
