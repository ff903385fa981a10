package redisstore

import (
	"context"
	"sync"
)

// A reads lets many callers read the same thing with few commands. While as many reads as there are
// lanes are under way, those who come share the next one, which begins after they came: none gets
// an answer that is older than its question. So a thousand callers of a Redis far away need a few
// connections, not a thousand.
type reads[T any] struct {
	mu   sync.Mutex
	busy int        // guarded by mu; reads under way
	next *answer[T] // guarded by mu; begins when one of them ends; nil: nobody waits for it
}

// lanes is assumed: a caller waits for an answer a quarter longer than alone at most.
const lanes = 4

func (s *reads[T]) ask(
	ctx context.Context, l *link, r route, read func(context.Context) (T, error),
) (T, error) {
	if err := l.check(ctx); err != nil {
		var none T
		return none, err
	}
	return s.join(l, r, read).wait(ctx, l, r)
}

// join returns the answer of a read that begins now or later.
func (s *reads[T]) join(l *link, r route, read func(context.Context) (T, error)) *answer[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.next != nil:
		return s.next
	case s.busy == lanes:
		s.next = newAnswer[T]()
		return s.next
	}
	s.busy++
	a := newAnswer[T]()
	go s.drive(a, l, r, read)
	return a
}

// drive carries out a read, and those who wait in turn.
func (s *reads[T]) drive(
	a *answer[T], l *link, r route, read func(context.Context) (T, error),
) {
	for a != nil {
		fill(a, l, r, read)
		s.mu.Lock()
		a, s.next = s.next, nil
		if a == nil {
			s.busy--
		}
		s.mu.Unlock()
	}
}
