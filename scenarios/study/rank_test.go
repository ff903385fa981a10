package study

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var requests, banned = figure("token_requests"), figure("banned")

func figure(name string) Figure {
	f, err := FigureNamed(name)
	if err != nil {
		panic(err)
	}
	return f
}

// seeded is n values around mean, all strategies alike but for what they add.
func seeded(n, mean, spread int) []int {
	r := rand.New(rand.NewPCG(1, uint64(mean)))
	xs := make([]int, n)
	for i := range xs {
		xs[i] = mean + r.IntN(2*spread+1) - spread
	}
	return xs
}

func places(t *testing.T, of map[string][]int, f Figure) map[string]int {
	ranks := map[string]int{}
	for _, p := range made(t, of).Rank("x", "akamai", f) {
		ranks[p.Strategy] = p.Rank
	}
	return ranks
}

func TestRank(t *testing.T) {
	for _, c := range []struct {
		name string
		of   map[string][]int
		want map[string]int
	}{
		{"clear", map[string][]int{
			"a": seeded(30, 300, 5), "b": seeded(30, 100, 5), "c": seeded(30, 200, 5),
		}, map[string]int{"b": 1, "c": 2, "a": 3}},
		{"two that cannot be told apart, before a third", map[string][]int{
			"a": seeded(30, 100, 50), "b": seeded(30, 101, 50), "c": seeded(30, 500, 50),
		}, map[string]int{"a": 1, "b": 1, "c": 3}},
		{"too few seeds", map[string][]int{
			"a": {1}, "b": {1000},
		}, map[string]int{"a": 1, "b": 1}},
		{"always the same, five seeds", map[string][]int{
			"a": {1, 1, 1, 1, 1}, "b": {2, 2, 2, 2, 2},
		}, map[string]int{"a": 1, "b": 1}},
		{"always the same, ten seeds", map[string][]int{
			"a": {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, "b": {2, 2, 2, 2, 2, 2, 2, 2, 2, 2},
		}, map[string]int{"a": 1, "b": 2}},
		{"one that always failed", map[string][]int{
			"a": {5, 6, 7}, "b": {-1, -1, -1},
		}, map[string]int{"a": 1, "b": 0}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, places(t, c.of, requests)) })
	}
}

// Seeds under which one has no value are left out for all.
func TestRankOnCommonSeeds(t *testing.T) {
	s := made(t, map[string][]int{"a": {9, 9, -1, 9}, "b": {8, 8, 500, -1}})
	for _, p := range s.Rank("x", "akamai", requests) {
		require.Equal(t, 2, p.N)
		require.Equal(t, 2, p.Tied)
	}
	require.InDelta(t, 8, s.Rank("x", "akamai", requests)[0].Mean, 0)
}

// Whether banned or not is judged by McNemar's test: 7 seeds that only the one survives are too
// few at 2*0.5^7*3 for three pairs, 8 are enough.
func TestRankOfBans(t *testing.T) {
	run := func(banned int) []int {
		xs := make([]int, 20)
		for i := range banned {
			xs[i] = 1
		}
		return xs
	}
	of := map[string][]int{"a": run(0), "b": run(6), "c": run(6)}
	require.Equal(t, map[string]int{"a": 1, "b": 1, "c": 1}, places(t, of, banned))
	of["b"] = run(8)
	require.Equal(t, map[string]int{"a": 1, "b": 2, "c": 1}, places(t, of, banned))
}

// Whatever the data: who is shown to be better ranks ahead, and somebody is first.
func TestRankIsConsistent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 25).Draw(rt, "seeds")
		of := map[string][]int{}
		for _, name := range []string{"a", "b", "c", "d"} {
			spread := rapid.SampledFrom([]int{1, 5, 100}).Draw(rt, "spread")
			of[name] = rapid.SliceOfN(rapid.IntRange(0, spread), n, n).Draw(rt, name)
		}
		ranked := made(t, of).Rank("x", "akamai", requests)
		require.Equal(rt, 1, ranked[0].Rank)
		values := make([][]float64, len(ranked))
		for i, p := range ranked {
			for _, x := range of[p.Strategy] {
				values[i] = append(values[i], float64(x))
			}
		}
		better := shownBetter(ranked, values, false)
		for i, p := range ranked {
			for k, q := range ranked {
				if better[i][k] {
					require.Less(rt, p.Rank, q.Rank)
					require.Less(rt, p.Mean, q.Mean)
				}
			}
		}
	})
}
