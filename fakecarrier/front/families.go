package front

import (
	"errors"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A FamilyState is all that came of one authorization: the refresh tokens of one user's sign-in.
type FamilyState struct {
	ID       uint32    `json:"id"` // its number, from 1
	Client   string    `json:"client"`
	SignedIn time.Time `json:"signed_in_at"`
	Renewed  time.Time `json:"renewed_at"` // SignedIn where never
	State    string    `json:"state"`      // live, revoked, or ended: too old, or idle for too long

	// Current are the refresh tokens that are current, the oldest first, as callers send them.
	Current []string `json:"refresh_tokens"`
}

// The states of a family.
const (
	familyLive    = "live"
	familyRevoked = "revoked"
	familyEnded   = "ended"
)

// Families lists what came of authorizations, in their order.
func (w *World) Families() []FamilyState {
	w.mu.Lock()
	defer w.unlock()
	seal, all := w.seal.Load(), []FamilyState{}
	for _, f := range w.carrier.Families(w.now()) {
		shown := FamilyState{
			ID: f.Number, Client: w.clients.names[f.Client], SignedIn: f.SignedIn, Renewed: f.Renewed,
			State: familyEnded, Current: []string{},
		}
		switch {
		case f.Revoked:
			shown.State = familyRevoked
		case f.Lives:
			shown.State = familyLive
		}
		for _, id := range f.Current {
			shown.Current = append(shown.Current, seal.refresh(id))
		}
		all = append(all, shown)
	}
	return all
}

// SignIn is a user who signs in and lets a client have a refresh token, which it returns: the first
// of a new family. No meter counts it. It returns an error where the carrier gives none, or knows
// no such client.
func (w *World) SignIn(client string) (refresh string, err error) {
	w.mu.Lock()
	defer w.unlock()
	return w.signIn(w.now(), client)
}

func (w *World) signIn(now time.Time, client string) (refresh string, err error) {
	if w.setup.Profile.Grants.Refresh == nil {
		return "", fmt.Errorf("fakecarrier: carrier %s gives no refresh tokens", w.setup.Profile.Name)
	}
	if known, _ := w.identity(client, ""); !known {
		return "", fmt.Errorf("fakecarrier: no client has the id %q", clip(client, mostClientID))
	}
	cl, ok := w.clients.index(client)
	if !ok {
		return "", errors.New("fakecarrier: no room for another client")
	}
	id := w.carrier.SignIn(now, fakecarrier.Client(cl))
	w.note(Event{
		Kind: EventToken, At: now, Client: client, Detail: fmt.Sprintf("signed in: family %d", id.Family),
	})
	return w.seal.Load().refresh(id), nil
}

// Takes reports whether a renewal with a refresh token of a client would be answered with tokens
// now, were nothing in its way but the token itself.
func (w *World) Takes(client, refresh string) bool {
	w.mu.Lock()
	defer w.unlock()
	now := w.now()
	id, ours := w.seal.Load().refreshID(refresh)
	return ours && w.carrier.Takes(now, fakecarrier.Client(w.clients.numbers[client]), id)
}

// RevokeFamily ends all that came of one authorization. It returns an error if that is so already.
func (w *World) RevokeFamily(id uint32) error {
	w.mu.Lock()
	defer w.unlock()
	return w.revokeFamily(w.now(), id)
}

func (w *World) revokeFamily(now time.Time, id uint32) error {
	owner := w.ownerOf(fakecarrier.RefreshID{Family: id})
	if !w.carrier.RevokeFamily(now, id) {
		return fmt.Errorf("fakecarrier: family %d is not known, or was revoked before", id)
	}
	w.note(Event{
		Kind: EventToken, Client: w.clients.names[owner], Detail: fmt.Sprintf("family %d revoked", id),
	})
	return nil
}

// expireRefresh lets the life of a refresh token be over.
func (w *World) expireRefresh(now time.Time, id fakecarrier.RefreshID) error {
	if !w.carrier.ExpireRefresh(now, id) {
		return fmt.Errorf("fakecarrier: refresh token %d of family %d is past its life, or forgotten",
			id.Serial, id.Family)
	}
	w.note(Event{
		Kind: EventToken, Client: w.clients.names[w.ownerOf(id)],
		Detail: fmt.Sprintf("family %d, refresh token %d: expired", id.Family, id.Serial),
	})
	return nil
}

// ownerOf is the client of a refresh token's family; 0, which is nobody, where it is not known.
func (w *World) ownerOf(id fakecarrier.RefreshID) fakecarrier.Client {
	owner, _ := w.carrier.OwnerOf(id.Family)
	return owner
}
