package strategies

import (
	"context"
	"sync"
	"time"
)

// A rememberingStore is a token cache, which counts as down when a caller has waited for it for
// patience, and a memory of what this process last saw in it.
//
// With a patience, a read that nobody waits for to its end means that the cache is slow. It stays
// slow until a read in the background is answered sooner than that, as a breaker stays open until a
// probe succeeds.
type rememberingStore struct {
	env      Env
	store    Store
	patience time.Duration // 0: as long as it takes
	memory   *MemoryStore  // expiries by the steady clock; nil: nothing is remembered

	mu      sync.Mutex    // guards what follows
	wait    time.Duration // how long a caller has waited for it in vain; 0: it is not slow
	reading bool          // in the background
	read    time.Time     // when the last read in the background ended
}

// A read in the background ends after readLimit, and the next begins readPause later. Assumed: both
// are short beside the life of a token.
const (
	readLimit = 10 * time.Second
	readPause = time.Second
)

// leastWait is the part of patience, one in so many, that a caller has to wait for the cache before
// its leaving says that the cache is slow: assumed.
const leastWait = 10

// bounded returns the context of an operation of the cache, which ends after patience.
func (r *rememberingStore) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return r.env.atMost(ctx, r.patience)
}

// remember keeps t for the time when the cache is down. What is remembered expires by the steady
// clock: a step of the other one, which a shared store does not see either, makes no dead token
// outlive those that came after it. An older pair does not replace a newer one.
func (r *rememberingStore) remember(ctx context.Context, t Token) {
	if r.memory != nil && (!t.IsZero() || t.Generation > 0) {
		clock := r.env.Clock
		t = t.expiring(clock.Steady().Sub(clock.Now()))
		if t.Refresh != "" {
			ctx = WithFence(ctx, 0) // its generation says whether it is older, whatever leases are forgotten
		}
		_ = r.memory.Put(WithCondition(ctx, NotOlder), t) // it has no errors
	}
}

// last returns what was last seen of the cache.
func (r *rememberingStore) last(ctx context.Context) Token {
	t, _ := r.memory.Get(ctx)
	clock := r.env.Clock
	return t.expiring(clock.Now().Sub(clock.Steady()))
}

// expiring returns t with an expiry that is so much later, if it has one.
func (t Token) expiring(later time.Duration) Token {
	if !t.Expires.IsZero() {
		t.Expires = t.Expires.Add(later)
	}
	return t
}

// Get reads the cache, or while it is down the token that was last seen in it.
func (r *rememberingStore) Get(ctx context.Context) (Token, error) {
	within, cancel := r.bounded(ctx)
	defer cancel()
	if r.memory == nil {
		return r.store.Get(within)
	}
	begun := r.env.Clock.Steady()
	t, err := r.store.Get(within)
	if err == nil {
		return r.newer(ctx, t), nil
	}
	if r.patience > 0 && within.Err() != nil {
		r.slow(r.env.Clock.Steady().Sub(begun))
	}
	if ctx.Err() == nil {
		if kept := r.last(ctx); !kept.IsZero() {
			return kept, nil
		}
	}
	return t, err
}

// Put writes the cache. A caller has its token even if the cache cannot be written: the next one
// renews. With a pair that cannot be, as the one in the cache was superseded by it, so it is
// written in the background until the cache takes it.
func (r *rememberingStore) Put(ctx context.Context, t Token) {
	r.remember(ctx, t)
	within, cancel := r.bounded(ctx)
	defer cancel()
	if err := r.store.Put(within, t); err != nil && r.memory != nil && t.Refresh != "" {
		r.save(ctx, t)
	}
}

// recall reports whether the cache is slow, and returns what was last seen in it.
func (r *rememberingStore) recall(ctx context.Context) (last Token, slow bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.wait == 0 {
		return Token{}, false
	}
	if !r.reading && r.env.Clock.Steady().Sub(r.read) >= readPause {
		r.reading = true
		r.env.Go(r.readAgain)
	}
	return r.last(ctx), true
}

// readAgain reads the cache in the background.
func (r *rememberingStore) readAgain(ctx context.Context) {
	begun := r.env.Clock.Steady()
	ctx, cancel := r.env.WithTimeout(ctx, readLimit)
	defer cancel()
	t, err := r.store.Get(ctx)
	// A token that came meanwhile is not replaced by an older one: that expires earlier.
	if t.Expires.After(r.last(ctx).Expires) {
		r.remember(ctx, t)
	}
	now := r.env.Clock.Steady()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reading, r.read = false, now
	if err == nil && now.Sub(begun) < r.wait {
		r.wait = 0
	}
}

// slow notes how long a caller has waited for the cache in vain.
func (r *rememberingStore) slow(waited time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if waited >= r.patience/leastWait {
		r.wait = max(1, waited)
	}
}
