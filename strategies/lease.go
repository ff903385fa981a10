package strategies

import (
	"context"
	"time"
)

// leasePart lets one node renew for all: the one that holds the lease in the shared store. The
// others read that store until the leader has put a newer token there, and are refused with
// ErrShed when that takes too long. A leader that dies is replaced when its lease runs out. While
// the shared store is down every node renews for itself. Within the leading node it does not
// order the callers: a lock below does.
type leasePart struct {
	hold     time.Duration // how long a lease lasts unless prolonged
	poll     time.Duration // between two looks at the store
	patience time.Duration // how long to look
}

// The times are assumed: a lease outlasts any renewal, and a poll is shorter than a user notices.
var _ = part("lease", "one node renews for all; the others read the shared store",
	func(s *settings) Part {
		p := leasePart{hold: 10 * time.Second, poll: 200 * time.Millisecond, patience: 15 * time.Second}
		s.duration("hold", &p.hold, 1)
		s.duration("poll", &p.poll, 1)
		s.duration("patience", &p.patience, 0)
		return p
	})

func (p leasePart) Source(env Env, next Source) Source {
	rule := cacheRule{refused: lookRefused, store: sharedStore}
	return &leaseSource{leasePart: p, lease: env.Lease, cache: rule.source(env, nil), next: next}
}

type leaseSource struct {
	leasePart
	lease Lease
	cache lookSource
	next  Source
}

func (l *leaseSource) Token(ctx context.Context, rejected Token) (Token, error) {
	clock := l.cache.clock
	for begun := clock.Now(); ; {
		t, why := l.cache.find(ctx, rejected)
		if why == WhyUnstated {
			return t, nil
		}
		held, err := l.lease.Hold(ctx, l.hold)
		if held || err != nil {
			return l.next.Token(noteMiss(ctx, why), rejected)
		}
		if clock.Now().Sub(begun) >= l.patience {
			return Token{}, ErrShed
		}
		if err := clock.Sleep(ctx, l.poll); err != nil {
			return Token{}, err
		}
	}
}
