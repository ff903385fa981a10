package strategies

import "context"

type fenceKey struct{}

// WithFence returns a context for the work of the holder of a lease, whose grant has that fence.
func WithFence(ctx context.Context, fence int64) context.Context {
	return context.WithValue(ctx, fenceKey{}, fence)
}

// FenceOf returns the fence of WithFence, 0 if there is none. By it a [Store] knows the token of a
// holder that was replaced while it renewed (Martin Kleppmann, "How to do distributed locking",
// 2016), and a [LeaseStore] knows which grant to prolong or to release.
func FenceOf(ctx context.Context) int64 {
	fence, _ := ctx.Value(fenceKey{}).(int64)
	return fence
}
