package planted

import (
	"context"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A SleepingFollower makes one renewal at a time. Who comes meanwhile waits for it; where it fails
// he waits on, for as long as a token lives as a rule, although others renew before.
type SleepingFollower struct{ Nap time.Duration }

func init() {
	strategies.Register("sleeping-follower", "who waited for a renewal that failed waits on",
		SleepingFollower{time.Hour})
}

// Settings declares how long it waits on.
func (p SleepingFollower) Settings(s *strategies.Settings) strategies.Part {
	s.Duration("nap", &p.Nap, 1, "How long those wait on whose renewal failed.")
	return p
}

// Source returns next, called by one caller for all.
func (p SleepingFollower) Source(env strategies.Env, next strategies.Source) strategies.Source {
	return &sleepingFollower{rule: p, env: env, next: next}
}

type sleepingFollower struct {
	rule SleepingFollower
	env  strategies.Env
	next strategies.Source

	mu     sync.Mutex // guards what follows
	flight *renewal   // under way
}

// A renewal is locked until it is over.
type renewal struct {
	landed strategies.Mutex
	token  strategies.Token
	err    error
}

func (s *sleepingFollower) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	s.mu.Lock()
	f := s.flight
	if f == nil {
		f = &renewal{landed: s.env.NewMutex()}
		f.landed.TryLock()
		s.flight = f
		s.mu.Unlock()
		return s.fly(ctx, f, rejected)
	}
	s.mu.Unlock()
	if err := f.landed.Lock(ctx); err != nil {
		return strategies.Token{}, err
	}
	f.landed.Unlock()
	if f.err != nil {
		if err := s.env.Clock.Sleep(ctx, s.rule.Nap); err != nil {
			return strategies.Token{}, err
		}
		return s.next.Token(ctx, rejected)
	}
	return f.token, nil
}

func (s *sleepingFollower) fly(
	ctx context.Context, f *renewal, rejected strategies.Token,
) (strategies.Token, error) {
	f.token, f.err = s.next.Token(ctx, rejected)
	s.mu.Lock()
	s.flight = nil
	s.mu.Unlock()
	f.landed.Unlock()
	return f.token, f.err
}
