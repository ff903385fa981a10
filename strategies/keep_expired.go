package strategies

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// keepExpiredPart answers a failed renewal with the token that was to be replaced, expired or
// refused as it may be, and does not ask again until some time after the renewal began: the carrier
// may take the token still, and if not, it says so. Without a token the failure is the answer. It
// stands above a cache. So does aws-sdk-go-v2's credential cache for AWS's own sources, which
// calls it static stability and waits 5 to 10 min (aws/credential_cache.go, 26f0876).
type keepExpiredPart struct {
	again  time.Duration // at least this long after a failed renewal began
	spread time.Duration // and longer by up to this, drawn evenly
}

var _ = part("keep-expired", "answers a failed renewal with the old token: it stands above a cache",
	func(s *settings) Part {
		p := keepExpiredPart{again: 5 * time.Minute, spread: 5 * time.Minute}
		s.duration("again", &p.again, 1)
		s.duration("spread", &p.spread, 0)
		return p
	})

func (p keepExpiredPart) Source(env Env, next Source) Source {
	return &keepExpiredSource{
		keepExpiredPart: p, clock: env.Clock, rand: env.Rand, store: env.Store, next: next,
	}
}

type keepExpiredSource struct {
	keepExpiredPart
	clock Clock
	rand  *rand.Rand
	store Store
	next  Source

	mu      sync.Mutex
	resting time.Time // guarded by mu; no renewal before
}

func (k *keepExpiredSource) Token(ctx context.Context, rejected Token) (Token, error) {
	// A store that is down has no token to keep.
	kept, err := k.store.Get(ctx)
	if err != nil || kept.IsZero() {
		return k.next.Token(ctx, rejected)
	}
	now := k.clock.Now()
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
	k.resting = now.Add(k.again)
	if k.spread > 0 {
		k.resting = k.resting.Add(upTo(k.rand, k.spread))
	}
}
