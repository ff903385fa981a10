package world

import (
	"context"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/sim"
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

// A hand is a process that has a pair and has not stored it yet.
type hand struct {
	id       fakecarrier.RefreshID
	by       culprit
	customer int
	process  *sim.Process
	arrived  time.Duration
	writes   bool          // a store is being written
	ended    time.Duration // of the process, if it did; others may store what it returned
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

// remembered yields the pairs of a customer that processes remember, and would put back.
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

// arrived returns the refresh token that an answer brings, and notes that the present process has
// it.
func (s *sessions) arrived(c *client, m *message) (refresh string) {
	s.drop(m)
	id := s.carried[m.index].holds
	s.hands = append(s.hands, hand{
		id: id, by: blame(m, measure.LostUnsaved), customer: c.customer,
		process: s.k.sim.Current(), arrived: s.k.sim.Now(), ended: never,
	})
	return s.k.refreshValue(id)
}

// processEnded notes that the present process ends.
func (w *world) processEnded() {
	for _, k := range w.carriers {
		k.sessions.ended()
	}
}

// ended notes that the present process ends. What it has not stored, those who waited for it may
// store at this instant.
func (s *sessions) ended() {
	if s == nil || len(s.hands) == 0 {
		return
	}
	now, process := s.k.sim.Now(), s.k.sim.Current()
	for i := range s.hands {
		if s.hands[i].process == process && s.hands[i].ended == never {
			s.hands[i].ended = now
			s.k.sim.At(now+1, s.k.call, s.k.calls.put(func() {
				s.letGo(func(h *hand) bool { return h.ended < s.k.sim.Now() && !h.writes }, 0)
			}))
		}
	}
}

// letGo forgets hands, and looks what has become of their sessions since the pair came.
func (s *sessions) letGo(which func(*hand) bool, loss measure.Loss) {
	var gone []hand
	s.hands = slices.DeleteFunc(s.hands, func(h hand) bool {
		if which(&h) {
			gone = append(gone, h)
			return true
		}
		return false
	})
	for _, h := range gone {
		if loss != 0 {
			h.by.loss = loss
		}
		s.lookSince(h.customer, h.by, h.arrived)
	}
}

// killed notes the death of a process.
func (s *sessions) killed(process *sim.Process) {
	if s != nil {
		s.letGo(func(h *hand) bool {
			return h.process == process && h.ended == never || h.writes &&
				h.process == process
		}, measure.LostByCrash)
	}
}

// put writes a pair into a store. An answer to a family before the last sign-in is not stored.
func (s *sessions) put(ctx context.Context, c *cell, t strategies.Token) error {
	pairs, id := s.holdsPairs(c.cache), refreshID(t)
	if pairs {
		s.writes(c.customer, id)
	}
	err := c.cache.access(ctx)
	if err == nil && (id.Family == 0 || id.Family == s.of[c.customer].family) {
		err = c.token.Put(ctx, t)
	}
	if pairs {
		s.wrote(ctx, c, id, err)
	}
	return err
}

// writes notes that the present process writes a pair.
func (s *sessions) writes(customer int, id fakecarrier.RefreshID) {
	for i := range s.hands {
		if h := &s.hands[i]; h.customer == customer && h.id == id {
			h.writes, h.process = true, s.k.sim.Current()
		}
	}
}

// wrote looks what has become of a session, now that its store was written, or was not.
func (s *sessions) wrote(ctx context.Context, c *cell, id fakecarrier.RefreshID, err error) {
	there, _ := c.token.Get(ctx)
	if err != nil || refreshID(there) != id {
		s.letGo(func(h *hand) bool { return h.customer == c.customer && h.id == id }, 0)
		return
	}
	by := culprit{loss: measure.LostOverwritten}
	s.hands = slices.DeleteFunc(s.hands, func(h hand) bool {
		mine := h.customer == c.customer && h.id == id
		if mine {
			by = h.by
			by.loss = measure.LostOverwritten
		}
		return mine
	})
	if id.Family == 0 {
		by.loss = measure.LostDiscarded
	}
	if a, ok := ctx.Value(actionKey{}).(*action); ok && by.serial == 0 {
		by.action, by.node = a.id, uint16(a.client.node.index)
		by.class, by.group = a.w.loads[a.load].class, a.client.group
	}
	s.of[c.customer].written = c.cache
	s.look(c.customer, by)
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
