package strategies

import (
	"context"
	"math"
	"sync"
)

// A Queue lets callers stand in line for a renewal. The head of the line renews, and its token
// serves all who stood behind it. If the head fails, the next in line tries for itself. A caller
// who finds the line full gets ErrShed.
type Queue struct {
	Depth int // how many may stand behind the head
}

func init() {
	Register("queue", "a line; the head renews for those behind it", Queue{Depth: math.MaxInt})
}

// Settings declares how long the line may be.
func (p Queue) Settings(s *Settings) Part {
	s.Count("depth", &p.Depth, 0, math.MaxInt, "How many may stand behind the head of the line.")
	return p
}

// Source returns next, called by the head of the line.
func (p Queue) Source(env Env, next Source) Source {
	return &queueSource{depth: p.Depth, head: env.NewMutex(), next: next}
}

type queueSource struct {
	depth int
	head  Mutex
	next  Source

	mu      sync.Mutex // guards what follows
	length  int        // how many stand in line, the head included
	renewed uint64     // how many renewals succeeded
	token   Token      // of the last of these
}

func (q *queueSource) Token(ctx context.Context, rejected Token) (Token, error) {
	joined, ok := q.join()
	if !ok {
		return Token{}, ErrShed
	}
	defer q.leave()
	if err := q.head.Lock(ctx); err != nil {
		return Token{}, err
	}
	defer q.head.Unlock()
	if t, ok := q.since(joined); ok && t.Value != rejected.Value {
		return t, nil
	}
	t, err := q.next.Token(ctx, rejected)
	if err != nil {
		return Token{}, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.renewed++
	q.token = t
	return t, nil
}

// join enters the line if there is room, and returns how many renewals there were before.
func (q *queueSource) join() (renewed uint64, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.length > q.depth {
		return 0, false
	}
	q.length++
	return q.renewed, true
}

func (q *queueSource) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.length--
}

// since returns the last token, and whether it is newer than that many renewals.
func (q *queueSource) since(renewed uint64) (Token, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.token, q.renewed > renewed
}
