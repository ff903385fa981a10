package prove

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Scope says what is gone through.
type Scope struct {
	Scenario *scenarios.Scenario
	Strategy spec.Strategy
	Seed     uint64 // of what the strategy draws, which is not varied
	Readings []string

	Delays  []time.Duration // that a leg may take, whatever the scenario's network says
	Slow    int             // so many legs take another than the first, at most
	Losses  int             // so many messages are lost, at most
	Crashes int             // so many times a node crashes in place of hearing an answer, at most

	EveryOrder bool // of events that cannot influence each other, too
	Unreduced  bool // a state that is met again is gone through again
}

// Small is the text of the scenario of a scope that has none of its own: all callers click at one
// instant, once, and no store has a token. With refresh tokens, each has one, and an access token
// that has expired.
func Small(nodes, callers int, refresh bool) string {
	begins, about := "", "no store has a token"
	if refresh {
		begins = "start: warm\ncarrier: {profile: generic, token_life: 1m, grant: refresh}\n"
		about = "every token has expired"
	}
	return fmt.Sprintf(`about: %d nodes with %d callers each click at once, and %s.
length: 3m50s
%sfleet: {nodes: %d, users: %d}
workload: [{closed: {think: 2m}}]
network: {api: {leg: 15ms}, token: {leg: 15ms}}
strategies: [naive]
`, nodes, callers, about, begins, nodes, nodes*callers)
}

// Check says what of the scenario, or of the strategy, a search cannot go through: whatever chance
// would decide, and what states are not told apart by.
func (s *Scope) Check() error {
	f := s.Scenario
	switch {
	case strategies.NeedsOf(s.Strategy.Parts...).Oracle:
		return fmt.Errorf("found %s, which foresees what the carrier does; meant a strategy that a "+
			"service can run", s.Strategy.Name)
	case len(f.Faults) > 0:
		return errors.New("found faults; meant none: a search decides what is lost, and who crashes")
	case len(f.Several) > 0:
		return errors.New("found several carriers; meant one")
	case f.Network.Connect > 0 || f.Network.Proxy != nil:
		return errors.New("found connect or proxy_caches; meant neither: a leg is all that is between")
	case lossy(&f.Network.API) || lossy(&f.Network.Token):
		return errors.New("found lose_requests, lose_replies or except; meant none: a search decides " +
			"what is lost")
	case f.Fleet.Mixed != nil:
		return errors.New("found a mixed fleet; meant one strategy")
	}
	return cmp.Or(s.checkCarrier(), s.checkCallers(), s.checkDelays())
}

func lossy(p *scenarios.Path) bool {
	return p.LoseThere > 0 || p.LoseBack > 0 || len(p.Exceptions) > 0
}

// checkCarrier refuses a carrier that draws, and answers that may change on leaving.
func (s *Scope) checkCarrier() error {
	c := &s.Scenario.Carrier
	_, rules, err := s.Scenario.CarrierUnder(c.Reading)
	switch {
	case err != nil:
		return err
	case !c.Service.IsConstant() || !c.Active.IsConstant() || c.Life.Drawn():
		return errors.New("found a carrier that draws times; meant a service_time, an activation and " +
			"a token_life that are always as long")
	case rules.Moment == throttle.Completion || rules.InFlight == throttle.Cut:
		return fmt.Errorf("found the reading %s; meant one by which a hit counts as it arrives",
			c.Reading)
	}
	return nil
}

// checkCallers refuses all but users who think for as long each time, and click once.
func (s *Scope) checkCallers() error {
	if u := &s.Scenario.Users; u.Again != nil || u.Impatience != nil || u.Stop != nil {
		return errors.New("found users who click again, or are told to stop; meant none who do")
	}
	for _, l := range s.Scenario.Workload {
		if c, ok := l.Shape.(*workload.Closed); !ok || !c.Think.IsConstant() || !c.Start.IsConstant() {
			return errors.New("found clicks that chance decides, or that wait for nobody; meant closed " +
				"users who think for as long each time")
		}
	}
	return nil
}

func (s *Scope) checkDelays() error {
	switch {
	case len(s.Delays) == 0 || slices.Min(s.Delays) <= 0:
		return errors.New("found a leg of no time; meant delays such as 15ms,100ms")
	case s.Slow > 0 && len(s.Delays) < 2:
		return fmt.Errorf("found one delay, %v, and %d legs that take another; meant two delays",
			s.Delays[0], s.Slow)
	}
	for i, d := range s.Delays {
		if slices.Contains(s.Delays[:i], d) {
			return fmt.Errorf("found the delay %s twice; meant each once", unit.FormatDuration(d))
		}
	}
	return nil
}

// A Watcher is told of all that happens in a schedule: of crashes as well, of which no record
// tells.
type Watcher interface {
	measure.Fold
	Crashed(node int, at time.Duration)
}

// Carry carries one schedule out: the ways that are taken, choice by choice, and the first way
// from there on.
func (s Scope) Carry(ways []int, w Watcher) (broken []bool, err error) {
	g := s.along(ways)
	g.crashed = w.Crashed
	schedule, err := g.carryOut(w)
	return s.broken(&schedule), err
}

// along is a search that carries one schedule out.
func (s Scope) along(ways []int) *Search {
	g := &Search{Scope: s}
	for _, way := range ways {
		g.path = append(g.path, fork{Way: way})
	}
	return g
}
