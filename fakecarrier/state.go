package fakecarrier

import (
	"errors"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A State is all that changes of a carrier: what its answers hang on beside its profile and its
// throttle. IPs and clients are the numbers that requests have.
type State struct {
	Last     time.Time     `json:"last,omitzero"` // the latest instant that it saw
	Tokens   tokensState   `json:"tokens"`
	Codes    codesState    `json:"codes"`
	Families familiesState `json:"families"`
	Devices  devicesState  `json:"devices"`

	Books  []bookState  `json:"bans"`   // by the bans of a kind, in the order of their meters
	Limits []limitState `json:"limits"` // by limit, in the order of the meters
}

// tokensState is the tokens that were issued.
type tokensState struct {
	Forgotten TokenID       `json:"forgotten"` // the newest that is not known in detail
	Unordered bool          `json:"unordered"` // some end out of the order of issue
	Held      []grantState  `json:"held"`      // in the order of issue
	Clients   []clientState `json:"clients"`   // that have or had a token
}

// grantState is an issued token.
type grantState struct {
	Client Client    `json:"client"`
	Kind   uint8     `json:"grant,omitzero"`       // the number of its grant type
	Before TokenID   `json:"before,omitzero"`      // the one of the same owner that is older
	Family uint32    `json:"pair_family,omitzero"` // of the refresh token that came with it
	Serial uint32    `json:"pair_serial,omitzero"` // of that, while its first use matters
	From   time.Time `json:"from"`                 // it is accepted from then on
	Expiry time.Time `json:"expires_at"`           // its life is over then
	Death  time.Time `json:"dies_at"`              // it is accepted until then
	Killer uint64    `json:"killed_by,omitzero"`   // the number of the request that killed it
}

// clientState is when a client got a token last, and which is its newest that is of no family.
type clientState struct {
	Client Client    `json:"client"`
	Newest TokenID   `json:"newest,omitzero"`
	Issued time.Time `json:"issued_at,omitzero"`
}

// codesState is the authorization codes.
type codesState struct {
	Forgotten CodeID      `json:"forgotten"`
	Held      []codeState `json:"held"`
}

// codeState is an authorization code.
type codeState struct {
	Client    Client    `json:"client"`
	Redirect  string    `json:"redirect_uri"`
	Challenge []byte    `json:"challenge,omitempty"` // of PKCE
	Expiry    time.Time `json:"expires_at"`
	Scope     string    `json:"scope,omitempty"`
	Nonce     string    `json:"nonce,omitempty"` // of OpenID Connect
	Family    uint32    `json:"family,omitzero"` // that came of it
}

// bookState is the callers of bans of one kind.
type bookState struct {
	Callers []callerState `json:"callers"`
}

// callerState is what is known of one caller.
type callerState struct {
	Key   []int     `json:"key"` // the numbers of what it is told apart by
	Rules []string  `json:"rules"`
	From  time.Time `json:"banned_from,omitzero"`
	Until time.Time `json:"banned_until,omitzero"`
}

// limitState is the callers of one limit.
type limitState struct {
	Callers []ruleState `json:"callers"`
}

// ruleState is what a limit counted of one caller.
type ruleState struct {
	Key  []int  `json:"key"`
	Rule string `json:"rule"`
}

// State takes down all that changes of the carrier. The error is a rule that cannot be taken down.
func (c *Carrier) State() (*State, error) {
	s := &State{
		Last: someInstant(c.last), Tokens: c.tokens.state(), Codes: c.codes.state(),
		Families: c.families.state(), Devices: c.devices.state(), Books: []bookState{},
		Limits: []limitState{},
	}
	for _, b := range c.metering.books {
		state, err := b.state()
		if err != nil {
			return nil, err
		}
		s.Books = append(s.Books, state)
	}
	for _, l := range c.metering.all() {
		state, err := l.state()
		if err != nil {
			return nil, err
		}
		s.Limits = append(s.Limits, state)
	}
	return s, nil
}

// Restore puts a state into a new carrier of the same profile and throttle, which then answers as
// the one did that the state is of. There are so many addresses and clients, 0 among them. The
// error is a state that cannot be one of this carrier, which is then of no use.
func (c *Carrier) Restore(s *State, addresses, clients int) error {
	if len(s.Books) != len(c.metering.books) || len(s.Limits) != len(c.metering.all()) {
		return fmt.Errorf("found %d kinds of bans and %d limits; meant %d and %d, as the carrier has",
			len(s.Books), len(s.Limits), len(c.metering.books), len(c.metering.all()))
	}
	c.last = ofInstant(s.Last)
	known := func(cl Client) error {
		if int(cl) >= clients {
			return fmt.Errorf("found client %d; meant one of the %d that are listed", cl, clients)
		}
		return nil
	}
	wrong := errors.Join(c.tokens.restore(&s.Tokens, known), c.codes.restore(&s.Codes, known),
		c.families.restore(&s.Families, known), c.devices.restore(&s.Devices, known))
	bounds := keyBounds{addresses, clients}
	for i, b := range c.metering.books {
		wrong = errors.Join(wrong, b.restore(&s.Books[i], bounds))
	}
	for i, l := range c.metering.all() {
		wrong = errors.Join(wrong, l.restore(&s.Limits[i], bounds))
	}
	return wrong
}

// someInstant is an instant, the zero Time of 0, which is none.
func someInstant(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return unit.Instant(at)
}

func ofInstant(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// boundedInstant is an instant, the zero Time of one that never comes.
func boundedInstant(at int64) time.Time {
	if at == forever {
		return time.Time{}
	}
	return unit.Instant(at)
}

func ofBounded(t time.Time) int64 {
	if t.IsZero() {
		return forever
	}
	return t.UnixNano()
}

func (t *tokens) state() tokensState {
	s := tokensState{
		Forgotten: t.first - 1, Unordered: t.unordered, Held: []grantState{}, Clients: []clientState{},
	}
	for id := t.first; id < t.next; id++ {
		g := t.at(id)
		s.Held = append(s.Held, grantState{
			Client: g.client, Kind: g.kind, Before: g.before, Family: g.pair.Family,
			Serial: g.pair.Serial, From: unit.Instant(g.from), Expiry: unit.Instant(g.expiry),
			Death: unit.Instant(g.death), Killer: g.killer,
		})
	}
	for cl := range max(len(t.newest), len(t.issued)) {
		one := clientState{Client: Client(cl)}
		if cl < len(t.newest) {
			one.Newest = t.newest[cl]
		}
		if cl < len(t.issued) {
			one.Issued = someInstant(t.issued[cl])
		}
		if one.Newest != 0 || !one.Issued.IsZero() {
			s.Clients = append(s.Clients, one)
		}
	}
	return s
}

func (t *tokens) restore(s *tokensState, known func(Client) error) error {
	t.first, t.base, t.next = s.Forgotten+1, s.Forgotten+1, s.Forgotten+1
	t.unordered = s.Unordered
	for i := range s.Held {
		g := &s.Held[i]
		if int(t.next-t.base) == len(t.blocks)*perBlock {
			t.blocks = append(t.blocks, new(grantBlock))
		}
		if err := known(g.Client); err != nil {
			return err
		}
		if g.Before >= t.next {
			return fmt.Errorf("found token %d, which is older than token %d", g.Before, t.next)
		}
		t.next++
		*t.at(t.next - 1) = grant{
			client: g.Client, kind: g.Kind, before: g.Before, pair: RefreshID{g.Family, g.Serial},
			from: g.From.UnixNano(), expiry: g.Expiry.UnixNano(), death: g.Death.UnixNano(),
			killer: g.Killer,
		}
	}
	for _, one := range s.Clients {
		if err := known(one.Client); err != nil {
			return err
		}
		if one.Newest >= t.next {
			return fmt.Errorf("found token %d; meant one of %d", one.Newest, t.next-1)
		}
		if one.Newest != 0 {
			*t.ofClient(one.Client) = one.Newest
		}
		if !one.Issued.IsZero() {
			t.issued = reach(t.issued, int(one.Client))
			t.issued[one.Client] = one.Issued.UnixNano()
		}
	}
	return nil
}

func (g *codes) state() codesState {
	s := codesState{Forgotten: g.first, Held: []codeState{}}
	for _, k := range g.all {
		one := codeState{
			Client: k.Client, Redirect: k.Redirect, Expiry: unit.Instant(k.expiry), Family: k.family,
			Scope: k.Scope, Nonce: k.Nonce,
		}
		if k.Challenge != [32]byte{} {
			one.Challenge = k.Challenge[:]
		}
		s.Held = append(s.Held, one)
	}
	return s
}

func (g *codes) restore(s *codesState, known func(Client) error) error {
	g.first = s.Forgotten
	for _, k := range s.Held {
		if err := known(k.Client); err != nil {
			return err
		}
		one := code{
			Authorization: Authorization{
				Client: k.Client, Redirect: k.Redirect, Scope: k.Scope, Nonce: k.Nonce,
			},
			expiry: k.Expiry.UnixNano(), family: k.Family,
		}
		if n := len(k.Challenge); n != 0 && n != len(one.Challenge) {
			return fmt.Errorf("found a challenge of %d bytes; meant %d", n, len(one.Challenge))
		}
		copy(one.Challenge[:], k.Challenge)
		g.all = append(g.all, one)
	}
	return nil
}
