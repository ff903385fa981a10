package strategies

import (
	"context"
)

// A ForgetRefused empties the cache when the last call of an action was refused, and leaves the
// renewal to the next action. It deletes whatever is in the cache, even a newer token. So does
// Spring Security (RemoveAuthorizedClientOAuth2AuthorizationFailureHandler), which removes the
// entry by its name and does not compare.
type ForgetRefused struct {
	Shared bool // the cache is Env.Shared, the store that every node reaches
}

func init() {
	Register("forget-refused",
		"empties the cache after a refused call, and lets the next call renew: it stands above retry",
		ForgetRefused{})
}

// Settings declares which cache is emptied.
func (p ForgetRefused) Settings(s *Settings) Part {
	s.ownOrShared(&p.Shared)
	return p
}

// Needs reports whether the cache is shared.
func (p ForgetRefused) Needs() Needs { return Needs{Shared: p.Shared} }

// Strategy returns next, after which the cache is emptied where a call was refused.
func (p ForgetRefused) Strategy(env Env, next Strategy) Strategy {
	f := &forgetRefusedStrategy{store: env.Store, next: next}
	if p.Shared {
		f.store = env.Shared
	}
	return f
}

type forgetRefusedStrategy struct {
	store Store
	next  Strategy
}

func (f *forgetRefusedStrategy) Do(
	ctx context.Context, call func(context.Context, Token) error,
) error {
	refused := false
	err := f.next.Do(ctx, func(ctx context.Context, t Token) error {
		err := call(ctx, t)
		refused = Status(err) == unauthorized
		return err
	})
	if refused {
		// In a cache that cannot be written the token stays, as it would without this part.
		_ = f.store.Put(ctx, Token{})
	}
	return err
}
