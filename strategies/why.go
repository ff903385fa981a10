package strategies

import "context"

// A Why is the reason for a token request.
type Why uint8

// The reasons, as reports name them.
const (
	WhyUnstated  Why = iota
	WhyCold          // nothing was cached
	WhyExpired       // what was cached had expired
	WhyRejected      // the carrier refused the token that was used
	WhyAhead         // before expiry, on purpose
	WhyCacheDown     // the cache could not be read
	WhyProbe         // a breaker finds out whether the ban is over
)

var whyNames = [...]string{"", "cold", "expired", "rejected", "ahead", "cache_down", "probe"}

func (w Why) String() string { return whyNames[w] }

type whyKey struct{}

// WithWhy returns a context whose token requests are sent for the reason w.
func WithWhy(ctx context.Context, w Why) context.Context {
	return context.WithValue(ctx, whyKey{}, w)
}

// WhyOf returns the reason for a token request: WithWhy's, else WhyRejected if a token was
// refused and WhyCold if not.
func WhyOf(ctx context.Context, rejected Token) Why {
	if w, ok := ctx.Value(whyKey{}).(Why); ok {
		return w
	}
	if rejected.IsZero() {
		return WhyCold
	}
	return WhyRejected
}

// noteWhy is WithWhy, unless ctx has a reason already: the outermost part's stays.
func noteWhy(ctx context.Context, w Why) context.Context {
	if _, noted := ctx.Value(whyKey{}).(Why); noted {
		return ctx
	}
	return WithWhy(ctx, w)
}

// carry copies the reason, the fence, the refresh token and the class of one context to another:
// for work that another process does.
func carry(to, from context.Context) context.Context {
	if w, noted := from.Value(whyKey{}).(Why); noted {
		to = WithWhy(to, w)
	}
	if fence := FenceOf(from); fence != 0 {
		to = WithFence(to, fence)
	}
	if class := ClassOf(from); class != "" {
		to = WithClass(to, class)
	}
	if t := RefreshOf(from); t.Refresh != "" {
		to = WithRefresh(to, t)
	}
	return to
}
