package broken

import (
	"context"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A WaitingLook remembers what it saw in the store for when that is down, but a store that is slow
// it waits for each time anew, for Patience: users who wait less are never served.
type WaitingLook struct{ Patience time.Duration }

func init() {
	strategies.Register("waiting-look", "a look that waits for a slow store each time",
		WaitingLook{})
}

// Settings declares how long it waits.
func (p WaitingLook) Settings(s *strategies.Settings) strategies.Part {
	s.Duration("patience", &p.Patience, 1, "How long to wait for the store.")
	return p
}

// Needs reports that the store is shared.
func (p WaitingLook) Needs() strategies.Needs { return strategies.Needs{Shared: true} }

// Source returns next behind the look.
func (p WaitingLook) Source(env strategies.Env, next strategies.Source) strategies.Source {
	return &waitingLook{rule: p, env: env, next: next}
}

type waitingLook struct {
	rule WaitingLook
	env  strategies.Env
	next strategies.Source

	mu   sync.Mutex // guards what follows
	last strategies.Token
}

func (l *waitingLook) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	within, cancel := l.env.WithTimeout(ctx, l.rule.Patience)
	defer cancel()
	t, err := l.env.Shared.Get(within)
	if err != nil && ctx.Err() == nil {
		t, err = l.remembered(), nil
	}
	usable := !t.IsZero() && l.env.Clock.Now().Before(t.Expires) && t.Value != rejected.Value
	if err == nil && !usable {
		t, err = l.next.Token(ctx, rejected)
	}
	if err == nil {
		l.remember(t)
	}
	return t, err
}

func (l *waitingLook) remembered() strategies.Token {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

func (l *waitingLook) remember(t strategies.Token) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = t
}
