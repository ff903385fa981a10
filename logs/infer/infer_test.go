package infer

import (
	"flag"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// make slow PART=infer tries many logs.
var synthetic = flag.Int("logs", 28, "try so many synthetic logs")

// A sum is of synthetic logs of one view and one kind of traffic.
type sum struct{ logs, banned, bursts, averages int }

// Whatever the rule is, it is never refuted: by logs of two carriers that share no code, of traffic
// of each kind, with stamps of each resolution.
func TestTheTruthIsNeverRefuted(t *testing.T) {
	terms := fedexTerms()
	sums := map[string]map[string]*sum{}
	for i := range *synthetic {
		m := maker{rand.New(rand.NewPCG(1, uint64(i)))}
		clients := pick(m, 1, 1, 1, 3)
		truth := m.truth(i, clients)
		kind, v := kinds[i%len(kinds)], views()[i/len(kinds)%len(views())]
		all := m.traffic(kind, clients)
		statuses := ours(truth, all)
		require.Equal(t, statuses, theirs(truth, all), "the carriers agree on log %d: %v", i, truth)
		if m.IntN(8) == 0 {
			for j := range all {
				all[j].lost = m.IntN(40) == 0
			}
		}
		s := newSearch(v.log(all, statuses), terms)
		s.run()
		if !s.kept(truth) {
			t.Errorf("log %d, %s, %s: %v is refuted", i, kind, v.name, truth)
		}
		if sums[v.name] == nil {
			sums[v.name] = map[string]*sum{}
		}
		if sums[v.name][kind] == nil {
			sums[v.name][kind] = &sum{}
		}
		sums[v.name][kind].add(s, slices.Contains(statuses, 403))
	}
	for _, v := range views() {
		for _, kind := range kinds {
			if n := sums[v.name][kind]; n != nil && n.banned > 0 {
				t.Logf("readings that infer leaves, stamps of %s, traffic of %s: %.2f of 19 of the burst, "+
					"%.2f of 10 of the average left, mean of %d logs with a ban, the rule never refuted",
					v.name, kind, float64(n.bursts)/float64(n.banned),
					float64(n.averages)/float64(n.banned), n.banned)
			}
		}
	}
}

// add counts what a log leaves: the readings of either threshold, where a ban was seen.
func (n *sum) add(s *search, banned bool) {
	n.logs++
	if !banned {
		return
	}
	n.banned++
	left := map[string]bool{}
	for _, c := range s.consistent() {
		switch {
		case left[c.Reading]:
		case c.Average:
			n.averages++
		default:
			n.bursts++
		}
		left[c.Reading] = true
	}
}
