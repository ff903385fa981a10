// Package driven is the command of test scripts that carries a scenario out for real.
package driven

import (
	"regexp"
	"slices"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// onlySlow is what a drive says that took longer than its simulation, and did the same.
var onlySlow = regexp.MustCompile(
	`(?m)^tokenstorm: driven and simulated differ in p\d+( with [^\s,]+)?(, p\d+( with [^\s,]+)?)*$`)

// lateness is what a drive says of its timers.
var lateness = regexp.MustCompile(`, (\S+) in the worst of a hundred \(virtual time\)`)

// Drives carries a scenario out: drives FILE [FLAGS]; up to four times on a machine that stands
// still. On a busy one it may differ from its simulation in how long calls took, and in nothing
// else.
func Drives(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: drives FILE [FLAGS]")
	}
	var err error
	for range 4 {
		err = ts.Exec("tokenstorm", slices.Concat([]string{"drive"}, args)...)
		if !stoodStill(ts) {
			break
		}
	}
	slow := err != nil && err.Error() == "exit status 99" &&
		onlySlow.MatchString(ts.ReadFile("stderr"))
	if err != nil && !slow {
		ts.Fatalf("drive %v: %v", args, err)
	}
}

// stoodStill reports whether the machine stood still during a drive, for so long that things
// happened in another order: for a second of virtual time.
func stoodStill(ts *testscript.TestScript) bool {
	said := lateness.FindStringSubmatch(ts.ReadFile("stdout"))
	if said == nil {
		return false
	}
	late, err := time.ParseDuration(said[1])
	ts.Check(err)
	return late > time.Second
}
