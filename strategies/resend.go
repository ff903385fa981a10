package strategies

import (
	"context"
	"slices"
	"time"
)

// resendPart sends a failed token request again, at once or after a wait. karrio's traced HTTP
// helper repeats whatever fails; Azure's retry policy waits, below its cache, so that no retry sees
// the token that another one has got meanwhile (MSAL.NET #4196).
type resendPart struct {
	times   int
	on      []int           // statuses; any error if empty
	why     []Why           // only requests for these reasons; all if empty
	spacing []time.Duration // the wait before each; none if empty
}

var _ = part("resend", "sends a failed token request again, at once or after a wait",
	func(s *settings) Part {
		p := resendPart{times: 1}
		s.count("times", &p.times, 1, 100)
		s.statuses("on", &p.on)
		choices(s, "why", &p.why, whyNames[:])
		s.durations("spacing", &p.spacing)
		if len(p.spacing) > 0 && len(p.spacing) != p.times {
			s.fail(s.at, "a spacing list of another length than times", "one wait before each request")
		}
		return p
	})

func (p resendPart) Source(env Env, next Source) Source {
	return &resendSource{resendPart: p, clock: env.Clock, next: next}
}

type resendSource struct {
	resendPart
	clock Clock
	next  Source
}

func (r *resendSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := r.next.Token(ctx, rejected)
	if len(r.why) > 0 && !slices.Contains(r.why, WhyOf(ctx, rejected)) {
		return t, err
	}
	for i := range r.times {
		if err == nil || ctx.Err() != nil || !r.again(err) {
			break
		}
		if len(r.spacing) > 0 {
			if err := r.clock.Sleep(ctx, r.spacing[i]); err != nil {
				return Token{}, err
			}
		}
		t, err = r.next.Token(ctx, rejected)
	}
	return t, err
}

func (r *resendSource) again(err error) bool {
	return len(r.on) == 0 || slices.Contains(r.on, Status(err))
}
