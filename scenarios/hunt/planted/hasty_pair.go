package planted

import (
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A HastyPair asks again where no answer came soon, with the refresh token that is under way: a
// carrier that rotates them takes that for theft.
type HastyPair struct{ After time.Duration }

func init() {
	strategies.Register("hasty-pair", "asks again with the refresh token that is under way",
		HastyPair{2 * time.Second})
}

// Settings declares how long it waits for an answer.
func (p HastyPair) Settings(s *strategies.Settings) strategies.Part {
	s.Duration("after", &p.After, 1, "How long it waits for an answer.")
	return p
}

// Source returns next, asked a second time.
func (p HastyPair) Source(env strategies.Env, next strategies.Source) strategies.Source {
	return &hastyPair{p, env, next}
}

type hastyPair struct {
	rule HastyPair
	env  strategies.Env
	next strategies.Source
}

func (h *hastyPair) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	within, cancel := h.env.WithTimeout(ctx, h.rule.After)
	defer cancel()
	t, err := h.next.Token(within, rejected)
	if within.Err() != nil && ctx.Err() == nil {
		return h.next.Token(ctx, rejected)
	}
	return t, err
}
