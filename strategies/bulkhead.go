package strategies

import "context"

// A Bulkhead lets so many actions (above the retry) or renewals (below it) of a class go on at once
// on a node, whichever customers they are for; the others of the class wait, in their order. Calls
// of other classes pass: what one class does to the threads and the quota of the rest is bounded.
// See [WithClass].
type Bulkhead struct {
	Class  string // whose calls are held back
	AtMost int    // how many of them go on at once
}

func init() {
	Register("bulkhead", "so many of one class of calls at once; the others of it wait", Bulkhead{})
}

// Settings declares whose calls are held back, and how many may go on.
func (p Bulkhead) Settings(s *Settings) Part {
	s.Class("class", &p.Class, "Whose calls are held back; calls of other classes pass.")
	s.Count("at_most", &p.AtMost, 1, mostTurns, "How many of them go on at once on a node.")
	return p
}

// rank lets all other classes pass.
func (p Bulkhead) rank(ctx context.Context) (rank int, waits bool) {
	return 0, ClassOf(ctx) == p.Class
}

// Source returns next behind the bulkhead.
func (p Bulkhead) Source(env Env, next Source) Source {
	return &queuedSource{p.turns(env), p.rank, next}
}

// Strategy returns next behind the bulkhead.
func (p Bulkhead) Strategy(env Env, next Strategy) Strategy {
	return &queuedStrategy{p.turns(env), p.rank, next}
}

func (p Bulkhead) turns(env Env) *turns {
	return Within(env, PerNode, func() *turns { return newTurns(env, p.AtMost) })
}
