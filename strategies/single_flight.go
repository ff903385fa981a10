package strategies

import (
	"context"
	"sync"
)

// A SingleFlight makes one renewal at a time, a flight. Callers that come in the meantime share
// its outcome, be it an error. The flight does not end when the caller that began it gives up, so
// that one impatient user does not fail the others (coder #26530); or it does, as with most
// hand-written ones and with golang.org/x/sync/singleflight by default.
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

// Source returns next, called by one caller for all.
func (p SingleFlight) Source(env Env, next Source) Source {
	return &singleFlightSource{inCaller: p.InCaller, newMutex: env.NewMutex, start: env.Go, next: next}
}

type singleFlightSource struct {
	inCaller bool
	newMutex func() Mutex
	start    func(func(context.Context))
	next     Source

	mu     sync.Mutex
	flight *flight // guarded by mu; the one under way
}

// A flight is one renewal. Its lock is held until it has landed; then all who wait pass.
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
		// A flight whose token this caller was just refused began before the refusal.
		if !mine && f.err == nil && f.token.Value == rejected.Value {
			continue
		}
		return f.token, f.err
	}
}

// board returns the flight under way, or a new one, which the caller has to make.
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
