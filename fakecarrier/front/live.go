package front

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A TokenState is a token that the carrier would accept.
type TokenState struct {
	ID     fakecarrier.TokenID `json:"id"` // its serial number
	Client string              `json:"client"`
	Token  string              `json:"token"` // as callers send it
	Expiry time.Time           `json:"expires_at"`

	// Dies is when it stops being accepted: its Expiry, unless another token ends it before.
	Dies time.Time `json:"dies_at"`
}

// Tokens lists the tokens that are accepted now, the oldest first. If limit is above 0, it lists at
// most so many, the newest.
func (w *World) Tokens(limit int) []TokenState {
	all := []TokenState{}
	var claims []*templateData
	w.mu.Lock()
	seal := w.seal.Load()
	for t := range w.alive {
		all = append(all, TokenState{
			ID: t.ID, Client: w.clients.names[t.Client], Expiry: t.Expiry, Dies: t.Death,
		})
		claims = append(claims, w.claims(t))
		if len(all) == limit {
			break
		}
	}
	w.unlock()
	for i := range all {
		all[i].Token = w.wire.sealed(seal, claims[i]) // signing is slow: done after unlocking
	}
	slices.Reverse(all)
	return all
}

// alive yields the tokens that are accepted now, the newest first. The caller holds the lock.
func (w *World) alive(yield func(fakecarrier.Token) bool) {
	now := w.now()
	for t := range w.carrier.Tokens() {
		if now.Before(t.Death) && !yield(t) {
			return
		}
	}
}

// Live returns how many tokens are accepted now.
func (w *World) Live() (n int) {
	w.mu.Lock()
	defer w.unlock()
	for range w.alive {
		n++
	}
	return n
}
