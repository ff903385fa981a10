package broken

import "github.com/tokenstorm/tokenstorm/strategies"

// A WallClockRation is a ration by the time of day: a clock that is set back puts its permits off
// by as much, and one that is set ahead gives one for free.
type WallClockRation strategies.Ration

func init() {
	strategies.Register("wall-clock-ration", "a ration by the time of day",
		WallClockRation{Burst: 1, Patience: strategies.Forever})
}

// Settings declares those of a ration.
func (p WallClockRation) Settings(s *strategies.Settings) strategies.Part {
	return WallClockRation(strategies.Ration(p).Settings(s).(strategies.Ration))
}

// Source returns next behind the ration.
func (p WallClockRation) Source(env strategies.Env, next strategies.Source) strategies.Source {
	env.Clock = wallClock{env.Clock}
	return strategies.Ration(p).Source(env, next)
}
