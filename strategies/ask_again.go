package strategies

import (
	"context"
	"sync"
	"time"
)

// An AskAgain presents the very same refresh token again where no answer came, as long as the
// carrier forgives that, and no longer. A lost answer had the pair that superseded the one at hand:
// asked again in time, the carrier repeats it. A gateway's 502 or 504 is no answer either.
//
// The interval that [Forgiveness] gives is cut into Tries parts. Each try is waited for as long as
// one part, but the last, whose answer may be slow. The next is sent half a part after the one
// before at the soonest. None is sent later than one part before the
// interval's end, as a request needs its time to get there. A refusal of the refresh token after a
// try without an answer may only say that the first one is still being served (Salesforce), and is
// asked again, too.
//
// Where the carrier forgives nothing, or no longer, nobody knows whether the refresh token is still
// good. It is not presented again as long as the access token beside it is: by a second use the
// carrier would revoke that, too. It stands above the limits, which bound its requests as well.
type AskAgain struct{ Tries int }

func init() {
	Register("ask-again",
		"presents a refresh token again where no answer came, as long as the carrier forgives that",
		AskAgain{Tries: 5})
}

// Settings declares into how many tries the interval is cut.
func (p AskAgain) Settings(s *Settings) Part {
	s.Count("tries", &p.Tries, 2, 100,
		"Into how many parts the time is cut for which the carrier forgives: one for each try.")
	return p
}

// Source returns next, asked again where it did not answer.
func (p AskAgain) Source(env Env, next Source) Source {
	if !env.Refreshes {
		return next
	}
	shared := NeedsOf(env.parts...).Shared
	rule := env.cacheOf(shared)
	rule.Shared, rule.Margin = shared, 0
	within := min(env.Forgives.Within, longestForgiven)
	return &askAgainSource{
		env: env, cache: rule.look(env, nil), next: next,
		part: within / time.Duration(p.Tries), within: within, times: env.Forgives.Times,
	}
}

// longestForgiven bounds the interval of carriers that forgive for longer, or always. Assumed: a
// caller does not wait longer.
const longestForgiven = 30 * time.Second

type askAgainSource struct {
	env          Env
	cache        lookSource
	next         Source
	part, within time.Duration
	times        int

	mu      sync.Mutex
	doubted error // guarded by mu; the failure after which nobody knows whether its pair is good
}

func (a *askAgainSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if err := a.doubt(ctx, rejected); err != nil {
		return Token{}, err
	}
	t, err := a.next.Token(a.limit(ctx, time.Time{}), rejected)
	if !unheard(err) {
		return t, err
	}
	t, err = a.again(ctx, rejected, err)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.doubted = nil; unheard(err) {
		a.doubted = err
	}
	return t, err
}

// again asks until there is an answer, or it is too late. It returns the first failure then.
func (a *askAgainSource) again(ctx context.Context, rejected Token, first error) (Token, error) {
	pair, begun := PresentedOf(first), sentOf(first)
	clock, last := a.env.Clock, begun.Add(a.within-a.part)
	ctx = WithRefresh(ctx, pair)
	for tries, sent := 1, begun; a.times == 0 || tries <= a.times; tries++ {
		wait := max(0, sent.Add(a.part/2).Sub(clock.Steady()))
		sent = clock.Steady().Add(wait)
		if a.within == 0 || sent.After(last) || clock.Sleep(ctx, wait) != nil {
			break
		}
		t, err := a.next.Token(a.limit(ctx, last), rejected)
		if !unheard(err) && !GrantRefused(err) {
			return t, err
		}
	}
	return Token{}, first
}

// limit bounds a try that is sent at last at the latest, the zero time for the first.
func (a *askAgainSource) limit(ctx context.Context, last time.Time) context.Context {
	limit := tryLimit{answered: a.part, sent: last}
	if !last.IsZero() && a.env.Clock.Steady().Add(a.part).After(last) {
		limit.answered = 0
	}
	return context.WithValue(ctx, tryLimitKey{}, limit)
}

// doubt returns the failure after which nobody knows whether the refresh token at hand is good,
// while the access token beside it is.
func (a *askAgainSource) doubt(ctx context.Context, rejected Token) error {
	a.mu.Lock()
	doubted := a.doubted
	a.mu.Unlock()
	if doubted == nil || RefreshOf(ctx).Refresh != "" {
		return nil
	}
	held, err := a.cache.store.newest(ctx)
	if err != nil || held.Refresh != PresentedOf(doubted).Refresh || held.Value == rejected.Value ||
		!a.cache.usable(held) {
		return nil
	}
	return doubted
}

// unheard reports whether a request was sent, and nobody knows what the carrier made of it.
func unheard(err error) bool {
	if PresentedOf(err).Refresh == "" {
		return false
	}
	switch Status(err) {
	case 0, badGateway, gatewayTimeout:
		return true
	}
	return false
}
