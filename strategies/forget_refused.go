package strategies

import (
	"context"
)

// A ForgetRefused empties the cache when the call's token was refused in the end, and leaves the
// renewal to the next action; whatever the cache holds by then is lost, a newer token included. So
// does Spring Security (RemoveAuthorizedClientOAuth2AuthorizationFailureHandler), which takes the
// entry away by its name and does not compare.
type ForgetRefused struct {
	Shared bool // the cache is the store that every node reaches, Env.Shared
}

func init() {
	Register("forget-refused",
		"empties the cache after a refused call, and lets the next call renew: it stands above retry",
		ForgetRefused{})
}

// Settings declares whose cache is emptied.
func (p ForgetRefused) Settings(s *Settings) Part {
	s.ownOrShared(&p.Shared)
	return p
}

// Needs tells whether the cache is shared.
func (p ForgetRefused) Needs() Needs { return Needs{Shared: p.Shared} }

// Strategy returns next, after which the cache is emptied if need be.
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
		// Whom a cache that is down cannot forget is refused again: the same as without this part.
		_ = f.store.Put(ctx, Token{})
	}
	return err
}
