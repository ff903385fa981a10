package strategies

import "context"

// endpoint is the innermost source: the carrier's token endpoint. Parts above ask for a renewal
// ahead of time by naming the token that is to be replaced; the carrier never refused that one, so
// it is not passed on as refused.
type endpoint struct{ carrier Source }

func (e endpoint) Token(ctx context.Context, rejected Token) (Token, error) {
	if WhyOf(ctx, rejected) == WhyAhead {
		rejected = Token{}
	}
	return e.carrier.Token(ctx, rejected)
}
