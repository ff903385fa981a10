package drive

import (
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A survey is a platform on which nothing happens: it notes what a fault does to the carrier, and
// cannot be done. So a scenario is refused before it is begun.
type survey struct {
	faults.Agenda
	sizes    measure.Sizes
	operated bool   // the target has an admin API
	unable   string // why it cannot be done; empty: it can
}

var _ faults.Platform = &survey{}

// mostSurveyed is how many happenings of a fault are looked at, assumed: one that recurs does again
// what it has done.
const mostSurveyed = 10_000

// unable says why a fault cannot be carried out; empty: it can.
func unable(k faults.Kind, sizes measure.Sizes, operated bool) (why string) {
	s := &survey{sizes: sizes, operated: operated}
	k.Apply(s)
	within := func(at time.Duration) bool { return at <= sizes.Length }
	for n := 0; n < mostSurveyed && s.Next(within); n++ {
	}
	return s.unable
}

// needs notes what only the operator of the carrier can do.
func (s *survey) needs() {
	if !s.operated {
		s.unable = needsServer
	}
}

func nothing() {}

// Answer needs a server that is told to.
func (s *survey) Answer(a faults.Answer) (end func()) {
	s.needs()
	server := a.Status >= 500 && a.Status <= 599
	switch {
	case s.unable != "":
	case a.Customer != nil:
		s.unable = "answers one customer alone, as no server does"
	case !server && a.Status != http.StatusUnauthorized && a.Status != http.StatusTooManyRequests:
		s.unable = "answers with a status other than 401, 429, 500 to 599, as no server does"
	}
	return nothing
}

// What the carrier does, and where requests seem to come from, is its operator's.
func (s *survey) LeaveThrough(int, int)   { s.needs() }
func (s *survey) NewPublicIP() int        { s.needs(); return s.sizes.PublicIPs + 1 }
func (s *survey) Ban(int)                 { s.needs() }
func (s *survey) Lift(int)                { s.needs() }
func (s *survey) KillTokens(int)          { s.needs() }
func (s *survey) Issue(int)               { s.needs() }
func (s *survey) Request(faults.Stranger) { s.needs() }

// What the fleet does can be done anywhere.
func (s *survey) Sizes() measure.Sizes                         { return s.sizes }
func (*survey) Began()                                         {}
func (*survey) Ended()                                         {}
func (*survey) StopNode(int) func()                            { return nothing }
func (*survey) StartNode(int)                                  {}
func (*survey) CrashNode(int)                                  {}
func (*survey) PauseNode(int) func()                           { return nothing }
func (*survey) AddNodes(int)                                   {}
func (*survey) TurnClock(int, time.Duration)                   {}
func (s *survey) PublicIP(node int) int                        { return node % s.sizes.PublicIPs }
func (*survey) CachesDown(faults.Caches) func()                { return nothing }
func (*survey) CachesSlow(faults.Caches, time.Duration) func() { return nothing }

// Rand returns any numbers: what a fault needs does not depend on them.
func (s *survey) Rand(string) *rand.Rand { return rand.New(rand.NewPCG(0, 0)) }

// Likewise what only lengthens, or loses, what the fleet sends.
func (*survey) Legs(faults.Traffic, chance.Distribution) func() { return nothing }
func (*survey) Lose(faults.Traffic, float64, float64) func()    { return nothing }
func (*survey) Slow(faults.Only, chance.Distribution) func()    { return nothing }
