package scenarios

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/sim"
)

// Callers are those who make the calls of each load. Workers, and users of a load's own, have the
// numbers behind those of the fleet's users.
func (s *Scenario) Callers() []workload.Callers {
	all := make([]workload.Callers, len(s.Workload))
	next := uint32(s.Fleet.Users)
	for i := range s.Workload {
		all[i] = workload.CallersOf(&s.Workload[i], s.fleetSizes(), next)
		next += uint32(all[i].Own())
	}
	return all
}

// CallerSeeds returns the seeds of what is drawn for each of a load's own callers, by his number
// among them; load -1: for the users of the fleet. What it is drawn for, such as "think", tells it
// apart. Many callers have one stream's name, with numbers: see sim.StreamSeeds.
func (s *Scenario) CallerSeeds(seed uint64, what string, load int) func(n int) (hi, lo uint64) {
	group, each, count := what+"/users", what+"/user/", s.Fleet.Users
	if load >= 0 {
		group = fmt.Sprintf("%s/load/%d/callers", what, load)
		each = fmt.Sprintf("%s/load/%d/caller/", what, load)
		count = s.Callers()[load].Own()
	}
	if count > mostNamed {
		return sim.StreamSeeds(seed, group)
	}
	return func(n int) (hi, lo uint64) { return sim.StreamSeed(seed, each+strconv.Itoa(n)) }
}

// mostNamed is how many callers have streams with names of their own. Assumed: of more, names take
// longer than what is drawn.
const mostNamed = 10_000

// Classes are the names of the loads, in the order of the file; class n of a Record is the n-th of
// them, counted from 1.
func (s *Scenario) Classes() []string {
	var names []string
	for _, l := range s.Workload {
		if name := string(l.Name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// ClassOf is the number of a load's class in a Record; 0: it has none.
func (s *Scenario) ClassOf(load int) uint8 {
	return uint8(1 + slices.Index(s.Classes(), string(s.Workload[load].Name)))
}

// Clicks returns the clicks of the i-th load of the workload, which waits for nobody, as a run
// draws them from the streams of these names. Users are counted among all callers of a run.
func (s *Scenario) Clicks(i int, stream func(name string) *rand.Rand) workload.Next {
	callers := s.Callers()[i]
	sizes := s.Sizes()
	sizes.Users = callers.Count
	next := s.Workload[i].Shape.(workload.Arriving).Clicks(sizes, func(name string) *rand.Rand {
		return stream(fmt.Sprintf("workload/%d/%s", i, name))
	})
	if _, recorded := s.Workload[i].Shape.(workload.Recording); recorded {
		return next
	}
	return func() (c workload.Click, ok bool) {
		if c, ok = next(); ok {
			c.User = callers.Number(int(c.User))
		}
		return c, ok
	}
}

// The most loads, whose number a record and a user has in a byte, and the most callers of a run.
const (
	mostLoads   = 255
	mostCallers = 1 << 24
)

func (s *Scenario) completeWorkload(whole strict.Place, known measure.Sizes) {
	at := whole.Key("workload")
	if len(s.Workload) > mostLoads {
		at.Wrong(fmt.Sprintf("%d loads", len(s.Workload)), fmt.Sprintf("at most %d", mostLoads))
		return
	}
	for i, l := range s.Workload {
		if l.Who != nil {
			l.Who.Within(at.Item(i).Key("who"), known)
		}
	}
	if s.callersKnown(whole) {
		s.completeCallers(at)
	}
	for i, l := range s.Workload {
		if l.Shape != nil {
			l.Check(at.Item(i).Key(l.Key), workload.Scope{Sizes: known, Who: l.Who, Open: s.open})
		}
	}
}

// callersKnown reports whether it is known who makes the calls of each load.
func (s *Scenario) callersKnown(whole strict.Place) bool {
	for i, l := range s.Workload {
		if l.Shape == nil || !whole.Key("workload").Item(i).Sound("who") {
			return false
		}
	}
	return whole.Key("fleet").Sound("users", "customers", "nodes")
}

func (s *Scenario) completeCallers(at strict.Place) {
	callers, total := s.Callers(), s.Fleet.Users
	for i := range s.Workload {
		if total += callers[i].Own(); callers[i].Count == 0 {
			at.Item(i).Key("who").Wrong("nobody: no user of the fleet is of these customers and nodes",
				"others, or users or workers of this load's own")
		}
	}
	if total > mostCallers {
		at.Wrong(fmt.Sprintf("%d users and workers", total), fmt.Sprintf("at most %d", mostCallers))
	}
	if s.thinkTwice(callers) {
		at.Wrong("two closed loads", "one: a user thinks in one way")
	}
}

// thinkTwice reports whether a user waits for the outcomes of two loads.
func (s *Scenario) thinkTwice(callers []workload.Callers) bool {
	var waited []workload.Callers
	for i, l := range s.Workload {
		if _, waiting := l.Shape.(workload.Waiting); waiting {
			waited = append(waited, callers[i])
		}
	}
	if len(waited) < 2 {
		return false
	}
	thinks := map[uint32]bool{}
	for _, c := range waited {
		for n := range c.Count {
			u := c.Number(n)
			if thinks[u] {
				return true
			}
			thinks[u] = true
		}
	}
	return false
}
