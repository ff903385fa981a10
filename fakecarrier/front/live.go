package front

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A TokenState is a token that the carrier would accept.
type TokenState struct {
	ID     fakecarrier.TokenID // its serial number
	Token  string              // as callers present it
	Client string
	Expiry time.Time
	Dies   time.Time // when it stops being accepted: its Expiry, unless another ends it before
}

// Tokens lists the tokens that are accepted now, the oldest first; at most the newest limit of
// them where limit is above 0.
func (w *World) Tokens(limit int) []TokenState {
	all, claims, seal := w.accepted(limit)
	for i := range all {
		all[i].Token = w.wire.sealed(seal, claims[i]) // the dear part, outside the lock
	}
	return all
}

// accepted lists tokens without their text, and what they are to be sealed from.
func (w *World) accepted(limit int) (all []TokenState, claims []*facts, with *seal) {
	w.mu.Lock()
	defer w.unlock()
	for t := range w.alive {
		all = append(all, TokenState{
			ID: t.ID, Client: w.clients.name(uint32(t.Client)), Expiry: t.Expiry, Dies: t.Death,
		})
		claims = append(claims, w.claims(t))
		if len(all) == limit {
			break
		}
	}
	slices.Reverse(all)
	slices.Reverse(claims)
	return all, claims, w.seal.Load()
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

// Live is how many tokens are accepted now.
func (w *World) Live() (n int) {
	w.mu.Lock()
	defer w.unlock()
	for range w.alive {
		n++
	}
	return n
}

// NextDeath is when the next of the tokens that are accepted now is no more; not ok where there is
// none.
func (w *World) NextDeath() (at time.Time, ok bool) {
	w.mu.Lock()
	defer w.unlock()
	for t := range w.alive {
		if !ok || t.Death.Before(at) {
			at, ok = t.Death, true
		}
	}
	return at, ok
}
