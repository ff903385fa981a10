package study

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// An Order is the order in which the strategies of a scenario stand in tables and pictures.
type Order uint8

// The orders.
const (
	ByOutcome Order = iota // the best first: Ordered says which that is
	ByName
	AsGiven // as the plan names them
)

// Orders are their names, as flags have them.
var Orders = []string{"outcome", "name", "given"}

func (o Order) String() string { return Orders[o] }

// ParseOrder reads the name of an order.
func ParseOrder(name string) (Order, error) {
	at := slices.Index(Orders, name)
	if at < 0 {
		return 0, fmt.Errorf("no order %q; %s", name, unit.Suggestion(name, Orders))
	}
	return Order(at), nil
}

// Survival are the criteria of a strategy that harms nobody.
var Survival = []Criterion{NoBan, KeepsSessions, NeverThrottled}

// A fate is what a strategy comes to in a scenario, to be compared.
type fate struct {
	strategy string
	first    int     // runs that miss a criterion, under the plan's first reading
	all      int     // the same under all readings
	success  float64 // mean shares of the ended actions, under the first reading
}

// Ordered lists the strategies in an order, by these scenarios of the plan together. By outcome
// first comes whoever missed a criterion in the fewest runs under the plan's first reading, then
// under all readings, then who serves the greatest share of actions, then by name. It is what the
// runs came to: neighbours need not be shown to differ, which is what Rank tells.
func (s *Study) Ordered(scenarios []string, order Order, by ...Criterion) []string {
	names := slices.Clone(s.Plan.Strategies)
	switch order {
	case AsGiven:
	case ByName:
		slices.Sort(names)
	case ByOutcome:
		fates := map[string]fate{}
		for _, name := range names {
			f := fate{strategy: name}
			for _, scenario := range scenarios {
				s.add(&f, scenario, by)
			}
			fates[name] = f
		}
		slices.SortFunc(names, func(a, b string) int {
			x, y := fates[a], fates[b]
			return cmp.Or(cmp.Compare(x.first, y.first), cmp.Compare(x.all, y.all),
				-cmp.Compare(x.success, y.success), strings.Compare(a, b))
		})
	}
	return names
}

// add adds what the strategy comes to in a scenario.
func (s *Study) add(f *fate, scenario string, by []Criterion) {
	for i, reading := range s.Plan.Readings {
		c := Contestant{scenario, reading, f.strategy}
		for _, criterion := range by {
			p := s.Proportion(c, criterion)
			f.all += p.N - p.Hits
			if i == 0 {
				f.first += p.N - p.Hits
			}
		}
	}
	success, err := measure.FigureNamed("success")
	if err != nil {
		panic(err) // the name is ours
	}
	if m := s.Mean(Contestant{scenario, s.Plan.Readings[0], f.strategy}, success); m.N > 0 {
		f.success += m.Mean
	}
}
