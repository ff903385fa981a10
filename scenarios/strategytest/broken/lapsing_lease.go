package broken

import (
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A LapsingLease is a lease that its holder does not prolong: it ends under a request that takes
// longer, and a second node renews. Its look takes a token for usable until the very end of its
// life, whatever the margin of the stack's cache is.
type LapsingLease struct{ Hold, Poll, Patience time.Duration }

func init() {
	strategies.Register("lapsing-lease", "a lease that ends under its holder's request",
		LapsingLease{10 * time.Second, 200 * time.Millisecond, 15 * time.Second})
}

// Settings declares those of a lease.
func (p LapsingLease) Settings(s *strategies.Settings) strategies.Part {
	s.Duration("hold", &p.Hold, 1, "How long a lease lasts.")
	s.Duration("poll", &p.Poll, 1, "The time between two looks at the shared store.")
	s.Patience("patience", &p.Patience, "How long the others look at most.")
	return p
}

// Needs reports that it uses the shared store and the lease in it.
func (LapsingLease) Needs() strategies.Needs {
	return strategies.Needs{Shared: true, Lease: true}
}

// Source returns next, called by the node that holds the lease.
func (p LapsingLease) Source(env strategies.Env, next strategies.Source) strategies.Source {
	return &lapsingLease{p, env, next}
}

type lapsingLease struct {
	LapsingLease
	env  strategies.Env
	next strategies.Source
}

func (l *lapsingLease) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	clock := l.env.Clock
	for begun := clock.Steady(); ; {
		t, err := l.env.Shared.Get(ctx)
		if err == nil && t.Value != rejected.Value && clock.Now().Before(t.Expires) {
			return t, nil
		}
		grant, err := l.env.Lease.Hold(ctx, l.Hold)
		if grant.Held || err != nil {
			return l.next.Token(ctx, rejected)
		}
		if clock.Steady().Sub(begun) >= l.Patience {
			return strategies.Token{}, strategies.ErrShed
		}
		if err := clock.Sleep(ctx, l.Poll); err != nil {
			return strategies.Token{}, err
		}
	}
}
