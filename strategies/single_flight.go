package strategies

// A SingleFlight makes one renewal at a time, a flight. Callers that come in the meantime share
// its outcome, be it an error. The flight does not end when the caller that began it gives up, so
// that one impatient user does not fail the others (coder #26530); or it does, as with most
// hand-written ones and with golang.org/x/sync/singleflight by default.
type SingleFlight struct {
	InCaller bool // the flight ends with the context of the caller that began it
}

func init() {
	Register("single-flight", "one renewal at a time, whose outcome all share", SingleFlight{})
}

// Settings declares in whose context the flight runs.
func (p SingleFlight) Settings(s *Settings) Part {
	s.Either("context", &p.InCaller, "detached", "caller",
		"Whether a renewal outlasts the caller that began it, or ends with it.")
	return p
}

// Source returns next, called by one caller for all.
func (p SingleFlight) Source(env Env, next Source) Source {
	return &flights{
		inCaller: p.InCaller, newMutex: env.NewMutex, start: env.Go, renew: next.Token,
	}
}
