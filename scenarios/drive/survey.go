package drive

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A survey is a platform on which nothing happens. It finds out whether a fault can be carried out,
// so that a scenario is refused before it begins.
type survey struct {
	faults.Agenda
	faults.Effects
	sizes     measure.Sizes
	operated  bool   // the target has an admin API
	refreshes bool   // tokens are requested with refresh tokens
	unable    string // why the fault cannot be carried out; empty: it can
}

var _ faults.Platform = &survey{}

// mostSurveyed is how many actions of a fault are tried. Assumed: a fault that recurs does the same
// again.
const mostSurveyed = 10_000

// unable says why a fault cannot be carried out; empty: it can.
func unable(k faults.Kind, sizes measure.Sizes, operated, refreshes bool) (why string) {
	s := &survey{sizes: sizes, operated: operated, refreshes: refreshes}
	k.Apply(s)
	within := func(at time.Duration) bool { return at <= sizes.Length }
	for n := 0; n < mostSurveyed && s.Next(within); n++ {
	}
	return s.unable
}

// needs notes an action that only the operator of the carrier can carry out.
func (s *survey) needs() {
	if !s.operated {
		s.unable = needsServer
	}
}

func nothing() {}

// What the carrier does, and which address requests come from, is up to its operator.
func (s *survey) LeaveThrough(int, int) { s.needs() }
func (s *survey) NewPublicIP() int      { s.needs(); return s.sizes.PublicIPs + 1 }
func (s *survey) Ban(int)               { s.needs() }
func (s *survey) Lift(int)              { s.needs() }
func (s *survey) KillTokens(int)        { s.needs() }
func (s *survey) Issue(int)             { s.needs() }
func (s *survey) Request(faults.Stranger) {
	if s.needs(); s.refreshes {
		s.unable = "sends requests of others beside refresh tokens, which " + simulatedAlone
	}
}

func (s *survey) Answer(faults.Answer) (end func()) {
	s.needs()
	return nothing
}

// What the fleet does can be carried out with any carrier.
func (s *survey) Sizes() measure.Sizes       { return s.sizes }
func (*survey) Began()                       {}
func (*survey) Ended()                       {}
func (*survey) StopNode(int) func()          { return nothing }
func (*survey) StartNode(int)                {}
func (*survey) CrashNode(int)                {}
func (*survey) PauseNode(int) func()         { return nothing }
func (s *survey) Deploy(int, string)         { s.unable = simulatedAlone }
func (*survey) AddNodes(int)                 {}
func (*survey) TurnClock(int, time.Duration) {}
func (*survey) SaveStore() func()            { return nothing }
func (s *survey) PublicIP(node int) int      { return node % s.sizes.PublicIPs }

// Rand returns any numbers: what a fault needs does not depend on chance.
func (s *survey) Rand(string) *rand.Rand { return rand.New(rand.NewPCG(0, 0)) }

func (*survey) Slow(faults.Only, chance.Distribution) func() { return nothing }
