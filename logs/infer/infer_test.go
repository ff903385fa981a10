package infer

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// make slow PART=infer tries many logs.
var synthetic = flag.Int("logs", 16, "try so many synthetic logs")

// A sum is of synthetic logs of one view and one kind of traffic: by threshold, in how many it
// began bans, and how many of its readings they leave.
type sum struct{ banned, left map[bool]int }

// Whatever the rule is, it is never refuted: by logs of two carriers that share no code, of traffic
// of each kind, with stamps of each resolution.
func TestTheTruthIsNeverRefuted(t *testing.T) {
	terms := fedexTerms()
	sums := map[string]map[string]*sum{}
	for i := range *synthetic {
		m := maker{rand.New(rand.NewPCG(1, uint64(i)))}
		clients := pick(m, 1, 1, 1, 3)
		truth := m.truth(i, clients)
		kind, v := kinds[i%len(kinds)], views()[i%len(views())]
		all := m.traffic(kind, clients)
		statuses, banning := ours(truth, all)
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
			sums[v.name][kind] = &sum{map[bool]int{}, map[bool]int{}}
		}
		sums[v.name][kind].add(s, banning)
	}
	for _, v := range views() {
		for _, kind := range kinds {
			if n := sums[v.name][kind]; n != nil {
				t.Logf("readings that infer leaves, stamps of %s, traffic of %s: %s of the burst, %s of "+
					"the average, mean of %d logs that the burst threshold bans in, and %d that the average "+
					"one does; no truth refuted", v.name, kind, n.mean(false), n.mean(true),
					n.banned[false], n.banned[true])
			}
		}
	}
}

// add counts what a log leaves of the readings of the thresholds that banned.
func (n *sum) add(s *search, banning map[bool]bool) {
	left := map[string]bool{}
	for _, c := range s.consistent() {
		if banning[c.Average] && !left[c.Reading] {
			left[c.Reading] = true
			n.left[c.Average]++
		}
	}
	for _, average := range []bool{false, true} {
		if banning[average] {
			n.banned[average]++
		}
	}
}

// mean is how many readings of a threshold are left in the mean.
func (n *sum) mean(average bool) string {
	if n.banned[average] == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", float64(n.left[average])/float64(n.banned[average]))
}
