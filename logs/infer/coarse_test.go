package infer

import (
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

var compared = flag.Int("compared", 1, "compare what so many logs leave at each resolution")

// One of all rules: what a survivor is, with one reading of each threshold.
type oneRule struct {
	burst, average string
	extends        throttle.Extension
	fate           throttle.Fate
	counted        throttle.Hits
	key            Key
}

// each lists the rules that are left, and how late their bans may bite.
func (s *search) each() map[oneRule]span {
	all := map[oneRule]span{}
	for _, v := range s.alive {
		for _, b := range v.burst.ids {
			for _, a := range v.average.ids {
				for _, c := range v.counted {
					r, lag := oneRule{b, a, v.extends, v.fate, c, v.key}, v.lag
					if other, ok := all[r]; ok {
						lag = hull(lag, other)
					}
					all[r] = lag
				}
			}
		}
	}
	return all
}

// Whatever the exact instants leave, coarser stamps leave as well: the exact instants are among
// those that they allow. This holds for every rule, not only the one behind the log, as long as all
// answers are known: of exact instants the search is exact then.
func TestCoarserStampsLeaveNoLess(t *testing.T) {
	for i := range *compared {
		m := maker{rand.New(rand.NewPCG(2, uint64(i)))}
		clients := pick(m, 1, 2)
		truth := m.truth(m.IntN(1000), clients)
		all := m.traffic(kinds[i%len(kinds)], clients)
		statuses, _ := ours(truth, all)
		var exact map[oneRule]span
		for _, v := range views() {
			s := newSearch(v.log(all, statuses), fedexTerms())
			s.run()
			left := s.each()
			if exact == nil {
				exact = left
			}
			missing := 0
			for r, lag := range exact {
				if has, ok := left[r]; !ok || !has.covers(lag) {
					if missing++; missing < 4 {
						t.Errorf("log %d, %s: %+v with a lag of %v is not left, but %v %v", i, v.name, r, lag,
							ok, has)
					}
				}
			}
		}
	}
}
