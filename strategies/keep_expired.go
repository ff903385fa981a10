package strategies

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// A KeepExpired returns the old token when a renewal fails, though it is expired or was refused:
// the carrier may still accept it. The next renewal begins some time after the failed one began.
// Without an old token it returns the error. It stands above a cache. The credential cache of
// aws-sdk-go-v2 does so for AWS's own sources, calls it static stability, and waits 5 to 10 min
// (aws/credential_cache.go, 26f0876).
type KeepExpired struct {
	Again  time.Duration // at least this long after a failed renewal began
	Spread time.Duration // plus a random time up to this, drawn evenly
}

func init() {
	Register("keep-expired", "answers a failed renewal with the old token: it stands above a cache",
		KeepExpired{Again: 5 * time.Minute, Spread: 5 * time.Minute})
}

// Settings declares when the next renewal may begin.
func (p KeepExpired) Settings(s *Settings) Part {
	s.Duration("again", &p.Again, 1, "How long after a failed renewal began none begins.")
	s.Duration("spread", &p.Spread, 0, "By how much longer at most, drawn evenly.")
	return p
}

// Source returns next, with the old token in place of a failure.
func (p KeepExpired) Source(env Env, next Source) Source {
	return &keepExpiredSource{
		KeepExpired: p, clock: env.Clock, rand: env.Rand, store: env.Store, next: next,
	}
}

type keepExpiredSource struct {
	KeepExpired
	clock Clock
	rand  *rand.Rand
	store Store
	next  Source

	mu      sync.Mutex
	resting time.Time // guarded by mu; no renewal before
}

func (k *keepExpiredSource) Token(ctx context.Context, rejected Token) (Token, error) {
	// A store that cannot be read has no token to keep.
	kept, err := k.store.Get(ctx)
	if err != nil || kept.IsZero() {
		return k.next.Token(ctx, rejected)
	}
	now := k.clock.Steady()
	if k.rests(now) {
		return kept, nil
	}
	t, err := k.next.Token(ctx, rejected)
	if err == nil || ctx.Err() != nil {
		return t, err
	}
	k.rest(now)
	return kept, nil
}

func (k *keepExpiredSource) rests(now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return now.Before(k.resting)
}

func (k *keepExpiredSource) rest(now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.resting = now.Add(k.Again)
	if k.Spread > 0 {
		k.resting = k.resting.Add(upTo(k.rand, k.Spread))
	}
}
