package strategies

import "context"

// A Semaphore lets at most so many renewals (below the retry) or actions (above it) pass at once;
// the others wait, first come, first served. A pool of threads or of connections is one.
type Semaphore struct {
	AtMost int
	Per    Scope
}

func init() {
	Register("semaphore", "at most so many at once; the others wait", Semaphore{Per: PerNode})
}

// Settings declares how many pass at once.
func (p Semaphore) Settings(s *Settings) Part {
	s.Count("at_most", &p.AtMost, 1, mostTurns, "How many pass at once.")
	s.scope(&p.Per)
	return p
}

// Needs reports whether nodes share it.
func (p Semaphore) Needs() Needs { return p.Per.needs() }

// Source returns next behind the semaphore.
func (p Semaphore) Source(env Env, next Source) Source {
	return &queuedSource{p.turns(env), everybody, next}
}

// Strategy returns next behind the semaphore.
func (p Semaphore) Strategy(env Env, next Strategy) Strategy {
	return &queuedStrategy{p.turns(env), everybody, next}
}

func (p Semaphore) turns(env Env) *turns {
	return Within(env, p.Per, func() *turns { return newTurns(env, p.AtMost) })
}

func everybody(context.Context) (rank int, waits bool) { return 0, true }
