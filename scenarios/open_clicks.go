package scenarios

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// An OpenClick is a click of a load that waits for nobody.
type OpenClick struct {
	At             time.Duration // since the run's start
	User           uint32        // NoUser: recorded, then Node and Customer tell whose it is
	Node, Customer int
}

// OpenClicks yields the clicks of the i-th load of the workload in order of time, as a run draws
// them from the streams of these names: for whoever carries the scenario out elsewhere. Closed
// users, who wait, have none.
func (s *Scenario) OpenClicks(i int, stream func(name string) *rand.Rand) iter.Seq[OpenClick] {
	load, name := &s.Workload[i], fmt.Sprintf("workload/%d", i)
	switch {
	case load.Open != nil:
		return s.drawn(load.Open.Arrivals(s.Lasts()), stream(name+"/gap"), stream(name+"/user"))
	case load.Day != nil:
		return s.drawn(load.Day.Arrivals(s.Lasts()), stream(name+"/gap"), stream(name+"/user"))
	case load.Burst != nil:
		return s.bursts(load.Burst, stream(name+"/user"))
	case load.Recorded != nil:
		return load.Recorded.clicks(stream(name + "/spread"))
	}
	return func(func(OpenClick) bool) {}
}

func (s *Scenario) drawn(a *Arrivals, gaps, who *rand.Rand) iter.Seq[OpenClick] {
	return func(yield func(OpenClick) bool) {
		for at, ok := a.Next(-1, gaps); ok; at, ok = a.Next(at, gaps) {
			if !yield(OpenClick{At: at, User: uint32(who.IntN(s.Fleet.Users))}) {
				return
			}
		}
	}
}

func (s *Scenario) bursts(b *Burst, who *rand.Rand) iter.Seq[OpenClick] {
	return func(yield func(OpenClick) bool) {
		at := time.Duration(b.At)
		for begin := at; at < s.Lasts(); {
			for n := range b.Clicks {
				at = max(at, begin+time.Duration(n)*time.Duration(b.Apart))
				if !yield(OpenClick{At: at, User: uint32(who.IntN(s.Fleet.Users))}) {
					return
				}
			}
			if b.Every == 0 {
				return
			}
			begin += time.Duration(b.Every)
			at = max(at, begin)
		}
	}
}

func (r *Recorded) clicks(spread *rand.Rand) iter.Seq[OpenClick] {
	return func(yield func(OpenClick) bool) {
		for _, a := range r.SpreadOut(spread) {
			click := OpenClick{At: a.At, User: measure.NoUser, Node: a.Node, Customer: a.Customer}
			if !yield(click) {
				return
			}
		}
	}
}
