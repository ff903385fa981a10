package infer

import (
	"flag"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// make slow PART=infer tries many logs.
var synthetic = flag.Int("logs", 16, "try so many synthetic logs")

// A sum is of synthetic logs of one view and one kind of traffic that have one client and all
// answers: by threshold, in how many it began bans, and how many of its readings are left; how many
// the exact instants leave; and of every ninth log, how many are left, and are shown to be so.
type sum struct{ banned, left, floor, looked, shown map[bool]int }

// Whatever the rule is, it is never refuted: by logs of two carriers that share no code, of traffic
// of each kind, with stamps of each resolution.
func TestTheTruthIsNeverRefuted(t *testing.T) {
	terms := fedexTerms()
	sums := map[string]*sum{}
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
		if clients > 1 || slices.ContainsFunc(all, func(r request) bool { return r.lost }) {
			continue
		}
		row := fmt.Sprintf("stamps of %s, traffic of %s", v.name, kind)
		if sums[row] == nil {
			sums[row] = &sum{map[bool]int{}, map[bool]int{}, map[bool]int{}, map[bool]int{}, map[bool]int{}}
		}
		n := sums[row]
		floor := floorOf(all, statuses, terms)
		for average := range banning {
			n.banned[average]++
			left := readingsOf(maps.Keys(s.each()), average)
			n.left[average] += left
			n.floor[average] += readingsOf(maps.Keys(floor), average)
			if v.resolution > 1 && i%9 == 0 {
				n.looked[average] += left
				n.shown[average] += m.shown(s, v, all, statuses, average)
			}
		}
	}
	for _, v := range views() {
		for _, kind := range kinds {
			row := fmt.Sprintf("stamps of %s, traffic of %s", v.name, kind)
			if n := sums[row]; n != nil {
				t.Logf("readings that infer leaves, %s: %s of the burst, %s of the average, mean of %d logs "+
					"that the burst threshold bans in, and %d that the average one does; no truth refuted",
					row, n.mean(false), n.mean(true), n.banned[false], n.banned[true])
				if n.looked[false]+n.looked[true] > 0 {
					t.Logf("readings left that some arrivals show to be consistent, %s: %d of %d of the burst, "+
						"%d of %d of the average, sum of every ninth of these logs", row, n.shown[false],
						n.looked[false], n.shown[true], n.looked[true])
				}
			}
		}
	}
}

// readingsOf counts the readings of one threshold that rules have.
func readingsOf(rules iter.Seq[oneRule], average bool) int {
	ids := map[string]bool{}
	for r := range rules {
		if average {
			ids[r.average] = true
		} else {
			ids[r.burst] = true
		}
	}
	return len(ids)
}

// mean is how many readings of a threshold are left in the mean, and how many exact instants leave.
func (n *sum) mean(average bool) string {
	if n.banned[average] == 0 {
		return "-"
	}
	of := float64(n.banned[average])
	return fmt.Sprintf("%.2f (floor %.2f)", float64(n.left[average])/of, float64(n.floor[average])/of)
}
