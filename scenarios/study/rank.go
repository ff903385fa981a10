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
	values = together(values)
	for i := range ranked {
		if f.More {
			floats.Scale(-1, values[i])
		}
		if ranked[i].N = len(values[i]); ranked[i].N > 0 {
			ranked[i].Mean = stat.Mean(values[i], nil)
		}
	}
	order := make([]int, len(ranked))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(ranked[a].Mean, ranked[b].Mean)
	})
	better := shownBetter(ranked, values)
	first := 0 // of the present rank, in order
	for at, i := range order {
		if slices.ContainsFunc(order[first:at], func(k int) bool { return better[k][i] }) {
			first = at
		}
		ranked[i].Rank = first + 1
	}
	slices.SortStableFunc(ranked, func(a, b Place) int { return cmp.Compare(a.Mean, b.Mean) })
	for i := range ranked {
		p := &ranked[i]
		if f.More {
			p.Mean = -p.Mean
		}
		for k := range ranked {
			if ranked[k].Rank == p.Rank {
				p.Tied++
			}
		}
	}
	return append(ranked, rest...)
}

// shownBetter is, of each pair, whether the first is shown to be better than the second. Less is
// better. Strategies with the same values under every seed count as one: one test compares them
// with a third.
func shownBetter(places []Place, values [][]float64) [][]bool {
	like := make([]int, len(values)) // the first that has the same values
	for i := range values {
		like[i] = slices.IndexFunc(values, func(xs []float64) bool {
			return slices.Equal(xs, values[i])
		})
	}
	var ps []float64
	var sides, differing []int
	tests := map[[2]int]int{}
	for i := range values {
		for k := range i {
			if like[i] != i || like[k] != k {
				continue
			}
			d := make([]float64, len(values[i]))
			floats.SubTo(d, values[i], values[k])
			p, side := signedRank(d)
			tests[[2]int{i, k}] = len(ps)
			ps, sides = append(ps, p), append(sides, side)
			differing = append(differing, len(d)-floats.Count(isZero, d))
		}
	}
	ps = holmOfSignedRanks(ps, differing)
	better := make([][]bool, len(places))
	for i := range better {
		better[i] = make([]bool, len(places))
	}
	for i := range values {
		for k := range i {
			first, second, sign := like[i], like[k], 1
			if first < second {
				first, second, sign = second, first, -1
			}
			test, differ := tests[[2]int{first, second}]
			by := cmp.Compare(places[i].Mean, places[k].Mean)
			if differ && ps[test] < 1-Confidence && by == sign*sides[test] {
				better[i][k], better[k][i] = by < 0, by > 0
			}
		}
	}
	return better
}

func isZero(x float64) bool { return x == 0 }
