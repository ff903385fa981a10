package strategies

import (
	"context"
	"sync"
	"time"
)

// A LimitHeaders sends no token request that the carrier's last answer told would be refused: where
// a limit has no more than Keep hits left, a request waits until its reset. Answers tell that in
// headers, refusals too; until the first one nothing is known, and requests pass. Requests under
// way are taken to be hits that the answer does not know. It stands right above the endpoint.
type LimitHeaders struct {
	Keep     int           // so many hits of each limit are left to others
	Spread   bool          // what is left is spread over the time until the reset
	Patience time.Duration // a request that would wait longer fails with ErrShed; 0: none waits
	Per      Scope
}

func init() {
	Register("limit-headers", "waits as the limits that answers tell of in their headers demand",
		LimitHeaders{Patience: Forever, Per: PerNode})
}

// Settings declares how much is left to others, and how long to wait.
func (p LimitHeaders) Settings(s *Settings) Part {
	s.Count("keep", &p.Keep, 0, 1_000_000, "How many hits of each limit are left to others.")
	s.Switch("spread", &p.Spread,
		"Whether what is left is spread over the time until the limit's reset.")
	s.queueing(&p.Patience)
	s.scope(&p.Per)
	return p
}

// Needs reports whether all nodes share what is known.
func (p LimitHeaders) Needs() Needs { return p.Per.needs() }

// Source returns next behind what answers told.
func (p LimitHeaders) Source(env Env, next Source) Source {
	return &limitHeadersSource{p, env.Clock, next, Within(env, p.Per, func() *knownLimits {
		return &knownLimits{}
	})}
}

type limitHeadersSource struct {
	rule  LimitHeaders
	clock Clock
	next  Source
	known *knownLimits
}

func (h *limitHeadersSource) Token(ctx context.Context, rejected Token) (Token, error) {
	for {
		wait := h.known.take(h.clock.Steady(), h.rule.Keep, h.rule.Spread)
		if wait == 0 {
			break
		}
		if wait > h.rule.Patience {
			return Token{}, ErrShed
		}
		if err := h.clock.Sleep(ctx, wait); err != nil {
			return Token{}, err
		}
	}
	var told []Limit
	t, err := h.next.Token(HearLimits(ctx, func(limits []Limit) { told = limits }), rejected)
	h.known.answered(h.clock.Steady(), told)
	return t, err
}

// knownLimits are those that the latest answer told of.
type knownLimits struct {
	mu     sync.Mutex
	limits []knownLimit // guarded by mu, as all below
	asked  int          // requests under way
	last   time.Time    // when the latest of them was sent
}

// A knownLimit is one limit, and what our own requests since have taken of it.
type knownLimit struct {
	hits   int
	window time.Duration
	left   int
	reset  time.Time
}

// take takes a hit of each limit. If one of them has none to give it takes nothing, and returns how
// long to wait before asking again.
func (k *knownLimits) take(now time.Time, keep int, spread bool) (wait time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := range k.limits {
		l := &k.limits[i]
		if !now.Before(l.reset) {
			l.left, l.reset = l.hits-k.asked, now.Add(l.window)
		}
		switch free := l.left - min(keep, l.hits-1); {
		case free <= 0:
			wait = max(wait, l.reset.Sub(now))
		case spread:
			each := l.reset.Sub(k.last) / time.Duration(free)
			wait = max(wait, k.last.Add(each).Sub(now))
		}
	}
	if wait > 0 {
		return wait
	}
	for i := range k.limits {
		k.limits[i].left--
	}
	k.asked++
	k.last = now
	return 0
}

// answered notes what the answer to a request told, nil if nothing.
func (k *knownLimits) answered(now time.Time, told []Limit) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked--
	if told == nil {
		return
	}
	k.limits = k.limits[:0]
	for _, l := range told {
		reset := min(max(0, l.Reset), mostRetryAfter)
		k.limits = append(k.limits, knownLimit{
			hits: max(1, l.Hits), window: max(1, l.Window, reset), left: l.Remaining - k.asked,
			reset: now.Add(reset),
		})
	}
}
