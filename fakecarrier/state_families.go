package fakecarrier

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// familiesState is what came of authorizations.
type familiesState struct {
	Forgotten uint32              `json:"forgotten"`
	Held      []familyState       `json:"held"`    // in the order of their numbers
	Clients   []familyClientState `json:"clients"` // that have or had a family
}

// familyClientState is the newest family of a client.
type familyClientState struct {
	Client Client `json:"client"`
	Newest uint32 `json:"newest"`
}

// familyState is what came of one authorization.
type familyState struct {
	Client     Client         `json:"client"`
	Before     uint32         `json:"before,omitzero"` // the client's family that began before it
	SignedIn   time.Time      `json:"signed_in_at"`
	Renewed    time.Time      `json:"renewed_at"`
	Revoked    bool           `json:"revoked,omitzero"`
	Scope      string         `json:"scope,omitempty"`    // that was asked for at its sign-in
	Generation uint32         `json:"generation"`         // how often it was renewed
	Access     TokenID        `json:"access,omitzero"`    // its newest token
	Forgotten  uint32         `json:"forgotten,omitzero"` // refresh tokens
	Tokens     []refreshState `json:"refresh_tokens"`
}

// refreshState is a refresh token.
type refreshState struct {
	Parent     uint32    `json:"parent,omitzero"` // the one that was shown for it
	Generation uint32    `json:"generation,omitzero"`
	Issued     time.Time `json:"issued_at"`
	End        time.Time `json:"ends_at,omitzero"` // left out: never
	Access     TokenID   `json:"access,omitzero"`  // the token that came with it
	Says       string    `json:"expires_in,omitzero"`
	Unsaid     bool      `json:"unsaid,omitzero"`
	Used       time.Time `json:"used_at,omitzero"`       // left out: not yet
	Superseded time.Time `json:"superseded_at,omitzero"` // left out: not yet
	Successor  uint32    `json:"successor,omitzero"`
	Replays    int       `json:"replays,omitzero"`
	Serving    bool      `json:"serving,omitzero"` // its renewal is being served
}

func (g *families) state() familiesState {
	s := familiesState{
		Forgotten: g.first, Held: []familyState{}, Clients: []familyClientState{},
	}
	for i := range g.all {
		f := &g.all[i]
		one := familyState{
			Client: f.client, Before: f.before, SignedIn: unit.Instant(f.signedIn),
			Renewed: unit.Instant(f.renewed), Revoked: f.revoked, Generation: f.generation,
			Access: f.access, Scope: f.scope, Forgotten: f.first, Tokens: []refreshState{},
		}
		for j := range f.tokens {
			one.Tokens = append(one.Tokens, f.tokens[j].state())
		}
		s.Held = append(s.Held, one)
	}
	for cl, number := range g.newest {
		if number != 0 {
			s.Clients = append(s.Clients, familyClientState{Client(cl), number})
		}
	}
	return s
}

func (t *refreshToken) state() refreshState {
	s := refreshState{
		Parent: t.parent, Generation: t.generation, Issued: unit.Instant(t.issued),
		End: boundedInstant(t.end), Access: t.access, Unsaid: t.unsaid, Used: boundedInstant(t.used),
		Superseded: boundedInstant(t.superseded), Successor: t.successor, Replays: t.replays,
		Serving: t.serving,
	}
	if t.says != 0 {
		s.Says = t.says.String()
	}
	return s
}

func (g *families) restore(s *familiesState, known func(Client) error) error {
	g.first = s.Forgotten
	for i := range s.Held {
		if err := known(s.Held[i].Client); err != nil {
			return err
		}
		f, err := s.Held[i].family()
		if err != nil {
			return err
		}
		g.all = append(g.all, f)
		if number := g.first + uint32(len(g.all)); f.before >= number {
			return fmt.Errorf("found family %d, which began before family %d", f.before, number)
		}
	}
	for _, one := range s.Clients {
		if err := known(one.Client); err != nil {
			return err
		}
		if one.Newest > g.first+uint32(len(g.all)) {
			return fmt.Errorf("found family %d; meant one of %d", one.Newest, len(g.all))
		}
		g.newest = reach(g.newest, int(one.Client))
		g.newest[one.Client] = one.Newest
	}
	return nil
}

func (s *familyState) family() (family, error) {
	f := family{
		client: s.Client, before: s.Before, signedIn: s.SignedIn.UnixNano(),
		renewed: s.Renewed.UnixNano(), revoked: s.Revoked, generation: s.Generation, access: s.Access,
		scope: s.Scope, first: s.Forgotten,
	}
	most := f.first + uint32(len(s.Tokens))
	for i := range s.Tokens {
		of := &s.Tokens[i]
		if of.Parent > most || of.Successor > most {
			return f, fmt.Errorf("found refresh token %d; meant one of %d", max(of.Parent, of.Successor),
				most)
		}
		t := refreshToken{
			parent: of.Parent, generation: of.Generation, issued: of.Issued.UnixNano(),
			end: ofBounded(of.End), access: of.Access, unsaid: of.Unsaid, used: ofBounded(of.Used),
			superseded: ofBounded(of.Superseded), successor: of.Successor, replays: of.Replays,
			serving: of.Serving,
		}
		if of.Says != "" {
			var err error
			if t.says, err = time.ParseDuration(of.Says); err != nil {
				return f, fmt.Errorf("found expires_in %q; meant a length of time, as 1h", of.Says)
			}
		}
		f.tokens = append(f.tokens, t)
	}
	return f, nil
}
