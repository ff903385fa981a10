package strategies

import (
	"context"
	"slices"
	"sync"
)

// A Semaphore lets at most so many renewals (below the retry) or actions (above it) pass at once;
// the others wait, first come, first served. A pool of threads or of connections is one.
type Semaphore struct {
	AtMost int
	Per    Scope
}

func init() {
	Register("semaphore", "at most so many at once; the others wait", Semaphore{Per: PerNode})
}

// Settings declares how many pass at once.
func (p Semaphore) Settings(s *Settings) Part {
	s.Count("at_most", &p.AtMost, 1, 1_000_000, "How many pass at once.")
	s.scope(&p.Per)
	return p
}

// Needs reports whether nodes share it.
func (p Semaphore) Needs() Needs { return p.Per.needs() }

// Source returns next behind the semaphore.
func (p Semaphore) Source(env Env, next Source) Source {
	return &semaphoreSource{p.within(env), next}
}

// Strategy returns next behind the semaphore.
func (p Semaphore) Strategy(env Env, next Strategy) Strategy {
	return &semaphoreStrategy{p.within(env), next}
}

func (p Semaphore) within(env Env) *semaphore {
	return Within(env, p.Per, func() *semaphore {
		return &semaphore{newMutex: env.NewMutex, free: p.AtMost}
	})
}

type semaphore struct {
	newMutex func() Mutex

	mu      sync.Mutex
	free    int     // guarded by mu
	waiting []Mutex // guarded by mu; each is locked until its turn
}

// enter waits for a permit.
func (s *semaphore) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	if s.free > 0 {
		s.free--
		s.mu.Unlock()
		return nil
	}
	turn := s.newMutex()
	turn.TryLock()
	s.waiting = append(s.waiting, turn)
	s.mu.Unlock()
	err := turn.Lock(ctx)
	if err == nil {
		return nil
	}
	s.mu.Lock()
	i := slices.Index(s.waiting, turn)
	if i >= 0 {
		s.waiting = slices.Delete(s.waiting, i, i+1)
	}
	s.mu.Unlock()
	if i < 0 { // its turn came just then: pass it on
		s.leave()
	}
	return err
}

// leave gives a permit back.
func (s *semaphore) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) == 0 {
		s.free++
		return
	}
	s.waiting[0].Unlock()
	s.waiting = s.waiting[1:]
}

type semaphoreSource struct {
	permits *semaphore
	next    Source
}

func (s *semaphoreSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if err := s.permits.enter(ctx); err != nil {
		return Token{}, err
	}
	defer s.permits.leave()
	return s.next.Token(ctx, rejected)
}

type semaphoreStrategy struct {
	permits *semaphore
	next    Strategy
}

func (s *semaphoreStrategy) Do(
	ctx context.Context, call func(context.Context, Token) error,
) error {
	if err := s.permits.enter(ctx); err != nil {
		return err
	}
	defer s.permits.leave()
	return s.next.Do(ctx, call)
}
