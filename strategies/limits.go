package strategies

import (
	"context"
	"time"
)

// A Limit is what an answer of the token endpoint tells of one limit of the carrier, as headers
// such as RateLimit or X-Rate-Limit-Ip do.
type Limit struct {
	Hits      int           // that the limit allows; 0: it is not told
	Window    time.Duration // in which it allows them; 0: it is not told
	Remaining int           // so many more are accepted
	Reset     time.Duration // after which all are again, if nobody asks meanwhile
}

type limitsKey struct{}

// HearLimits returns a context under which hear is called, before a token request returns, with the
// limits that its answer tells of. An answer that tells of none calls nobody.
func HearLimits(ctx context.Context, hear func([]Limit)) context.Context {
	return context.WithValue(ctx, limitsKey{}, hear)
}

// TellLimits is called by an Endpoint whose answer tells of limits, be it a refusal or not.
func TellLimits(ctx context.Context, limits []Limit) {
	if hear, ok := ctx.Value(limitsKey{}).(func([]Limit)); ok && len(limits) > 0 {
		hear(limits)
	}
}
