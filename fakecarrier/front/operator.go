package front

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A BanState is a ban that is in force, or will bite after the carrier's lag.
type BanState struct {
	Source netip.Addr `json:"ip,omitzero"`      // where bans are by address
	Client string     `json:"client,omitempty"` // where bans are by client id
	From   time.Time  `json:"from"`             // when it begins to bite
	Until  time.Time  `json:"until"`
}

// Revoke ends a token now; with a refresh token, all of its family. It returns an error if the
// token was not accepted anyway.
func (w *World) Revoke(token string) error {
	return w.end(token, "revoked", (*fakecarrier.Carrier).Revoke,
		func(now time.Time, id fakecarrier.RefreshID) error { return w.revokeFamily(now, id.Family) })
}

// Expire lets a token, or a refresh token, expire now. It returns an error if the token was not
// accepted anyway.
func (w *World) Expire(token string) error {
	return w.end(token, "expired", (*fakecarrier.Carrier).Expire, w.expireRefresh)
}

// Issue gives a client's token to somebody else, in a way that no meter sees: the client's own
// tokens suffer as under any renewal. It returns an error if there is no such client, or no room.
func (w *World) Issue(client string) error {
	w.mu.Lock()
	defer w.unlock()
	return w.issue(w.now(), client)
}

func (w *World) issue(now time.Time, client string) error {
	if known, _ := w.identity(client, ""); !known {
		return fmt.Errorf("fakecarrier: no client has the id %q", clip(client, mostClientID))
	}
	cl, ok := w.clients.index(client)
	if !ok || w.carrier.Held() >= mostTokens {
		return errors.New("fakecarrier: no room for another client, or another token")
	}
	id := w.carrier.Issue(now, fakecarrier.Request{Client: fakecarrier.Client(cl)}).Token
	w.note(Event{
		Kind: EventToken, At: now, Client: client, Token: id, Detail: "issued to somebody else",
	})
	return nil
}

func (w *World) end(
	token, done string, end func(*fakecarrier.Carrier, time.Time, fakecarrier.TokenID) bool,
	endRefresh func(time.Time, fakecarrier.RefreshID) error,
) error {
	w.mu.Lock()
	defer w.unlock()
	now := w.now()
	if id, ok := w.seal.Load().refreshID(token); ok {
		return endRefresh(now, id)
	}
	id, ok := w.wire.unsealed(w.seal.Load(), token)
	if !ok || id > w.carrier.Issued() {
		return errors.New("fakecarrier: the token was not issued here since the last reset")
	}
	if !end(w.carrier, now, id) {
		return fmt.Errorf("fakecarrier: token %d is not accepted any more", id)
	}
	t, _ := w.carrier.Token(id)
	owner := w.clients.names[t.Client]
	w.note(Event{Kind: EventToken, Client: owner, Token: id, Detail: done})
	return nil
}

// Bans lists the bans in force, in the order in which their callers first came.
func (w *World) Bans() []BanState {
	w.mu.Lock()
	defer w.unlock()
	return w.bans(w.now())
}

func (w *World) bans(now time.Time) []BanState {
	all := []BanState{}
	for _, b := range w.carrier.Bans(now) {
		all = append(all, BanState{
			Source: w.addresses.names[b.IP], Client: w.clients.names[b.Client],
			From: b.From, Until: b.Until,
		})
	}
	return all
}

// Impose starts a ban now, or restarts the one in force, although no threshold was exceeded. It
// returns when the ban ends. The throttle's Key says whether the address counts, the client, or
// both.
func (w *World) Impose(from netip.Addr, client string) (until time.Time, err error) {
	w.mu.Lock()
	defer w.unlock()
	return w.impose(w.now(), from, client, time.Time{})
}

// impose is Impose, of a ban that ends at end; the zero Time is when it does by the carrier's
// terms.
func (w *World) impose(
	now time.Time, from netip.Addr, client string, end time.Time,
) (until time.Time, err error) {
	from = from.Unmap().WithZone("")
	ip, cl, ok := w.caller(from, client)
	if !ok {
		return time.Time{}, fmt.Errorf("fakecarrier: no room for another caller, or a client id of "+
			"more than %d bytes", mostClientID)
	}
	if _, _, ok := w.carrier.ImposedBy(); !ok {
		return time.Time{}, fmt.Errorf("fakecarrier: carrier %s bans nobody", w.setup.Profile.Name)
	}
	until, change := w.carrier.ImposeUntil(now, ip, cl, end)
	if change == fakecarrier.BanStarted {
		w.standing.bans++
	}
	w.note(Event{
		Kind: EventBan, At: now, Source: from, Client: client, Ban: fakecarrier.BanStarted,
		BannedUntil: until, Detail: "imposed",
	})
	who := bannedBy(w.keyOfBan(0), &fakecarrier.Request{IP: ip, Client: cl})
	w.remember(who, beginning{fmt.Sprintf("an operator imposed it, event %d", w.journal.seq), until})
	return until, nil
}

// Lift ends a ban now. It returns an error if there is none.
func (w *World) Lift(from netip.Addr, client string) error {
	w.mu.Lock()
	defer w.unlock()
	return w.lift(w.now(), from, client)
}

func (w *World) lift(now time.Time, from netip.Addr, client string) error {
	from = from.Unmap().WithZone("")
	ip, known := w.addresses.numbers[from]
	cl, also := w.clients.numbers[client]
	key, _, _ := w.carrier.ImposedBy()
	found := (known || key == fakecarrier.ByClient) && (also || key == fakecarrier.ByIP) ||
		key == fakecarrier.Together
	if !found || !w.carrier.Lift(now, fakecarrier.IP(ip), fakecarrier.Client(cl)) {
		return fmt.Errorf("fakecarrier: no ban of %s is in force", callerShown(from, client))
	}
	w.note(Event{Kind: EventBan, At: now, Source: from, Client: client, Detail: "lifted"})
	return nil
}

// callerShown names a caller by address, by client id, or by both.
func callerShown(from netip.Addr, client string) string {
	switch {
	case !from.IsValid():
		return fmt.Sprintf("client %q", client)
	case client == "":
		return from.String()
	}
	return fmt.Sprintf("%v and client %q", from, client)
}

// caller returns the numbers of a caller; not ok if the caller is new and there is no room.
func (w *World) caller(
	from netip.Addr, client string,
) (ip fakecarrier.IP, cl fakecarrier.Client, ok bool) {
	if len(client) > mostClientID {
		return 0, 0, false
	}
	i, known := w.addresses.index(from)
	j, also := w.clients.index(client)
	return fakecarrier.IP(i), fakecarrier.Client(j), known && also
}
