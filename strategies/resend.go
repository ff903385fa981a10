package strategies

import (
	"context"
	"slices"
)

// resendPart sends a failed token request again, at once. golang.org/x/oauth2 does so once on any
// error, while it has not learned how the server wants the credentials; karrio's traced HTTP
// helper repeats whatever fails.
type resendPart struct {
	times int
	on    []int // statuses; any error if empty
}

var _ = part("resend", func(s *settings) Part {
	p := resendPart{times: 1}
	s.count("times", &p.times, 1, 100)
	s.statuses("on", &p.on)
	return p
})

func (p resendPart) Source(_ Env, next Source) Source {
	return &resendSource{resendPart: p, next: next}
}

type resendSource struct {
	resendPart
	next Source
}

func (r *resendSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := r.next.Token(ctx, rejected)
	for range r.times {
		if err == nil || ctx.Err() != nil || !r.again(err) {
			break
		}
		t, err = r.next.Token(ctx, rejected)
	}
	return t, err
}

func (r *resendSource) again(err error) bool {
	return len(r.on) == 0 || slices.Contains(r.on, Status(err))
}
