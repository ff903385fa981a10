package strategies

import (
	"context"
	"errors"
	"slices"
	"time"
)

// A Resend sends a failed token request again, at once or after a wait. karrio's traced HTTP
// helper repeats whatever fails. Azure's retry policy waits below its cache, so that a retry does
// not see the token that another request got in the meantime (MSAL.NET #4196).
type Resend struct {
	Times   int
	On      []int           // statuses to send again on; any error if empty
	Why     []Why           // reasons of the requests to send again; all if empty
	Spacing []time.Duration // the wait before each; none if empty

	// Unanswered: beside the statuses of On, a request that nobody answered in time is sent again.
	Unanswered bool

	// Captured: it presents the refresh token of the first request again, whatever is in the store by
	// then. intuit's oauth-jsclient repeats the POST so after a time-out, up to three times (2685393).
	Captured bool
}

func init() {
	Register("resend", "sends a failed token request again, at once or after a wait",
		Resend{Times: 1})
}

// Settings declares what is sent again, how often and when.
func (p Resend) Settings(s *Settings) Part {
	s.Count("times", &p.Times, 1, 100, "How often a request is sent again at most.")
	s.Statuses("on", &p.On, 0, "Statuses that are worth another request; any error if it is empty.")
	s.Switch("unanswered", &p.Unanswered,
		"Whether a request that nobody answered in time is, too; with on alone, as any error is else.")
	s.reasons(&p.Why)
	s.Durations("spacing", &p.Spacing, p.Times, "The wait before each.")
	s.Either("refresh", &p.Captured, "reread", "captured",
		"Which refresh token it presents: the one in the store by then, or that of the first request.")
	if p.Unanswered && len(p.On) == 0 {
		s.Refuse("unanswered", "unanswered without on", "on: [503], or any error without both")
	}
	return p
}

// Source returns next, called again where it fails.
func (p Resend) Source(env Env, next Source) Source {
	return &resendSource{Resend: p, clock: env.Clock, next: next}
}

type resendSource struct {
	Resend
	clock Clock
	next  Source
}

func (r *resendSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := r.next.Token(ctx, rejected)
	if len(r.Why) > 0 && !slices.Contains(r.Why, WhyOf(ctx, rejected)) {
		return t, err
	}
	for i := range r.Times {
		if err == nil || ctx.Err() != nil || !r.again(err) {
			break
		}
		if len(r.Spacing) > 0 {
			if err := r.clock.Sleep(ctx, r.Spacing[i]); err != nil {
				return Token{}, err
			}
		}
		if first := PresentedOf(err); r.Captured && first.Refresh != "" {
			ctx = WithRefresh(ctx, first)
		}
		t, err = r.next.Token(ctx, rejected)
	}
	return t, err
}

func (r *resendSource) again(err error) bool {
	return len(r.On) == 0 || slices.Contains(r.On, Status(err)) || r.Unanswered && unanswered(err)
}

// unanswered reports whether a request failed because no answer came in time.
func unanswered(err error) bool { return errors.Is(err, context.DeadlineExceeded) }
