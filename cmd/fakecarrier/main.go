// Command fakecarrier is a parcel carrier's front door to test against: tokens, limits and bans
// over HTTP, with an admin API that moves its clock. `tokenstorm serve` is the same.
//
// Exit codes: 0 it was asked to end and did, 104 the configuration is wrong, 1 anything else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
	"github.com/tokenstorm/tokenstorm/scenarios/drive"
)

// exitConfig is the code of k6 for a wrong configuration, as tokenstorm has it.
const exitConfig = 104

func main() {
	set := flag.NewFlagSet("fakecarrier", flag.ContinueOnError)
	configure := server.Flags(set, drive.Serve)
	version := set.Bool("version", false, "print the version, and end")
	switch err := server.Parse(set, os.Args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Println("fakecarrier serves a parcel carrier to test against; docs/server.md tells more.")
		set.SetOutput(os.Stdout)
		set.PrintDefaults()
		return
	case err != nil:
		fail(exitConfig, err)
	}
	if *version {
		of, language := server.Version()
		fmt.Printf("fakecarrier %s, %s\n", of, language)
		return
	}
	config, err := configure()
	if err != nil {
		fail(exitConfig, err)
	}
	config.Stdout = os.Stdout
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	if err := server.Run(ctx, config, clockwork.NewRealClock(), os.Stderr); err != nil {
		fail(1, err)
	}
}

func fail(code int, err error) {
	for line := range strings.SplitSeq(err.Error(), "\n") { // several mistakes, one a line
		fmt.Fprintf(os.Stderr, "fakecarrier: %s\n", line)
	}
	os.Exit(code)
}
