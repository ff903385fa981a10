package strategies

import "context"

// A Why says for what reason a token request is sent.
type Why uint8

// The reasons, as reports name them.
const (
	WhyUnstated  Why = iota
	WhyCold          // nothing was cached
	WhyExpired       // what was cached had expired
	WhyRejected      // the carrier refused the token that was used
	WhyAhead         // before expiry, on purpose
	WhyCacheDown     // the cache could not tell
	WhyProbe         // a breaker tries whether the ban is over
)

var whyNames = [...]string{"", "cold", "expired", "rejected", "ahead", "cache_down", "probe"}

func (w Why) String() string { return whyNames[w] }

type whyKey struct{}

// WithWhy notes why the token requests under ctx are sent.
func WithWhy(ctx context.Context, w Why) context.Context {
	return context.WithValue(ctx, whyKey{}, w)
}

// WhyOf tells why a token request is sent: what WithWhy noted; else rejected if a token was
// refused, and cold otherwise.
func WhyOf(ctx context.Context, rejected Token) Why {
	if w, ok := ctx.Value(whyKey{}).(Why); ok {
		return w
	}
	if rejected.IsZero() {
		return WhyCold
	}
	return WhyRejected
}

// noteWhy is WithWhy unless a reason is noted already: whoever is first knows best.
func noteWhy(ctx context.Context, w Why) context.Context {
	if _, noted := ctx.Value(whyKey{}).(Why); noted {
		return ctx
	}
	return WithWhy(ctx, w)
}

// carryWhy notes under to what was noted under from: for work that moves to another process.
func carryWhy(to, from context.Context) context.Context {
	if w, noted := from.Value(whyKey{}).(Why); noted {
		return WithWhy(to, w)
	}
	return to
}
