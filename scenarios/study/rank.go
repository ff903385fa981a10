package study

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Place is where a strategy stands among those of its scenario under its reading.
type Place struct {
	Contestant
	N    int // seeds under which all strategies have a value
	Mean float64
	// Rank is 1 and one for each strategy of a better rank: equal ranks are ties, among which the
	// data show no difference.
	Rank int
	Tied int // how many have this rank

	values []float64 // under those seeds; less is better
}

// Rank ranks the strategies of a scenario under a reading by a figure.
//
// Each is compared with each, seed by seed, by the signed-rank test, which for what is yes or no
// is McNemar's; the probabilities are adjusted by Holm, for the tests that can find anything: of
// six seeds, 0 bans and 6 are shown to differ, of five they are not. Below 5 % the better of the
// two is shown to be better, provided that it has the better mean as well: many small gains that
// one disaster outweighs show nothing. Then, from the best mean to the worst, a strategy shares the
// rank of the one before it, unless any strategy of that rank is shown to be better: then a new
// rank begins. Who is shown to be better thus always ranks ahead, and means never go back. Two
// ranks differ because some strategy of the later one is shown to be worse than some of the
// earlier, not because every pair of them is shown to differ.
//
// Seeds under which any strategy has no value are left out, for all of them; strategies that never
// have one come last, unranked (Rank 0).
func (s *Study) Rank(scenario, reading string, f measure.Figure) []Place {
	var ranked, rest []Place
	var values [][]float64
	for _, strategy := range s.Plan.Strategies {
		c := Contestant{scenario, reading, strategy}
		if xs := s.Values(c, f); len(known(xs)) > 0 {
			ranked, values = append(ranked, Place{Contestant: c}), append(values, xs)
		} else {
			rest = append(rest, Place{Contestant: c})
		}
	}
	if len(ranked) == 0 {
		return rest
	}
	for i, xs := range together(values) {
		if f.More {
			floats.Scale(-1, xs)
		}
		if ranked[i].values, ranked[i].N = xs, len(xs); len(xs) > 0 {
			ranked[i].Mean = stat.Mean(xs, nil)
		}
	}
	slices.SortStableFunc(ranked, func(a, b Place) int { return cmp.Compare(a.Mean, b.Mean) })
	better := shownBetter(ranked)
	first := 0 // of the present rank
	for i := range ranked {
		for k := first; k < i; k++ {
			if better(k, i) {
				first = i
			}
		}
		ranked[i].Rank = first + 1
	}
	tied := map[int]int{}
	for _, p := range ranked {
		tied[p.Rank]++
	}
	for i := range ranked {
		ranked[i].Tied = tied[ranked[i].Rank]
		if f.More {
			ranked[i].Mean = -ranked[i].Mean
		}
	}
	return append(ranked, rest...)
}

// shownBetter reports, of each pair, whether the first is shown to be better than the second.
// Strategies with the same values under every seed count as one: one test compares them with a
// third.
func shownBetter(places []Place) func(i, k int) bool {
	like := make([]int, len(places)) // the first that has the same values
	var tests [][2]int
	var ps []float64
	var sides, differing []int
	for i := range places {
		like[i] = slices.IndexFunc(places, func(p Place) bool {
			return slices.Equal(p.values, places[i].values)
		})
		for k := range i {
			if like[i] != i || like[k] != k {
				continue
			}
			d := make([]float64, len(places[i].values))
			floats.SubTo(d, places[i].values, places[k].values)
			p, side := signedRank(d)
			tests, ps, sides = append(tests, [2]int{i, k}), append(ps, p), append(sides, side)
			differing = append(differing, len(d)-floats.Count(isZero, d))
		}
	}
	better := map[[2]int]bool{}
	for n, p := range holmOfSignedRanks(ps, differing) {
		i, k := tests[n][0], tests[n][1]
		by := cmp.Compare(places[i].Mean, places[k].Mean)
		if p < 1-Confidence && by == sides[n] {
			better[[2]int{i, k}], better[[2]int{k, i}] = by < 0, by > 0
		}
	}
	return func(i, k int) bool { return better[[2]int{like[i], like[k]}] }
}

func isZero(x float64) bool { return x == 0 }
