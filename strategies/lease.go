package strategies

import (
	"context"
	"time"
)

// A Lease lets one node renew for all, the one that holds the lease in the shared store. The
// other nodes read that store until there is a newer token, and return ErrShed when that takes
// too long. If the leader dies, another node takes the lease when it ends. While the shared store
// is down, every node renews for itself. Callers of one node are not kept in order: a [Lock]
// below does that.
type Lease struct {
	Hold     time.Duration // how long a lease lasts unless it is prolonged
	Poll     time.Duration // the time between two reads of the store
	Patience time.Duration // how long to wait for the leader's token
}

// The times are assumed: a lease is longer than any renewal, and a poll too short to be noticed.
func init() {
	Register("lease", "one node renews for all; the others read the shared store", Lease{
		Hold: 10 * time.Second, Poll: 200 * time.Millisecond, Patience: 15 * time.Second,
	})
}

// Settings declares how long a lease is held and waited for.
func (p Lease) Settings(s *Settings) Part {
	s.Duration("hold", &p.Hold, 1, "How long a lease lasts unless it is prolonged.")
	s.Duration("poll", &p.Poll, 1, "The time between two looks at the shared store.")
	s.Patience("patience", &p.Patience, "How long the others look at most.")
	return p
}

// Needs reports that it uses the shared store and the lease in it.
func (Lease) Needs() Needs { return Needs{Shared: true, Lease: true} }

// Source returns next, called by the node that holds the lease.
func (p Lease) Source(env Env, next Source) Source {
	rule := Cache{LookIfRefused: true, Shared: true}
	return &leaseSource{rule: p, lease: env.Lease, cache: rule.look(env, nil), next: next}
}

type leaseSource struct {
	rule  Lease
	lease LeaseStore
	cache lookSource
	next  Source
}

func (l *leaseSource) Token(ctx context.Context, rejected Token) (Token, error) {
	clock := l.cache.clock
	for begun := clock.Steady(); ; {
		t, why := l.cache.find(ctx, rejected)
		if why == WhyUnstated {
			return t, nil
		}
		grant, err := l.lease.Hold(ctx, l.rule.Hold)
		if grant.Held || err != nil {
			return l.next.Token(noteMiss(ctx, why), rejected)
		}
		if clock.Steady().Sub(begun) >= l.rule.Patience {
			return Token{}, ErrShed
		}
		if err := clock.Sleep(ctx, l.rule.Poll); err != nil {
			return Token{}, err
		}
	}
}
