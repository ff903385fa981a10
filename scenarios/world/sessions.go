package world

import (
	"context"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// Sessions follow the refresh tokens of the customers: in which stores, requests, answers and
// processes they are, and whether the carrier would still take one of them. Where it takes none the
// session is lost, until somebody signs in. A run without refresh tokens has no sessions.
type sessions struct {
	k         *carrier
	forgives  strategies.Forgiveness
	shared    []bool    // by group: its pairs lie in the store shared by all nodes, and nowhere else
	remembers []bool    // by group: a process puts the pair back that its store has lost
	of        []session // by customer
	carried   []carried // by message
	hands     []hand
	byAccess  bool                             // the use of an access token supersedes a refresh token
	renewedBy map[fakecarrier.RefreshID]uint64 // the request that superseded a refresh token
	record    measure.Record
}

// A session is one customer's.
type session struct {
	family   uint32 // of the refresh tokens since the last sign-in
	lost     bool
	lostBy   culprit
	written  *cache        // of the stores that hold the pair, the one last written
	watched  time.Duration // a look is arranged then
	underWay []uint32      // requests and answers whose waiter still waits
}

// Carried is what a message carries to the carrier, and what it holds: the refresh token that it
// presents until it is judged, then the one that the answer brings.
type carried struct {
	presented, holds fakecarrier.RefreshID
	given            fakecarrier.TokenID // what the answer gives, whoever still waits for it
	awaited          bool
}

// A culprit is what may have lost a session: whose request, and how.
type culprit struct {
	loss   measure.Loss
	serial uint64
	action uint64
	node   uint16
	class  uint8
	group  uint8
}

// newSessions returns nil where the carrier knows no refresh tokens.
func newSessions(k *carrier) *sessions {
	if k.spec.Grant != terms.GrantRefresh {
		return nil
	}
	s := &sessions{
		k: k, of: make([]session, k.Scenario.Fleet.Customers),
		renewedBy: map[fakecarrier.RefreshID]uint64{},
	}
	refresh := k.machine.Profile().Grants.Refresh
	s.byAccess = refresh.Supersede == fakecarrier.FirstUseOfNewAccess
	s.forgives.Within, s.forgives.Times = refresh.Forgiven()
	s.forgives.Anew = refresh.AnsweredAnew()
	for _, g := range k.groups {
		s.shared = append(s.shared, strategies.NeedsOf(g.Parts...).Shared)
		s.remembers = append(s.remembers, strategies.Remembers(g.Parts...))
	}
	return s
}

// begin signs every customer in.
func (s *sessions) begin() {
	for customer := range s.of {
		s.signIn(customer, 0)
	}
}

// signIn begins a family, whose first refresh token is then in every store of the customer.
func (s *sessions) signIn(customer int, generation int64) {
	id := s.k.machine.SignIn(s.k.now(), fakecarrier.Client(customer))
	s.putEverywhere(customer, strategies.Token{
		Refresh: s.k.refreshValue(id), Generation: generation,
	})
	p := &s.of[customer]
	p.family, p.lost = id.Family, false
	s.hands = slices.DeleteFunc(s.hands, func(h hand) bool { return h.customer == customer })
	s.look(customer, culprit{})
}

// putEverywhere puts a pair into every store of a customer, in no time.
func (s *sessions) putEverywhere(customer int, pair strategies.Token) {
	for _, c := range s.stores(customer) {
		_ = c.tokens[customer].Put(context.Background(), pair) // never fails
	}
}

// foreseen lets every store have the refresh token that the clairvoyant got.
func (s *sessions) foreseen(customer int, id fakecarrier.RefreshID) {
	if id.Family != 0 {
		newest := s.newest(customer)
		s.putEverywhere(customer, strategies.Token{
			Refresh: s.k.refreshValue(id), Generation: newest + 1,
		})
	}
	s.look(customer, culprit{loss: measure.LostByReuse})
}

// newest is the generation of a customer's newest pair.
func (s *sessions) newest(customer int) (generation int64) {
	for _, c := range s.stores(customer) {
		t, _ := c.tokens[customer].Get(context.Background())
		generation = max(generation, t.Generation)
	}
	for t := range s.remembered(customer) {
		generation = max(generation, t.Generation)
	}
	return generation
}

// signInAgain is somebody who signs in after a loss. His pair is newer than all before.
func (s *sessions) signInAgain(customer int) {
	by := &s.of[customer].lostBy
	s.record = measure.Record{
		Kind: measure.SessionBegan, Customer: uint16(customer), User: measure.NoUser,
		Class: by.class, Group: by.group,
		Carrier: s.k.index,
	}
	s.k.emit(&s.record)
	s.signIn(customer, s.newest(customer)+2)
	s.k.relief.Broadcast()
}

// stores are those in which a customer's pair lies.
func (s *sessions) stores(customer int) (all []*cache) {
	if slices.Contains(s.shared, true) {
		all = append(all, s.k.store)
	}
	switch {
	case !slices.Contains(s.shared, false):
	case s.k.common != nil:
		all = append(all, s.k.common)
	default:
		for _, d := range s.k.nodes {
			if c := d.at[s.k.index].clients[customer]; !s.shared[c.group] {
				all = append(all, c.cache)
			}
		}
	}
	return all
}

// holdsPairs reports whether pairs lie in a cache.
func (s *sessions) holdsPairs(c *cache) bool {
	return s != nil && slices.Contains(s.shared, c == s.k.store)
}

// held yields the refresh tokens that the customer's session lives by.
func (s *sessions) held(customer int) func(yield func(fakecarrier.RefreshID) bool) {
	return func(yield func(fakecarrier.RefreshID) bool) {
		for _, c := range s.stores(customer) {
			t, _ := c.tokens[customer].Get(context.Background())
			if !yield(refreshID(t)) {
				return
			}
		}
		for _, index := range s.of[customer].underWay {
			if !yield(s.carried[index].holds) {
				return
			}
		}
		for i := range s.hands {
			if s.hands[i].customer == customer && !yield(s.hands[i].id) {
				return
			}
		}
		for t := range s.remembered(customer) {
			if !yield(refreshID(t)) {
				return
			}
		}
	}
}

// remembered yields the pairs of a customer that processes remember, and would put back. One that
// has been replaced does so until its last action has ended.
func (s *sessions) remembered(customer int) func(yield func(strategies.Token) bool) {
	return func(yield func(strategies.Token) bool) {
		for _, d := range s.k.nodes {
			if d.stopped || len(d.at[s.k.index].clients) == 0 {
				continue
			}
			c := d.at[s.k.index].clients[customer]
			if t, _ := c.memory.Get(context.Background()); s.remembers[c.group] && !yield(t) {
				return
			}
		}
		for _, a := range s.k.everyAction {
			if a.id != 0 && a.customer == customer && s.outlived(a.client) {
				if t, _ := a.client.memory.Get(context.Background()); !yield(t) {
					return
				}
			}
		}
	}
}

// outlived reports whether a client is one of a process that has been replaced, which remembers a
// pair as long as its actions last.
func (s *sessions) outlived(c *client) bool {
	return c.carrier == s.k && s.k.nodes[c.node.index] != c.node && s.remembers[c.group]
}

// forgot looks what has become of the session, now that an action on a client has ended.
func (s *sessions) forgot(c *client, by culprit) {
	if s != nil && s.outlived(c) {
		s.look(c.customer, by)
	}
}

// look finds out whether the session is lost, now that the culprit did something.
func (s *sessions) look(customer int, by culprit) { s.lookSince(customer, by, s.k.sim.Now()) }

// good is a refresh token that the customer has, and that the carrier takes; zero: there is none.
func (s *sessions) good(customer int) fakecarrier.RefreshID {
	for id := range s.held(customer) {
		if id.Family != 0 && s.k.machine.Takes(s.k.now(), fakecarrier.Client(customer), id) {
			return id
		}
	}
	return fakecarrier.RefreshID{}
}

func (s *sessions) lookSince(customer int, by culprit, since time.Duration) {
	p := &s.of[customer]
	if p.lost {
		return
	}
	if id := s.good(customer); id.Family != 0 {
		if until := s.k.machine.LastsUntil(id); !until.IsZero() {
			s.lookAt(customer, until.Sub(s.k.epoch)+1)
		}
		return
	}
	p.lost, p.lostBy = true, by
	s.record = measure.Record{
		Kind: measure.SessionLost, Customer: uint16(customer), User: measure.NoUser,
		Serial: by.serial, Action: by.action, Node: by.node, Click: uint16(by.loss), Since: since,
		Class: by.class, Group: by.group,
		Carrier: s.k.index,
	}
	s.k.emit(&s.record)
	if again := s.k.Scenario.Users.SignIn; again != nil {
		r := s.k.rand("sign-in/customer/%d", customer)
		at := max(s.k.sim.Now(), since+again.After.Draw(r))
		s.k.sim.At(at, s.k.call, s.k.calls.put(func() { s.signInAgain(customer) }))
	}
}

// lookAt arranges a look at the instant from which time alone may have ended the session.
func (s *sessions) lookAt(customer int, at time.Duration) {
	p := &s.of[customer]
	if at > s.k.end() || at == p.watched {
		return
	}
	p.watched = at
	s.k.sim.At(at, s.k.call, s.k.calls.put(func() {
		s.look(customer, culprit{loss: measure.LostByTime})
	}))
}

// depart notes the refresh token that a request of c's presents.
func (s *sessions) depart(c *client, m *message, pair strategies.Token) {
	if missing := len(s.k.messages) - len(s.carried); missing > 0 {
		s.carried = append(s.carried, make([]carried, missing)...)
	}
	id := refreshID(pair)
	s.carried[m.index] = carried{presented: id, holds: id, awaited: true}
	p := &s.of[c.customer]
	p.underWay = append(p.underWay, m.index)
}

// note notes what the carrier answers, before it is recorded.
func (s *sessions) note(m *message, a *fakecarrier.Response) {
	k := &s.carried[m.index]
	k.given = a.Token
	superseded := a.Refresh.Family != 0 && a.Refresh != k.presented
	switch {
	case a.Reason == fakecarrier.ReasonGrant || a.Reason == fakecarrier.ReasonReplayed:
		a.KilledBy = s.renewedBy[k.presented]
	case superseded && s.renewedBy[k.presented] == 0:
		s.renewedBy[k.presented] = m.record.Serial
	}
	switch {
	case a.Token == 0:
		k.holds = fakecarrier.RefreshID{}
	case a.Refresh.Family != 0:
		k.holds = a.Refresh
	}
}

// judged looks what has become of the session, once the answer is recorded.
func (s *sessions) judged(m *message, a *fakecarrier.Response) {
	loss := measure.LostUnheard
	if a.Reason == fakecarrier.ReasonGrant {
		loss = measure.LostByReuse
	}
	s.look(int(m.record.Customer), blame(m, loss))
}

// blame is the culprit of a request.
func blame(m *message, loss measure.Loss) culprit {
	r := &m.record
	return culprit{loss, r.Serial, r.Action, r.Node, r.Class, r.Group}
}

// drop forgets a message for which nobody waits any more.
func (s *sessions) drop(m *message) (held bool) {
	k := &s.carried[m.index]
	if !k.awaited {
		return false
	}
	k.awaited = false
	p := &s.of[m.record.Customer]
	i := slices.Index(p.underWay, m.index)
	p.underWay = slices.Delete(p.underWay, i, i+1)
	return true
}

// unheard notes that the answer to m reaches nobody.
func (s *sessions) unheard(m *message, loss measure.Loss) {
	if s != nil && m.endpoint == fakecarrier.TokenEndpoint && s.drop(m) {
		s.look(int(m.record.Customer), blame(m, loss))
	}
}

// lookAtAll looks at every session, after what happened to stores.
func (s *sessions) lookAtAll(loss measure.Loss) {
	if s == nil {
		return
	}
	for customer := range s.of {
		s.look(customer, culprit{loss: loss})
	}
}

// inherit returns the cache of a node that starts in the place of another, or beside all others.
// Refresh tokens outlast a restart; a new store is a copy of the one that was written last.
func (s *sessions) inherit(before *node, customer int, fresh *cache) *cache {
	switch {
	case !s.holdsPairs(fresh) || s.k.common != nil:
	case before != nil:
		there := before.at[s.k.index].clients[customer].cache
		t, _ := there.tokens[customer].Get(context.Background())
		bare := strategies.Token{Refresh: t.Refresh, Generation: t.Generation}
		_ = there.tokens[customer].Put(context.Background(), bare)
		return there
	case len(s.k.nodes) > 0 && s.of[customer].family != 0:
		from := s.of[customer].written
		if from == nil {
			from = s.k.nodes[0].at[s.k.index].clients[customer].cache
		}
		t, _ := from.tokens[customer].Get(context.Background())
		_ = fresh.tokens[customer].Put(context.Background(), t)
	}
	return fresh
}

// refreshValue is the text of a refresh token, empty if there is none; refreshID reads it.
func (k *carrier) refreshValue(id fakecarrier.RefreshID) string {
	if id.Family == 0 {
		return ""
	}
	return k.values.of(uint64(id.Family)<<32 | uint64(id.Serial))
}

func refreshID(t strategies.Token) fakecarrier.RefreshID {
	v := tokenNumber(strategies.Token{Value: t.Refresh})
	return fakecarrier.RefreshID{Family: uint32(v >> 32), Serial: uint32(v)}
}
