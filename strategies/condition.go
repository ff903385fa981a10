package strategies

import "context"

// A Condition is what must hold for a store to take a pair. What has no refresh token is taken
// always.
type Condition int

// The conditions. By the last two a pair that comes late does not replace a newer one.
const (
	Unconditional Condition = iota
	NotOlder                // the pair in the store is not of a later generation
	Successor               // the store still has the pair that was presented, one generation earlier
)

type conditionKey struct{}

// WithCondition returns a context under which a [Store] takes a pair on that condition.
func WithCondition(ctx context.Context, c Condition) context.Context {
	return context.WithValue(ctx, conditionKey{}, c)
}

// ConditionOf returns the condition of WithCondition, Unconditional if there is none.
func ConditionOf(ctx context.Context) Condition {
	c, _ := ctx.Value(conditionKey{}).(Condition)
	return c
}

// Allows reports whether a store that holds one token takes the other.
func (c Condition) Allows(held, put Token) bool {
	switch {
	case put.Refresh == "":
		return true
	case c == NotOlder:
		return put.Generation >= held.Generation
	case c == Successor:
		return put.Generation == held.Generation+1
	}
	return true
}
