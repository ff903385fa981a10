package prove

import (
	"flag"
	"slices"
	"testing"
)

var proofs = flag.Bool("proofs", false, "search the scopes of docs/measured.md")

// Two nodes with three callers each, whatever the order of events, under each reading: minutes.
func TestProofs(t *testing.T) {
	callers := 1
	if *proofs {
		callers = 3
	}
	for _, strategy := range []string{"lock-recheck", "single-flight", "leader", "recommended"} {
		s := scope(t, strategy, 2, callers, 0, 0, 0)
		s.Readings = s.Scenario.NamedReadings()
		all, work := searched(t, s)
		broken := "nothing"
		for i, name := range s.Properties() {
			if n := all.Breaks(i); !n.IsZero() {
				broken = name.String() + " in " + n.String()
			}
		}
		t.Logf("%s, 2 nodes with %d callers each: %v schedules, %d runs, %d of %d states met again, "+
			"broken: %s",
			strategy, callers, all.All, work.Runs, work.Again, work.States, broken)
		if slices.Contains([]string{"leader", "recommended"}, strategy) && broken != "nothing" {
			t.Errorf("%s: %s", strategy, broken)
		}
	}
}
