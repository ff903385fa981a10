// Package driven is the command of test scripts that carries a scenario out for real.
package driven

import (
	"regexp"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"
)

// onlySlow is what a drive says that took longer than its simulation, and did the same.
var onlySlow = regexp.MustCompile(
	`(?m)^tokenstorm: driven and simulated differ in p\d+( with [^\s,]+)?(, p\d+( with [^\s,]+)?)*$`)

// Drives carries a scenario out: drives FILE [FLAGS]; up to four times, until it agrees with its
// simulation. It may differ in how long calls took, as on a busy machine, and in nothing else. Of
// right drives one in twenty differs by chance, and each whose machine stood still; a wrong one
// differs each time.
func Drives(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: drives FILE [FLAGS]")
	}
	var err error
	for range 4 {
		err = ts.Exec("tokenstorm", slices.Concat([]string{"drive"}, args)...)
		if err == nil || err.Error() == "exit status 99" && onlySlow.MatchString(ts.ReadFile("stderr")) {
			return
		}
	}
	ts.Fatalf("drive %v: %v", args, err)
}
