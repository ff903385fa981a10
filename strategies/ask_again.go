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
// The interval that [Forgiveness] gives is cut into Tries parts. The next try is sent where no
// answer came for one part, or half a part after a try that failed sooner, as by a client's
// time-out. The earlier ones are waited for all the same: a carrier may be slow, and the first
// answer is as good as the last. Where each try gets another token, which may kill the one before
// ([Forgiveness.Anew]), all that are under way are waited for, at least as long as they are
// forgiven. None is sent later than one part, or two seconds, before the interval's end, as a
// request needs its time to get there and to be served: a carrier that forgives for no longer is
// asked once. A refusal of the refresh token to a later try may only say that the first one is
// still being served (Salesforce), and is asked again, too; a refusal to the first is final.
//
// Where no try of a renewal was answered the carrier is away, and not one answer alone: the next
// renewal sends one try, until one is answered.
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
	t, err := a.ask(ctx, rejected)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.doubted = nil; unheard(err) {
		a.doubted = err
	}
	return t, err
}

// ask asks once, or where the carrier forgives as often as it takes.
func (a *askAgainSource) ask(ctx context.Context, rejected Token) (Token, error) {
	if a.within == 0 {
		return a.next.Token(ctx, rejected)
	}
	a.mu.Lock()
	once := a.doubted != nil
	a.mu.Unlock()
	r := &race{askAgainSource: a, ctx: ctx, rejected: rejected, once: once, over: a.env.NewMutex()}
	r.over.TryLock()
	defer r.stop()
	r.start()
	for {
		wait, bell := r.next()
		switch {
		case bell == nil:
			return r.outcome()
		case wait <= 0:
			r.start()
		default:
			within, cancel := a.env.atMost(ctx, wait)
			_ = bell.Lock(within) // whether it rang or not, there may be something to do
			cancel()
			if err := ctx.Err(); err != nil {
				return Token{}, err
			}
		}
	}
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
