package strategies

import "context"

type classKey struct{}

// WithClass returns a context whose calls are of a class, such as "labels": parts may treat the
// classes of calls differently.
func WithClass(ctx context.Context, class string) context.Context {
	return context.WithValue(ctx, classKey{}, class)
}

// ClassOf returns the class of a call; empty: it has none.
func ClassOf(ctx context.Context) string {
	class, _ := ctx.Value(classKey{}).(string)
	return class
}
