package planted

import (
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A LateWriter is a cache that writes what it got a while after it came, in the background: who
// looks meanwhile finds the old token, and renews.
type LateWriter struct{ Lag time.Duration }

func init() {
	strategies.Register("late-writer", "a cache that writes what it got a while later",
		LateWriter{2 * time.Second})
}

// Settings declares how late it writes.
func (p LateWriter) Settings(s *strategies.Settings) strategies.Part {
	s.Duration("lag", &p.Lag, 1, "How late it writes.")
	return p
}

// Needs reports that the store is shared.
func (LateWriter) Needs() strategies.Needs { return strategies.Needs{Shared: true} }

// Source returns next behind the cache.
func (p LateWriter) Source(env strategies.Env, next strategies.Source) strategies.Source {
	return &lateWriter{p, env, next}
}

type lateWriter struct {
	rule LateWriter
	env  strategies.Env
	next strategies.Source
}

func (l *lateWriter) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	t, err := l.env.Shared.Get(ctx)
	if err == nil && !t.IsZero() && t.Value != rejected.Value && l.env.Clock.Now().Before(t.Expires) {
		return t, nil
	}
	if ctx.Err() != nil {
		return strategies.Token{}, ctx.Err()
	}
	if t, err = l.next.Token(ctx, rejected); err == nil {
		l.env.Go(func(ctx context.Context) {
			if l.env.Clock.Sleep(ctx, l.rule.Lag) == nil {
				_ = l.env.Shared.Put(ctx, t)
			}
		})
	}
	return t, err
}
