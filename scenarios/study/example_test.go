package study_test

import (
	"fmt"
	"os"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Two strategies over a hundred seeds, of which the one is banned under every fifth.
func ExampleHeader_Execute() {
	plan := study.Plan{
		Scenarios: []string{"two-nodes"}, Readings: []string{"akamai"},
		Strategies: []string{"naive", "recommended"}, First: 1, Seeds: 100,
	}
	each := study.Each(func(c study.Cell) (measure.Outcome, error) { // in earnest: study.Run
		o := measure.Outcome{
			Token: measure.TokenCount{Requests: 2},
		}
		if c.Strategy == "naive" {
			o.Token.Requests = int(10 + c.Seed%7)
			if c.Seed%5 == 0 {
				o.Bans.Count = 1
			}
		}
		return o, nil
	})
	inTurn := func(n int, do func(i int)) {
		for i := range n {
			do(i)
		}
	}
	s, err := study.NewHeader("1.0", plan, study.Shard{}).Execute(each, inTurn)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	for _, c := range plan.Contestants() {
		r := s.Rule(c, study.NoBan, study.Required)
		fmt.Printf("%s %s: %s in %s\n", r.Verdict, r.Strategy, r.Criterion, r.Proportion)
	}
	requests, err := measure.FigureNamed("token_requests")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	d := s.Against("naive", plan.Contestants()[1], requests)
	fmt.Printf("recommended - naive: median %g token requests (%v), mean %.1f, n %d\n",
		d.Median.Value, d.Median.Interval, d.Mean.Mean, d.N)
	// Output:
	// FAIL naive: never banned in 70.8 to 87.4 %
	// PASS recommended: never banned in > 96.3 %
	// recommended - naive: median -11 token requests (-12 to -10), mean -11.0, n 100
}
