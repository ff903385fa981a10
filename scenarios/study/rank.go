package study

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// A Place is where a strategy stands among those of its scenario under its reading.
type Place struct {
	Contestant
	N    int // seeds under which all strategies have a value
	Mean float64
	// Rank is 1 and one for each strategy that is shown to be better: equal ranks are ties, among
	// which the data cannot tell.
	Rank int
	Tied int // how many have this rank
}

// Rank ranks the strategies of a scenario under a reading by a figure.
//
// Each is compared with each, seed by seed: by the paired t test, or McNemar's for what is yes or
// no; the probabilities are adjusted by Holm, and below 5 % the better mean is shown to be better.
// What is better than the better is better too. Counting the strategies that are shown to be better
// thus never ranks one ahead of, or equal to, one that is shown to be better than it. Seeds under
// which any strategy has no value are left out, for all of them; strategies that never have one
// come last, unranked (Rank 0).
func (s *Study) Rank(scenario, reading string, f Figure) []Place {
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
		p := &ranked[i]
		if p.N = len(values[i]); p.N > 0 {
			p.Mean = stat.Mean(values[i], nil)
		}
		if f.More {
			p.Mean = -p.Mean
		}
	}
	better := shownBetter(ranked, values, f.YesNo)
	for i := range ranked {
		ranked[i].Rank = 1
		for k := range ranked {
			if better[k][i] {
				ranked[i].Rank++
			}
		}
	}
	slices.SortStableFunc(ranked, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Mean, b.Mean))
	})
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

// shownBetter tells of each pair whether the first is shown to be better than the second.
func shownBetter(places []Place, values [][]float64, yesNo bool) [][]bool {
	var ps []float64
	for i := range values {
		for k := range i {
			ps = append(ps, pairP(values[i], values[k], yesNo))
		}
	}
	ps = Holm(ps)
	better := make([][]bool, len(places))
	for i := range better {
		better[i] = make([]bool, len(places))
	}
	for i, next := 0, 0; i < len(places); i++ {
		for k := range i {
			if ps[next] < 1-Confidence {
				better[i][k] = places[i].Mean < places[k].Mean
				better[k][i] = places[k].Mean < places[i].Mean
			}
			next++
		}
	}
	// Warshall's transitive closure.
	for via := range better {
		for i := range better {
			for k := range better {
				better[i][k] = better[i][k] || better[i][via] && better[via][k]
			}
		}
	}
	return better
}

func pairP(xs, ys []float64, yesNo bool) float64 {
	d := make([]float64, len(xs))
	plus, minus := 0, 0
	for i := range xs {
		switch d[i] = xs[i] - ys[i]; {
		case d[i] > 0:
			plus++
		case d[i] < 0:
			minus++
		}
	}
	if yesNo || len(d) < 2 {
		return SignTest(plus, minus)
	}
	mean, sd := meanAndSD(d)
	return tTest(len(d), mean, sd)
}
