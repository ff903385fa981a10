package adversary

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// mostShrinks is how many runs are spent on making one find small. Assumed.
const mostShrinks = 150

// A Hunt is a search for what breaks the strategies, from a seed on.
type Hunt struct {
	Strategies []spec.Strategy
	Seed       uint64

	Scenarios int // looked at so far
	seen      map[string]bool
}

// Next draws a scenario, and returns what breaks in it of a kind that was not found before, made
// small.
func (h *Hunt) Next() []Find {
	h.Scenarios++
	r := rand.New(rand.NewPCG(sim.StreamSeed(h.Seed, fmt.Sprintf("adversary/%d", h.Scenarios))))
	d := drawn(r, false)
	s, err := d.scenario()
	for err != nil { // two of its values do not go together
		d = drawn(r, false)
		s, err = d.scenario()
	}
	var finds []Find
	for _, with := range h.Strategies {
		for _, f := range Judge(s, with) {
			if h.known(&f) {
				continue
			}
			small := Smallest(d, with, f)
			if !h.known(&small) {
				finds = append(finds, small)
			}
			h.note(&f)
			h.note(&small)
		}
	}
	return finds
}

func (h *Hunt) known(f *Find) bool { return h.seen[f.Strategy+string(f.Way)+f.kind()] }

func (h *Hunt) note(f *Find) {
	if h.seen == nil {
		h.seen = map[string]bool{}
	}
	h.seen[f.Strategy+string(f.Way)+f.kind()] = true
}

// Smallest leaves out of a find's file what the find does not need, and halves its numbers, as long
// as the strategy breaks in the same way.
func Smallest(d *draft, with spec.Strategy, f Find) Find {
	smallest(d, func(s *scenarios.Scenario) bool {
		for _, again := range Judge(s, with) {
			if again.Way == f.Way && again.Strategy == f.Strategy {
				f = again
				return true
			}
		}
		return false
	})
	return f
}

// smallest makes a draft small as long as what is wanted of its scenario still is so.
func smallest(d *draft, wanted func(*scenarios.Scenario) bool) *draft {
	for tries := 0; ; {
		candidates := d.smaller()
		next := slices.IndexFunc(candidates, func(c *draft) bool {
			s, err := c.scenario()
			if err != nil || tries == mostShrinks {
				return false
			}
			tries++
			return wanted(s)
		})
		if next < 0 {
			return d
		}
		d = candidates[next]
	}
}

// String tells the find, and the file that shows it to `tokenstorm run`.
func (f Find) String() string {
	return fmt.Sprintf("# %s: %s: %s\n%s", f.Strategy, f.Way, f.What,
		strings.TrimSpace(f.Scenario.Text()))
}
