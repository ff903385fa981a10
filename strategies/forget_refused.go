package strategies

import (
	"context"
	"net/http"
)

// forgetRefusedPart empties the cache when the call's token was refused in the end, and leaves the
// renewal to the next action; whatever the cache holds by then is lost, a newer token included. So
// does Spring Security (RemoveAuthorizedClientOAuth2AuthorizationFailureHandler), which takes the
// entry away by its name and does not compare.
type forgetRefusedPart struct {
	store whichStore
}

var _ = part("forget-refused",
	"empties the cache after a refused call, and lets the next call renew: it stands above retry",
	func(s *settings) Part {
		var p forgetRefusedPart
		choice(s, "store", &p.store, []string{"own", "shared"})
		return p
	})

func (p forgetRefusedPart) Strategy(env Env, next Strategy) Strategy {
	f := &forgetRefusedStrategy{store: env.Store, next: next}
	if p.store == sharedStore {
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
		refused = Status(err) == http.StatusUnauthorized
		return err
	})
	if refused {
		// Whom a cache that is down cannot forget is refused again: the same as without this part.
		_ = f.store.Put(ctx, Token{})
	}
	return err
}
