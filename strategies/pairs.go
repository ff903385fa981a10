package strategies

import (
	"context"
	"sync"
	"time"
)

// What a process does so that no newer pair is lost, and no older one presented: it remembers the
// newest that it has seen, and puts it back into a store that has an older one.

// Remembers reports whether a stack of these parts remembers the pair, and puts it back into a
// store that has lost it.
func Remembers(parts ...Part) bool {
	shared := NeedsOf(parts...).Shared
	for _, p := range parts {
		if c, ok := p.(Cache); ok && c.Shared == shared && c.RememberWhenDown {
			return true
		}
	}
	return false
}

// SignIn puts the pair of somebody who has just signed in. Whatever a process remembers of earlier
// ones is older, for a generation is never more than the seconds since 1970: nobody renews more
// often than once a second for so long.
func SignIn(
	ctx context.Context, clock interface{ Now() time.Time }, store Store, pair Token,
) error {
	held, _ := store.Get(ctx) // one that cannot be read may still be written
	pair.Generation = max(held.Generation+2, clock.Now().Unix())
	return store.Put(ctx, pair)
}

// SignOut leaves no pair in the store. Unlike a store that has lost its pair it is not healed: a
// process that remembers one forgets it.
func SignOut(ctx context.Context, clock interface{ Now() time.Time }, store Store) error {
	return SignIn(ctx, clock, store, Token{})
}

// newer returns t, which was read, or the pair that is remembered if that is newer. Then the store
// has lost its last write, or never got it, and is written again.
func (r *rememberingStore) newer(ctx context.Context, t Token) Token {
	if r.memory == nil {
		return t
	}
	last := r.last(ctx)
	if last.Refresh == "" || last.Generation <= t.Generation {
		r.remember(ctx, t)
		return t
	}
	ctx, cancel := r.bounded(WithCondition(ctx, NotOlder))
	defer cancel()
	_ = r.store.Put(ctx, last) // the next read tries again
	return last
}

// newest returns the newest pair. A store that is down has none, whatever is remembered: another
// node may have renewed.
func (r *rememberingStore) newest(ctx context.Context) (Token, error) {
	within, cancel := r.bounded(ctx)
	defer cancel()
	t, err := r.store.Get(within)
	if err != nil {
		return Token{}, err
	}
	return r.newer(ctx, t), nil
}

// savePause is the time between two tries to write a pair, and saveLimit how long one may take:
// assumed. The shorter the pause, the less likely another node reads the old pair before.
const (
	savePause = 100 * time.Millisecond
	saveLimit = 10 * time.Second
)

// save writes a pair in the background, unless a newer one is there or remembered by then. The
// lease under which it was got is kept meanwhile.
func (r *rememberingStore) save(ctx context.Context, t Token) {
	saved := unsavedOf(ctx).add()
	condition, fence := WithCondition(context.Background(), NotOlder), FenceOf(ctx)
	r.env.Go(func(ctx context.Context) {
		defer saved()
		for r.env.Clock.Sleep(ctx, savePause) == nil && r.last(ctx).Generation <= t.Generation {
			within, cancel := r.env.WithTimeout(carry(ctx, condition), saveLimit)
			err := r.store.Put(WithFence(within, fence), t)
			cancel()
			if err == nil {
				return
			}
		}
	})
}

// Unsaved counts the pairs that were got under a lease and are not stored yet.
type unsaved struct {
	mu   sync.Mutex // guards what follows
	left int
	done func() // called when none is left; nil: nobody waits
}

type unsavedKey struct{}

// unsavedOf returns the count of the lease that ctx is under; nil: it is under none.
func unsavedOf(ctx context.Context) *unsaved {
	u, _ := ctx.Value(unsavedKey{}).(*unsaved)
	return u
}

// add counts a pair; saved is called once it is stored.
func (u *unsaved) add() (saved func()) {
	if u == nil {
		return func() {}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.left++
	return u.saved
}

func (u *unsaved) saved() {
	u.mu.Lock()
	u.left--
	done := u.done
	if u.left > 0 {
		done = nil
	}
	u.mu.Unlock()
	if done != nil {
		done()
	}
}

// then calls done once all is stored.
func (u *unsaved) then(done func()) {
	u.mu.Lock()
	waits := u.left > 0
	if waits {
		u.done = done
	}
	u.mu.Unlock()
	if !waits {
		done()
	}
}
