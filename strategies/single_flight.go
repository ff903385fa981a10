package strategies

import (
	"context"
	"sync"
)

// A SingleFlight lets one renewal fly at a time; who comes meanwhile shares its outcome, failures
// included. The flight is detached from the context of the caller that began it, so that one
// impatient user does not fail the others (coder #26530), or runs in it, as most hand-written ones
// do (golang.org/x/sync/singleflight by default).
type SingleFlight struct {
	InCaller bool // the flight ends with the context of the caller that began it
}

func init() {
	Register("single-flight", "one renewal at a time, whose outcome all share", SingleFlight{})
}

// Settings declares in whose context the flight runs.
func (p SingleFlight) Settings(s *Settings) Part {
	s.Either("context", &p.InCaller, "detached", "caller",
		"Whether a renewal outlasts the caller that began it, or ends with it.")
	return p
}

// Source returns next, asked by one caller for all.
func (p SingleFlight) Source(env Env, next Source) Source {
	return &singleFlightSource{inCaller: p.InCaller, newMutex: env.NewMutex, start: env.Go, next: next}
}

type singleFlightSource struct {
	inCaller bool
	newMutex func() Mutex
	start    func(func(context.Context))
	next     Source

	mu     sync.Mutex
	flight *flight // guarded by mu; the one in the air
}

// A flight is one renewal. Its lock is held until it has landed; then whoever waits passes through.
type flight struct {
	landed Mutex
	token  Token
	err    error
}

func (s *singleFlightSource) Token(ctx context.Context, rejected Token) (Token, error) {
	for {
		f, mine := s.board()
		switch {
		case mine && s.inCaller:
			s.fly(ctx, f, rejected)
		case mine:
			s.start(func(background context.Context) {
				s.fly(carryWhy(background, ctx), f, rejected)
			})
		}
		if err := f.landed.Lock(ctx); err != nil {
			return Token{}, err
		}
		f.landed.Unlock()
		// A flight that brought the very token this caller was refused began before the refusal.
		if !mine && f.err == nil && f.token.Value == rejected.Value {
			continue
		}
		return f.token, f.err
	}
}

// board returns the flight in the air, or a new one that is the caller's to fly.
func (s *singleFlightSource) board() (f *flight, mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight != nil {
		return s.flight, false
	}
	f = &flight{landed: s.newMutex(), err: errAbandoned}
	f.landed.TryLock()
	s.flight = f
	return f, true
}

func (s *singleFlightSource) fly(ctx context.Context, f *flight, rejected Token) {
	defer func() {
		s.mu.Lock()
		s.flight = nil
		s.mu.Unlock()
		f.landed.Unlock()
	}()
	f.token, f.err = s.next.Token(ctx, rejected)
}
