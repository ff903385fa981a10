package strategies

import (
	"context"
	"slices"
)

// A Priority lets so many actions (above the retry) or renewals (below it) go on at once on a node.
// The others wait: those of the class that is named first before all others, and so on; those of no
// such class, and what runs in the background, come last. Of one class, first come, first served.
// See [WithClass].
type Priority struct {
	Classes []string // the most important first
	AtMost  int      // how many go on at once
}

func init() {
	Register("priority", "so many calls at once; who waits goes in the order of classes",
		Priority{AtMost: 1})
}

// Settings declares the order of the classes, and how many calls may go on.
func (p Priority) Settings(s *Settings) Part {
	s.Classes("classes", &p.Classes, "Classes of calls, the most important first; others come last.")
	s.Count("at_most", &p.AtMost, 1, mostTurns, "How many calls go on at once on a node.")
	return p
}

// Brief is the setting that a file may write alone, in place of all.
func (Priority) Brief() string { return "classes" }

func (p Priority) rank(ctx context.Context) (rank int, waits bool) {
	rank = slices.Index(p.Classes, ClassOf(ctx))
	if rank < 0 {
		rank = len(p.Classes)
	}
	return rank, true
}

// Source returns next, called in the order of classes.
func (p Priority) Source(env Env, next Source) Source {
	return &queuedSource{p.turns(env), p.rank, next}
}

// Strategy returns next, called in the order of classes.
func (p Priority) Strategy(env Env, next Strategy) Strategy {
	return &queuedStrategy{p.turns(env), p.rank, next}
}

func (p Priority) turns(env Env) *turns {
	return Within(env, PerNode, func() *turns { return newTurns(env, p.AtMost) })
}
