package strategies

import "time"

// A SingleFlight makes one renewal at a time, a flight. Callers that come in the meantime share
// its outcome, be it an error. The flight does not end when the caller that began it gives up, so
// that one impatient user does not fail the others (coder #26530); or it does, as with most
// hand-written ones and with golang.org/x/sync/singleflight by default.
type SingleFlight struct {
	InCaller bool          // the flight ends with the context of the caller that began it
	Patience time.Duration // who waits longer returns ErrShed; 0: as long as the flight takes
}

func init() {
	Register("single-flight", "one renewal at a time, whose outcome all share", SingleFlight{})
}

// Settings declares in whose context the flight runs, and how long it is waited for.
func (p SingleFlight) Settings(s *Settings) Part {
	s.Either("context", &p.InCaller, "detached", "caller",
		"Whether a renewal outlasts the caller that began it, or ends with it.")
	s.Duration("patience", &p.Patience, 0,
		"How long a caller waits for the flight, which goes on; 0s is as long as it takes.")
	return p
}

// Source returns next, called by one caller for all.
func (p SingleFlight) Source(env Env, next Source) Source {
	return &flights{
		env: env, inCaller: p.InCaller, patience: p.Patience, renew: next.Token,
	}
}
