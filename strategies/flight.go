package strategies

import (
	"context"
	"sync"
	"time"
)

// A flight is one renewal, made in the background or by the caller that began it. Its lock is held
// until it has landed; then all who wait pass.
type flight struct {
	landed Mutex
	token  Token
	err    error
}

func newFlight(newMutex func() Mutex) *flight {
	f := &flight{landed: newMutex(), err: errAbandoned}
	f.landed.TryLock()
	return f
}

// fly makes the renewal.
func (f *flight) fly(renew func() (Token, error)) {
	defer f.landed.Unlock()
	f.token, f.err = renew()
}

// wait returns the outcome, or the error of ctx if that ends before.
func (f *flight) wait(ctx context.Context) (Token, error) {
	if err := f.landed.Lock(ctx); err != nil {
		return Token{}, err
	}
	f.landed.Unlock()
	return f.token, f.err
}

// Flights make one renewal at a time, whose outcome is shared by all who come in the meantime.
type flights struct {
	env      Env
	inCaller bool          // a renewal ends with the context of the caller that began it
	patience time.Duration // how long a caller waits; 0: as long as it takes
	renew    func(ctx context.Context, rejected Token) (Token, error)

	mu     sync.Mutex
	flight *flight // guarded by mu; the one under way
}

// Token joins the renewal under way, or begins one.
func (s *flights) Token(ctx context.Context, rejected Token) (Token, error) {
	within, cancel := s.env.atMost(ctx, s.patience)
	defer cancel()
	for {
		f, mine := s.board()
		switch {
		case mine && s.inCaller:
			s.fly(ctx, f, rejected)
		case mine:
			s.env.Go(func(background context.Context) {
				s.fly(carry(background, ctx), f, rejected)
			})
		}
		t, err := f.wait(within)
		// A flight whose token this caller was just refused began before the refusal.
		if !mine && err == nil && t.Value == rejected.Value {
			continue
		}
		if within.Err() != nil && ctx.Err() == nil {
			return Token{}, ErrShed
		}
		return t, err
	}
}

// board returns the flight under way, or a new one, which the caller has to make.
func (s *flights) board() (f *flight, mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight != nil {
		return s.flight, false
	}
	s.flight = newFlight(s.env.NewMutex)
	return s.flight, true
}

func (s *flights) fly(ctx context.Context, f *flight, rejected Token) {
	f.fly(func() (Token, error) {
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.flight = nil
		}()
		return s.renew(ctx, rejected)
	})
}
