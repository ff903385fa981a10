// Command engines runs one model on tokenstorm and on engines of others, and measures how fast each
// is: users on two nodes who kill each other's tokens (the storm), and the same where older tokens
// stay valid (healthy).
//
//	cd tools && go run ./engines TOKENSTORM
//
// The engines take turns, round by round, each round with a seed of its own. No speed is printed
// unless what was measured is the same: every figure of each engine must agree with ours over the
// seeds, and an engine whose users think 10 % longer must be found to differ. With -plant NAME that
// engine's users think 11 s and not 10, and the command is to fail.
//
// It prints tables on standard error, and on standard output lines that ./measured reads. Engines
// that are not installed are named, and left out.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/tools/machine"
)

// onFakeClock is the argument by which this program is the engine clockwork.
const onFakeClock = "clockwork"

func main() {
	if len(os.Args) > 1 && os.Args[1] == onFakeClock {
		exit(printClockwork(os.Args[2:]))
	}
	plant := flag.String("plant", "", "the engine whose users think longer, to see it fail")
	rounds := flag.Int("rounds", 6, "how often each engine takes its turn")
	flag.Parse()
	if flag.NArg() != 1 || *rounds < leastRounds {
		exit(fmt.Errorf("give the program, and %d rounds or more", leastRounds))
	}
	exit(measure(flag.Arg(0), *plant, *rounds))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "engines:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func printClockwork(args []string) error {
	s, seed, err := parseStorm(args)
	if err != nil {
		return err
	}
	o, err := onClockwork(s, seed)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(o)
}

// models are what is run. Their lengths are such that each engine takes a second or more.
var models = []struct {
	name string
	storm
}{
	{"storm", storm{users: 500, length: time.Hour, think: 10 * time.Second}},
	{"healthy", storm{users: 500, length: 4 * time.Hour, think: 10 * time.Second, coexist: true}},
}

// leastRounds are those that a median with a range needs.
const leastRounds = 5

// planted is how long users think where a fault is planted.
const planted = 11 * time.Second

func measure(program, plant string, rounds int) error {
	folder, err := os.MkdirTemp("", "engines-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	all, err := prepared(engines(program), folder)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(e *engine) bool { return plant == "" || e.name == plant }) {
		return fmt.Errorf("found no engine %q to plant a fault in", plant)
	}
	var tables []table
	for _, model := range models {
		t := table{model: model.name, storm: model.storm, rounds: rounds, load: machine.Load()}
		if err := t.run(all, plant); err != nil {
			return err
		}
		tables = append(tables, t)
	}
	if err := agree(tables); err != nil {
		return err
	}
	if err := notice(tables); err != nil {
		return err
	}
	return printSpeeds(tables)
}

// prepared are the engines that are installed, ready to run. Others are named.
func prepared(all []*engine, folder string) (ready []*engine, err error) {
	for _, e := range all {
		e.command, e.version, err = e.prepare(folder)
		switch {
		case errors.Is(err, errMissing):
			fmt.Fprintf(os.Stderr, "%s %v, and is left out: %s\n", e.name, err, e.get)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", e.name, err)
		default:
			ready = append(ready, e)
		}
	}
	if len(ready) < 2 {
		return nil, errors.New("found no engine beside our own")
	}
	return ready, nil
}
