package broken

import "github.com/tokenstorm/tokenstorm/strategies"

// A WallClockBreaker is a breaker by the time of day: a clock that is set ahead ends its silence,
// and one that is set back prolongs it.
type WallClockBreaker strategies.Breaker

func init() {
	strategies.Register("wall-clock-breaker", "a breaker by the time of day",
		WallClockBreaker{On: []int{403}, Open: 605e9, Per: strategies.PerNode})
}

// Settings declares those of a breaker.
func (p WallClockBreaker) Settings(s *strategies.Settings) strategies.Part {
	return WallClockBreaker(strategies.Breaker(p).Settings(s).(strategies.Breaker))
}

// Source returns next behind the breaker.
func (p WallClockBreaker) Source(env strategies.Env, next strategies.Source) strategies.Source {
	env.Clock = wallClock{env.Clock}
	return strategies.Breaker(p).Source(env, next)
}
