// Package scenariotest runs scenarios of one's own repository as tests.
package scenariotest

import (
	"testing"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Run runs the scenario in a file, or the one of that name, with each strategy that it names and
// with own ones, in a subtest each, under the scenario's reading and from seed 1. It returns what
// the runs came to, by the name of the strategy, for a test that expects more. A subtest fails
// where an expectation of the scenario is not met, or where a second run has another digest. The
// test ends where a strategy cannot run at all.
func Run(t *testing.T, file string, own ...spec.Strategy) map[string]*measure.Tally {
	t.Helper()
	s, err := scenarios.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []spec.Strategy
	for _, name := range s.Strategies {
		with, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, with)
	}
	tallies := map[string]*measure.Tally{}
	for _, with := range append(all, own...) {
		passed := t.Run(with.Name, func(t *testing.T) {
			tally, problems := run(s, with)
			for _, problem := range problems {
				t.Error(problem)
			}
			tallies[with.Name] = tally
		})
		if !passed && tallies[with.Name] == nil {
			t.FailNow()
		}
	}
	return tallies
}

// run runs one strategy twice, and returns what the first run came to and what is wrong.
func run(s *scenarios.Scenario, with spec.Strategy) (*measure.Tally, []string) {
	r := world.Run{Scenario: s, Strategy: with, Seed: 1}
	tally, err := r.Do()
	if err != nil {
		return nil, []string{err.Error()}
	}
	var problems []string
	for _, u := range s.Unmet(&tally.Outcome) {
		problems = append(problems, u.String())
	}
	again, err := r.Do()
	if err != nil {
		return tally, append(problems, err.Error())
	}
	if again.Digest != tally.Digest {
		problems = append(problems, "two runs of seed 1 have different digests: a part has time or "+
			"chance that is not its Env's")
	}
	return tally, problems
}
