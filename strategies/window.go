package strategies

import (
	"context"
	"sync"
	"time"
)

// A Window lets so many token requests pass in a fixed window, which begins with its first
// request. The others wait for the next window. Around the edge of two windows twice as many
// pass, a common mistake of counters that are kept in a cache. ShipStream's FedEx client probably
// makes it (14 in 5 s, 119 in 120 s; fedex-rest-php-sdk, commit 21ea8d7).
type Window struct {
	Limit int           // how many requests pass in a window
	In    time.Duration // how long a window lasts
	Per   Scope
}

func init() {
	Register("window", "so many in a fixed window; twice as many astride an edge",
		Window{Limit: 14, In: 5 * time.Second, Per: PerNode})
}

// Settings declares the window and who shares it.
func (p Window) Settings(s *Settings) Part {
	s.Count("limit", &p.Limit, 1, 1_000_000_000, "How many token requests pass in a window.")
	s.Duration("in", &p.In, 1, "How long a window is.")
	s.scope(&p.Per)
	return p
}

// Needs reports whether all nodes share the window.
func (p Window) Needs() Needs { return p.Per.needs() }

// Source returns next behind the window.
func (p Window) Source(env Env, next Source) Source {
	return &windowSource{
		clock:  env.Clock,
		window: Within(env, p.Per, func() *window { return &window{Window: p} }),
		next:   next,
	}
}

type window struct {
	Window
	mu    sync.Mutex
	ends  time.Time // guarded by mu
	count int       // guarded by mu
}

// permit takes a place in the window, or returns how long the window still lasts.
func (w *window) permit(now time.Time) (wait time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !now.Before(w.ends) {
		w.ends, w.count = now.Add(w.In), 0
	}
	if w.count < w.Limit {
		w.count++
		return 0
	}
	return w.ends.Sub(now)
}

type windowSource struct {
	clock  Clock
	window *window
	next   Source
}

func (w *windowSource) Token(ctx context.Context, rejected Token) (Token, error) {
	for {
		wait := w.window.permit(w.clock.Steady())
		if wait == 0 {
			return w.next.Token(ctx, rejected)
		}
		if err := w.clock.Sleep(ctx, wait); err != nil {
			return Token{}, err
		}
	}
}
