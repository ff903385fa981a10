package study

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A come is what all runs of a strategy come to: bans under each of two readings, of so many runs
// the first ones, and how many of 100 actions succeed.
type come struct {
	strategy       string
	first, second  int
	served, throws int
}

// outcomes is a study of 80 seeds of what strategies come to.
func outcomes(all ...come) *Study {
	p := Plan{Scenarios: []string{"x"}, Readings: []string{"akamai", "literal"}, First: 1, Seeds: 80}
	for _, c := range all {
		p.Strategies = append(p.Strategies, c.strategy)
	}
	s := New(NewHeader("1", p, Shard{}))
	for cell := range s.Cells() {
		o := &measure.Outcome{}
		for _, c := range all {
			if c.strategy != cell.Strategy {
				continue
			}
			o.Actions = measure.Actions{Succeeded: c.served, Failed: 100 - c.served}
			banned := map[string]int{"akamai": c.first, "literal": c.second}[cell.Reading]
			if int(cell.Seed) <= banned {
				o.Bans.Count = 1
			}
			if int(cell.Seed) <= c.throws {
				o.Token.Status.TooMany = 7
			}
		}
		put(s, Result{Cell: cell, Outcome: o})
	}
	return s
}

func TestOrdered(t *testing.T) {
	s := outcomes(come{"worst", 80, 80, 90, 0}, come{"zeta", 0, 0, 99, 0},
		come{"literally", 0, 80, 100, 0}, come{"alpha", 0, 0, 99, 0}, come{"better", 0, 0, 100, 0},
		come{"once", 1, 0, 100, 0})
	for _, test := range []struct {
		order string
		want  []string
	}{
		{"outcome", []string{"better", "alpha", "zeta", "literally", "once", "worst"}},
		{"name", []string{"alpha", "better", "literally", "once", "worst", "zeta"}},
		{"given", []string{"worst", "zeta", "literally", "alpha", "better", "once"}},
	} {
		order, err := ParseOrder(test.order)
		require.NoError(t, err)
		require.Equal(t, test.order, order.String())
		require.Equal(t, test.want, s.Ordered([]string{"x"}, order, Survival...), test.order)
	}
	_, err := ParseOrder("outcom")
	require.ErrorContains(t, err, "outcome")
}

// Losers are put together where no verdict and no interval tells them apart; of 80 runs 80 and 76
// banned overlap, 80 and 70 do not.
func TestAlike(t *testing.T) {
	lost := func(names ...string) []come {
		var all []come
		for _, name := range names {
			all = append(all, come{name, 80, 80, 40, 0})
		}
		return all
	}
	for _, test := range []struct {
		name string
		all  []come
		want [][]string
	}{
		{"three losers", lost("a", "b", "c"), [][]string{{"a", "b", "c"}}},
		{"two need no fold", lost("a", "b"), [][]string{{"a"}, {"b"}}},
		{"survivors stand alone", []come{{"a", 0, 0, 100, 0}, {"b", 0, 0, 100, 0}, {"c", 0, 0, 100, 0}},
			[][]string{{"a"}, {"b"}, {"c"}}},
		{"who passes under one reading stands alone",
			[]come{{"a", 80, 0, 90, 0}, {"b", 80, 0, 90, 0}, {"c", 80, 0, 90, 0}},
			[][]string{{"a"}, {"b"}, {"c"}}},
		{"a group stands where its first one does",
			append(lost("a", "b"), come{"s", 0, 0, 100, 0}, come{"c", 76, 80, 1, 0}),
			[][]string{{"a", "b", "c"}, {"s"}}},
		{"one whose interval lies elsewhere is none of them",
			append(lost("a", "b", "c"), come{"d", 60, 80, 40, 0}), [][]string{{"a", "b", "c"}, {"d"}}},
		{"throttled in every run, banned in none",
			[]come{{"a", 0, 0, 99, 80}, {"b", 0, 0, 90, 80}, {"c", 0, 0, 80, 80}, {"d", 0, 0, 99, 0}},
			[][]string{{"a", "b", "c"}, {"d"}}},
		{"other verdicts on sessions or throttles are other fates",
			append(lost("a", "b", "c"), come{"d", 80, 80, 40, 80}),
			[][]string{{"a", "b", "c"}, {"d"}}},
		{"too few banned to fail", []come{{"a", 2, 2, 99, 0}, {"b", 2, 2, 99, 0}, {"c", 2, 2, 99, 0}},
			[][]string{{"a"}, {"b"}, {"c"}}},
	} {
		s := outcomes(test.all...)
		require.Equal(t, test.want, s.Alike([]string{"x"}, s.Plan.Strategies, Survival...), test.name)
	}
}

// What is put together depends on the runs alone: every strategy is told once, and groups are
// alike pair by pair.
func TestAlikeTellsEveryStrategyOnce(t *testing.T) {
	s := executed(t, NewHeader("1", smallPlan(40), Shard{}), inTurn)
	seen := map[string]int{}
	best := s.Ordered(s.Plan.Scenarios, ByOutcome, Survival...)
	for _, group := range s.Alike(s.Plan.Scenarios, best, Survival...) {
		for _, name := range group {
			seen[name]++
		}
	}
	require.Equal(t, map[string]int{"naive": 1, "lock": 1, "recommended": 1}, seen)
}
