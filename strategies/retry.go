package strategies

import (
	"context"
	"slices"
	"time"
)

// A Retry makes the call. If the carrier refuses the token, it gets another token and calls
// again. Any other error, of the call or of the token request, ends the action at once.
type Retry struct {
	Retries int
	On      []int           // statuses of the call that mean a refused token; 401 if nil
	Spacing []time.Duration // the wait before each retry; none if empty
	Backoff Backoff         // instead of Spacing, from Base up to Cap
	Base    time.Duration
	Cap     time.Duration

	// Young is how long a token is young after this process has first seen it, and twice as long after
	// each token in a row that never worked, up to four times. A young one that is refused is not
	// replaced: the call is repeated with it once it is young no more. 0: none is young.
	Young time.Duration

	// Captured: a repeated call is made with the first token. The renewal between them is for others.
	Captured bool
}

// Base and cap are assumed. The article that Backoff is from simulates with 5 ms and 2 s, for a
// database; a carrier is twenty times slower.
func init() {
	Register("retry", "performs the call; on a refused token gets another and calls again", Retry{
		Retries: 3, On: []int{unauthorized},
		Base: 100 * time.Millisecond, Cap: 10 * time.Second,
	})
}

// Settings declares how often a call is repeated, on what, and after which waits.
func (p Retry) Settings(s *Settings) Part {
	s.Count("retries", &p.Retries, 0, 1000, "How often the call is repeated at most.")
	s.Statuses("on", &p.On, 0, "Statuses of the call that are taken for a refused token.")
	s.Durations("spacing", &p.Spacing, p.Retries, "The wait before each retry.")
	s.Choice("backoff", (*int)(&p.Backoff), backoffWords,
		"Waits that double from base to cap, with this jitter, in place of spacing.")
	s.Duration("young", &p.Young, 0, "For how long after a process first saw a token its refusal is "+
		"not taken for its end: the call is repeated with it after that. Twice as long after each token "+
		"in a row that never worked.")
	s.Either("token", &p.Captured, "renewed", "captured",
		"Whether a repeated call is made with the new token, or goes on with the first one.")
	least := time.Duration(0)
	if p.Backoff != NoBackoff {
		least = 1
	}
	s.Duration("base", &p.Base, least, "The first wait of a backoff.")
	s.Duration("cap", &p.Cap, p.Base, "The longest wait of a backoff.")
	switch {
	case len(p.Spacing) > 0 && p.Backoff != NoBackoff:
		s.Refuse("spacing", "spacing and backoff", "one of the two")
	case p.Backoff == NoBackoff && s.Given("base"):
		s.Refuse("base", "base without backoff", "retry: {backoff: full}")
	case p.Backoff == NoBackoff && s.Given("cap"):
		s.Refuse("cap", "cap without backoff", "retry: {backoff: full}")
	}
	return p
}

// Retry returns the strategy that gets its tokens from source.
func (p Retry) Retry(env Env, source Source) Strategy {
	r := &retryStrategy{Retry: p, env: env, source: source, young: young{least: p.Young}}
	r.backoff = backoff{p.Backoff, p.Base, p.Cap}
	if r.On == nil {
		r.On = []int{unauthorized}
	}
	return r
}

type retryStrategy struct {
	Retry
	backoff backoff
	env     Env
	source  Source
	young   young
}

func (r *retryStrategy) Do(ctx context.Context, call func(context.Context, Token) error) error {
	var rejected, first Token
	var wait time.Duration
	for i := 0; ; i++ {
		t, err := r.source.Token(ctx, rejected)
		if err == nil {
			err = ctx.Err() // the caller may have given up in the meantime
		}
		if err != nil {
			return err
		}
		if i == 0 {
			first = t
		} else if r.Captured {
			t = first
		}
		r.young.see(t, r.env.Clock)
		if err = call(ctx, t); err == nil {
			r.young.worked(t)
		}
		if i == r.Retries || err == nil || !slices.Contains(r.On, Status(err)) {
			return err
		}
		if rejected = t; r.young.wait(ctx, r.env.Clock, t) {
			rejected = Token{} // whatever there is by then is tried
		}
		if wait = r.wait(i, wait); wait > 0 {
			if err := r.env.Clock.Sleep(ctx, wait); err != nil {
				return err
			}
		}
	}
}

// wait returns how long to wait before retry i; the wait before was last.
func (r *retryStrategy) wait(i int, last time.Duration) time.Duration {
	switch {
	case r.Backoff != NoBackoff:
		return r.backoff.wait(r.env.Rand, i, last)
	case len(r.Spacing) > 0:
		return r.Spacing[i]
	}
	return 0
}
