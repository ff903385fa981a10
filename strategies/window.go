package strategies

import (
	"context"
	"sync"
	"time"
)

// windowPart permits so many token requests in a fixed window, which begins with its first; who
// comes later waits for the next one. Astride the edge of two windows twice as many pass: the
// common mistake of counters in a cache, and what ShipStream's FedEx client probably does (14 in
// 5 s, 119 in 120 s; fedex-rest-php-sdk, commit 21ea8d7).
type windowPart struct {
	limit int
	span  time.Duration
	per   scope
}

var _ = part("window", "so many in a fixed window; twice as many astride an edge",
	func(s *settings) Part {
		p := windowPart{limit: 14, span: 5 * time.Second, per: perNode}
		s.count("limit", &p.limit, 1, 1_000_000_000)
		s.duration("in", &p.span, 1)
		choice(s, "per", &p.per, scopeNames)
		return p
	})

func (p windowPart) Source(env Env, next Source) Source {
	return &windowSource{
		clock:  env.Clock,
		window: within(env, p.per, func() *window { return &window{windowPart: p} }),
		next:   next,
	}
}

type window struct {
	windowPart
	mu    sync.Mutex
	ends  time.Time // guarded by mu
	count int       // guarded by mu
}

// permit takes a place in the window, or tells how long it lasts.
func (w *window) permit(now time.Time) (wait time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !now.Before(w.ends) {
		w.ends, w.count = now.Add(w.span), 0
	}
	if w.count < w.limit {
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
		wait := w.window.permit(w.clock.Now())
		if wait == 0 {
			return w.next.Token(ctx, rejected)
		}
		if err := w.clock.Sleep(ctx, wait); err != nil {
			return Token{}, err
		}
	}
}
