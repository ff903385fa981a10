package strategies

import "context"

// Across returns store, which goes by the clock its, as a node reaches it that goes by another,
// mine. They exchange how long a token still lives, not the instant at which it expires: the clocks
// need not agree. A store that several nodes reach has to do so, be it this way or in its own.
func Across(store Store, its, mine Clock) Store { return across{store, its, mine} }

type across struct {
	store     Store
	its, mine Clock
}

func (a across) Get(ctx context.Context) (Token, error) {
	t, err := a.store.Get(ctx)
	return moved(t, a.its, a.mine), err
}

func (a across) Put(ctx context.Context, t Token) error {
	return a.store.Put(ctx, moved(t, a.mine, a.its))
}

// moved returns t as it expires by another clock, if it does.
func moved(t Token, from, to Clock) Token {
	if !t.Expires.IsZero() {
		t.Expires = to.Now().Add(t.Expires.Sub(from.Now()))
	}
	return t
}
