package strategies

import (
	"context"
	"slices"
	"sync"
)

// Turns let so many pass at a time. Who waits for a turn stands behind all of his rank and of lower
// ranks.
type turns struct {
	newMutex func() Mutex

	mu      sync.Mutex // guards what follows
	free    int
	waiting []*turn // in the order in which they pass
}

// A turn is somebody's in the line.
type turn struct {
	rank int
	come Mutex // held until the turn has come
}

// mostTurns is far beyond what one node does at once.
const mostTurns = 1_000_000

func newTurns(env Env, atMost int) *turns { return &turns{newMutex: env.NewMutex, free: atMost} }

// take waits for a turn, which give ends, or until ctx is done.
func (t *turns) take(ctx context.Context, rank int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.mu.Lock()
	if t.free > 0 {
		t.free--
		t.mu.Unlock()
		return nil
	}
	mine := &turn{rank: rank, come: t.newMutex()}
	mine.come.TryLock()
	behind := slices.IndexFunc(t.waiting, func(o *turn) bool { return o.rank > rank })
	if behind < 0 {
		behind = len(t.waiting)
	}
	t.waiting = slices.Insert(t.waiting, behind, mine)
	t.mu.Unlock()
	err := mine.come.Lock(ctx)
	if err != nil {
		t.abandon(mine)
	}
	return err
}

// abandon leaves the line, or gives back a turn that came too late.
func (t *turns) abandon(mine *turn) {
	t.mu.Lock()
	i := slices.Index(t.waiting, mine)
	if i >= 0 {
		t.waiting = slices.Delete(t.waiting, i, i+1)
	}
	t.mu.Unlock()
	if i < 0 {
		t.give()
	}
}

// give ends a turn. It is the next one's then.
func (t *turns) give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		t.free++
		return
	}
	next := t.waiting[0]
	t.waiting = slices.Delete(t.waiting, 0, 1)
	next.come.Unlock()
}

// A queuedSource and a queuedStrategy let next be called in turns, by those whom rank does not let
// pass.
type queuedSource struct {
	*turns
	rank func(ctx context.Context) (rank int, waits bool)
	next Source
}

func (q *queuedSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if rank, waits := q.rank(ctx); waits {
		if err := q.take(ctx, rank); err != nil {
			return Token{}, err
		}
		defer q.give()
	}
	return q.next.Token(ctx, rejected)
}

type queuedStrategy struct {
	*turns
	rank func(ctx context.Context) (rank int, waits bool)
	next Strategy
}

func (q *queuedStrategy) Do(ctx context.Context, call func(context.Context, Token) error) error {
	if rank, waits := q.rank(ctx); waits {
		if err := q.take(ctx, rank); err != nil {
			return err
		}
		defer q.give()
	}
	return q.next.Do(ctx, call)
}
