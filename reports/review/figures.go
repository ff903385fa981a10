package review

import (
	"math"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Figures of a run that only a review has.
var (
	firstBan = measure.Figure{
		Name: "first_ban", Unit: "s", About: "when the first ban fell, since the run's start",
		Of: func(o *measure.Outcome) float64 {
			if o.Bans.First == nil {
				return math.NaN()
			}
			return o.Bans.First.Seconds()
		},
	}
	slowest = measure.Figure{
		Name: "slowest", Unit: "ms", About: "the slowest success",
		Of: func(o *measure.Outcome) float64 { return float64(o.Slowest.Microseconds()) / 1000 },
	}
	sessionLasts = measure.Figure{
		Name: "session_lasts", Unit: "min", About: "when the first session was lost, since the start",
		Of: func(o *measure.Outcome) float64 {
			if o.Sessions == nil || o.Sessions.First == nil {
				return math.NaN()
			}
			return o.Sessions.First.Minutes()
		},
	}
	served = measure.Figure{
		Name: "served", About: "user actions that succeeded", More: true,
		Of: func(o *measure.Outcome) float64 { return float64(o.Actions.Succeeded) },
	}
	refusals = measure.Figure{
		Name: "throttled", About: "token requests that were answered 429",
		Of: func(o *measure.Outcome) float64 { return float64(o.Token.Status.TooMany) },
	}
	failures = measure.Figure{
		Name: "failed", About: "user actions that failed",
		Of: func(o *measure.Outcome) float64 { return float64(o.Actions.Failed) },
	}
)

// figure is the study's figure of that name, which must exist.
func figure(name string) measure.Figure {
	f, err := measure.FigureNamed(name)
	if err != nil {
		panic(err) // names are ours
	}
	return f
}

var (
	banned        = figure("banned")
	tokenRequests = figure("token_requests")
	success       = figure("success")
	median        = figure("p50")
	p99           = figure("p99")
	burst         = figure("burst")
	average       = figure("average")
	bannedMinutes = figure("banned_minutes")
	recoveryTime  = figure("recovery")
	sessionsLost  = figure("sessions_lost")
)
