package study

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// judged is a study of one strategy under three readings: how many of its runs were banned.
func judged(seeds int, bans map[string]int) *Study {
	s := New(NewHeader("1", Plan{
		Scenarios: []string{"x"}, Readings: []string{"akamai", "literal", "paranoid"},
		Strategies: []string{"a"}, First: 1, Seeds: seeds,
	}, Shard{}))
	for c := range s.Cells() {
		o := &measure.Outcome{}
		if int(c.Seed) <= bans[c.Reading] {
			o.Bans.Count = 1
		}
		put(s, Result{Cell: c, Outcome: o})
	}
	return s
}

func TestFlips(t *testing.T) {
	for _, c := range []struct {
		name  string
		seeds int
		bans  map[string]int
		want  []string
	}{
		{"safe under all", 100, nil, nil},
		{"safe under none", 100, map[string]int{"akamai": 100, "literal": 50, "paranoid": 100}, nil},
		{"strictest alone bans", 100, map[string]int{"paranoid": 100}, []string{"paranoid"}},
		{"laxest alone lets pass", 100, map[string]int{"akamai": 90, "paranoid": 90},
			[]string{"literal"}},
		{"perhaps is no flip", 100, map[string]int{"paranoid": 5}, nil},
		{"perhaps under the first", 100, map[string]int{"akamai": 5, "paranoid": 100},
			[]string{"paranoid"}},
		{"too few seeds", 1, map[string]int{"paranoid": 1}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := judged(c.seeds, c.bans).Matrix(NoBan, Required)
			require.Len(t, rows, 1)
			require.Equal(t, c.want, rows[0].Flips())
		})
	}
}

func TestRulingSays(t *testing.T) {
	s := judged(200, map[string]int{"paranoid": 30})
	rulings := s.Matrix(NoBan, Required)[0].Rulings
	require.Equal(t, "PASS x with a, reading akamai: never banned in 200 of 200 runs (> 98.1 %), "+
		"95 % required", rulings[0].String())
	require.Equal(t, "FAIL x with a, reading paranoid: never banned in 170 of 200 runs "+
		"(79.2 to 89.7 %), 95 % required", rulings[2].String())
}

// Runs that a criterion does not ask are not counted, neither are cells that failed.
func TestCriteriaAsk(t *testing.T) {
	s := judged(3, map[string]int{"akamai": 3})
	c := s.Plan.Contestants()[0]
	require.Equal(t, Proportion{0, 0}, s.Proportion(c, AsExpected))
	runs := slices.Collect(s.Outcomes(c))
	change := func() {
		for i, o := range runs {
			put(s, Result{Cell: Cell{uint64(i + 1), c}, Outcome: o})
		}
	}
	runs[0].Judged = true
	runs[1].Judged = true
	runs[1].Unmet = []string{"bans count==0"}
	change()
	require.Equal(t, Proportion{1, 2}, s.Proportion(c, AsExpected))
	runs[0].Recovery = measure.Recovery{Triggered: true, Recovered: true}
	runs[1].Recovery = measure.Recovery{Triggered: true, Metastable: true}
	runs[2].Recovery = measure.Recovery{Triggered: true}
	change()
	require.Equal(t, Proportion{1, 2}, s.Proportion(c, Recovers), "the third was too short to tell")
	put(s, Result{Cell: Cell{1, c}, Error: "failed"})
	require.Equal(t, Proportion{0, 2}, s.Proportion(c, NoBan))
	require.Equal(t, 2, s.Mean(c, banned).N)
}
