package strategies

import (
	"context"
	"errors"
	"time"
)

// A RetryAfter waits where a refusal says for how long, and then asks again, as often as it is
// refused in this way. It stands above the endpoint. RFC 9110 (10.2.3) has the header Retry-After.
type RetryAfter struct {
	Patience time.Duration // a refusal that wants a longer wait is an error; 0: every refusal is
}

func init() {
	Register("retry-after", "waits as long as a refusal says, and asks again",
		RetryAfter{Patience: Forever})
}

// Settings declares how long a wait may be.
func (p RetryAfter) Settings(s *Settings) Part {
	s.Patience("patience", &p.Patience,
		"How long to wait at most: a refusal that wants more is passed on.")
	return p
}

// Source returns next, called again when it may be.
func (p RetryAfter) Source(env Env, next Source) Source {
	return &retryAfterSource{patience: p.Patience, clock: env.Clock, next: next}
}

type retryAfterSource struct {
	patience time.Duration
	clock    Clock
	next     Source
}

func (r *retryAfterSource) Token(ctx context.Context, rejected Token) (Token, error) {
	for {
		t, err := r.next.Token(ctx, rejected)
		wait := RetryAfterOf(err)
		if wait == 0 || wait > r.patience {
			return t, err
		}
		if err := r.clock.Sleep(ctx, wait); err != nil {
			return Token{}, err
		}
	}
}

// mostRetryAfter is the longest wait that is believed. The longest quota that a carrier documents
// is FedEx's of a day.
const mostRetryAfter = 24 * time.Hour

// RetryAfterOf returns how long to wait before the next request, as the refusal err says: at most a
// day, and 0 where it says nothing.
func RetryAfterOf(err error) time.Duration {
	if s, ok := errors.AsType[*StatusError](err); ok {
		return min(max(0, s.RetryAfter), mostRetryAfter)
	}
	return 0
}
