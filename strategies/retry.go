package strategies

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// retryPart performs the call, and while the carrier refuses the token gets another and calls
// again. Only the call's own refusal is retried; any other error, of the call or of the token
// request, ends the action at once.
type retryPart struct {
	retries int
	on      []int           // statuses of the call that are taken for a refused token
	spacing []time.Duration // the wait before each retry; none if empty
	backoff *backoff        // instead of spacing
}

var _ = part("retry", "performs the call; on a refused token gets another and calls again",
	func(s *settings) Part {
		p := retryPart{retries: 3, on: []int{http.StatusUnauthorized}}
		s.count("retries", &p.retries, 0, 1000)
		s.statuses("on", &p.on)
		s.durations("spacing", &p.spacing)
		p.backoff = backoffSettings(s)
		switch {
		case len(p.spacing) > 0 && len(p.spacing) != p.retries:
			s.fail(s.at, "a spacing list of another length than retries", "one wait before each retry")
		case len(p.spacing) > 0 && p.backoff != nil:
			s.fail(s.at, "spacing and backoff", "one of the two")
		}
		return p
	})

func (p retryPart) Retry(env Env, source Source) Strategy {
	return &retryStrategy{retryPart: p, env: env, source: source}
}

type retryStrategy struct {
	retryPart
	env    Env
	source Source
}

func (r *retryStrategy) Do(ctx context.Context, call func(context.Context, Token) error) error {
	var rejected Token
	var wait time.Duration
	for i := 0; ; i++ {
		t, err := r.source.Token(ctx, rejected)
		if err != nil {
			return err
		}
		err = call(ctx, t)
		if i == r.retries || err == nil || !slices.Contains(r.on, Status(err)) {
			return err
		}
		rejected = t
		if wait = r.wait(i, wait); wait > 0 {
			if err := r.env.Clock.Sleep(ctx, wait); err != nil {
				return err
			}
		}
	}
}

// wait returns how long to wait before retry i, which came after a wait of last.
func (r *retryStrategy) wait(i int, last time.Duration) time.Duration {
	switch {
	case r.backoff != nil:
		return r.backoff.wait(r.env.Rand, i, last)
	case len(r.spacing) > 0:
		return r.spacing[i]
	}
	return 0
}
