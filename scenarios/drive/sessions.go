package drive

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// Sessions follow the refresh tokens of the customers, as those of a simulated run do: in which
// stores, requests, answers and processes they are. Whether the carrier would still take one of
// them a twin of it says, which is shown every renewal that the journal has. What the fleet did and
// what the carrier judged is brought into the order of its time, so that all of this happens a
// little later than what it is about. A run without refresh tokens has no sessions.
type sessions struct {
	*fleet
	twin      *fakecarrier.Carrier
	shared    bool // pairs lie in the store shared by all nodes, and nowhere else
	remembers bool // a process puts the pair back that its store has lost
	byAccess  bool // the use of an access token supersedes a refresh token
	at        time.Duration

	// Guarded by mu: what the goroutines of the run tell, and need at once.
	mu       sync.Mutex
	due      []happening
	renewals map[uint64]renewal // by request
	families map[string]uint32  // by refresh token
	current  []uint32           // by customer, the family since the last sign-in

	signIns  []*rand.Rand // by customer
	ids      map[string]fakecarrier.RefreshID
	tokens   map[fakecarrier.TokenID]fakecarrier.TokenID // the twin's, by the carrier's number
	of       []session                                   // by customer
	underWay map[uint64]*flight                          // by request
	hands    []hand
}

// A happening is something that bears upon a session.
type happening struct {
	at      time.Duration
	request uint64 // the carrier judged it, and its exchange must be known; 0: no such thing
	do      func()
}

// A renewal is a request that showed a refresh token, and what came of it at the carrier.
type renewal struct {
	presented, brought string
	sent, got          time.Duration
}

// A session is one customer's.
type session struct {
	lost    bool
	stores  map[any]string // the refresh token that each holds
	fresh   fakecarrier.RefreshID
	watched time.Duration // time alone may have ended it then; 0: no
}

// A flight is a request whose waiter still waits, and the refresh token that it, or its answer,
// holds.
type flight struct {
	customer int
	holds    string
	by       measure.Record
}

// A hand is a process that has a pair and has not stored it yet.
type hand struct {
	customer int
	refresh  string
	process  uint64
	arrived  time.Duration
	by       measure.Record
}

// letGo is how long after the end of a process, in real time, those who waited for it may store
// what it got. Assumed: they do so at once.
const letGo = 50 * time.Millisecond

// newSessions returns nil where the carrier knows no refresh tokens.
func (f *fleet) newSessions() (*sessions, error) {
	profile, _, err := f.Scenario.CarrierUnder(f.Reading)
	if err != nil || f.Scenario.Carrier.Grant != terms.GrantRefresh {
		return nil, err
	}
	s := &sessions{
		fleet: f, shared: strategies.NeedsOf(f.Strategy.Parts...).Shared,
		remembers: strategies.Remembers(f.Strategy.Parts...),
		byAccess:  profile.Grants.Refresh.Supersede == fakecarrier.FirstUseOfNewAccess,
		renewals:  map[uint64]renewal{}, families: map[string]uint32{},
		current: make([]uint32, f.Scenario.Fleet.Customers), ids: map[string]fakecarrier.RefreshID{},
		tokens:   map[fakecarrier.TokenID]fakecarrier.TokenID{},
		of:       make([]session, f.Scenario.Fleet.Customers),
		underWay: map[uint64]*flight{},
	}
	for customer := range s.of {
		s.of[customer].stores = map[any]string{}
		s.signIns = append(s.signIns, f.stream(fmt.Sprintf("sign-in/customer/%d", customer)))
	}
	profile.Meters, profile.RenewNotBefore = nil, 0 // what they refuse is not shown to it
	s.twin, err = fakecarrier.New(profile, throttle.Throttle{})
	return s, err
}

// tell arranges what bears upon a session, now.
func (s *sessions) tell(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.due = append(s.due, happening{at: s.clock.elapsed(), do: do})
}

// departed notes that a request leaves which presents a refresh token.
func (s *sessions) departed(r measure.Record, presented string) {
	s.tell(func() { s.underWay[r.Serial] = &flight{int(r.Customer), presented, r} })
}

// unheard notes that nobody waits for the answer to a request any more.
func (s *sessions) unheard(serial uint64, loss measure.Loss) {
	s.tell(func() { s.drop(serial, loss) })
}

func (s *sessions) drop(serial uint64, loss measure.Loss) {
	if k := s.underWay[serial]; k != nil {
		delete(s.underWay, serial)
		s.look(k.customer, loss, k.by, s.at)
	}
}

// arrived notes that a process has the answer to a request.
func (s *sessions) arrived(serial, process uint64) {
	s.tell(func() {
		if k := s.underWay[serial]; k != nil {
			delete(s.underWay, serial)
			s.hands = append(s.hands, hand{k.customer, k.holds, process, s.at, k.by})
		}
	})
}

// ended notes that a process has ended: soon nobody has what it did not store.
func (s *sessions) ended(process uint64) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.clock.elapsed() + time.Duration(float64(letGo)*s.Scale)
	s.due = append(s.due, happening{at: at, do: func() {
		s.release(func(h hand) bool { return h.process == process }, measure.LostUnsaved)
	}})
}

// crashed notes the end of a node, of whose store nothing is lost.
func (s *sessions) crashed(node int) {
	s.tell(func() {
		for serial, k := range s.underWay {
			if int(k.by.Node) == node {
				s.drop(serial, measure.LostByCrash)
			}
		}
		s.release(func(h hand) bool { return int(h.by.Node) == node }, measure.LostByCrash)
	})
}

// release forgets hands, and looks what has become of their sessions since the pair came.
func (s *sessions) release(which func(hand) bool, loss measure.Loss) {
	var gone []hand
	s.hands = slices.DeleteFunc(s.hands, func(h hand) bool {
		if which(h) {
			gone = append(gone, h)
			return true
		}
		return false
	})
	for _, h := range gone {
		s.look(h.customer, loss, h.by, h.arrived)
	}
}

// stored notes what a store holds of a customer: a refresh token, or none.
func (s *sessions) stored(in any, customer int, refresh string) {
	s.tell(func() {
		loss, by := measure.LostOverwritten, measure.Record{User: measure.NoUser}
		if refresh == "" {
			loss = measure.LostDiscarded
		}
		s.of[customer].stores[in] = refresh
		s.hands = slices.DeleteFunc(s.hands, func(h hand) bool {
			mine := h.customer == customer && h.refresh == refresh
			if mine {
				by = h.by
			}
			return mine
		})
		s.look(customer, loss, by, s.at)
	})
}

// gone notes that a store is no more.
func (s *sessions) gone(in any, customer int) {
	s.tell(func() { delete(s.of[customer].stores, in) })
}

// exchanged notes what came of a renewal at the carrier.
func (s *sessions) exchanged(serial uint64, of renewal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renewals[serial] = of
	if of.brought != "" {
		s.families[of.brought] = s.families[of.presented]
	}
}

// heard takes what the carrier's journal says.
func (s *sessions) heard(events []observation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range events {
		at := e.At.Sub(s.Scenario.Begins())
		switch {
		case e.Kind != front.EventRequest:
		case e.Endpoint == fakecarrier.APIEndpoint.String() && e.Status == 200 && s.byAccess:
			s.due = append(s.due, happening{at: at, do: func() { s.used(&e) }})
		case e.Endpoint == fakecarrier.TokenEndpoint.String() && looked[e.Reason]:
			if serial := serialOf(e.ID); serial != 0 {
				s.due = append(s.due, happening{
					at: at, request: serial, do: func() { s.judged(&e, serial) },
				})
			}
		}
	}
}

// looked are the reasons of answers for which the carrier looked at the refresh token.
var looked = map[string]bool{
	"": true, fakecarrier.ReasonNone.String(): true, fakecarrier.ReasonGrant.String(): true,
	fakecarrier.ReasonReplayed.String(): true,
}

// follow does what happened until an instant, up to which the journal was read.
func (s *sessions) follow(until time.Duration) {
	if s == nil {
		return
	}
	s.mu.Lock()
	for i := range s.due {
		if h := &s.due[i]; h.request != 0 {
			if of, known := s.renewals[h.request]; known {
				h.at = min(max(h.at, of.sent), of.got) // the two clocks are not one
			} else {
				until = min(until, h.at-1) // its answer is being read
			}
		}
	}
	slices.SortStableFunc(s.due, func(a, b happening) int { return cmp.Compare(a.at, b.at) })
	n, _ := slices.BinarySearchFunc(s.due, until+1, func(h happening, at time.Duration) int {
		return cmp.Compare(h.at, at)
	})
	ready := slices.Clone(s.due[:n])
	s.due = append(s.due[:0], s.due[n:]...)
	s.mu.Unlock()
	for _, h := range ready {
		s.pass(h.at)
		s.at = max(s.at, h.at)
		h.do()
	}
	s.pass(until)
	s.at = max(s.at, until)
}

// pass looks at the sessions that time alone may have ended by an instant.
func (s *sessions) pass(until time.Duration) {
	for customer := range s.of {
		if at := s.of[customer].watched; at > 0 && at <= until {
			s.at, s.of[customer].watched = max(s.at, at), 0
			s.look(customer, measure.LostByTime, measure.Record{User: measure.NoUser}, at)
		}
	}
}

// instant is the present of the twin.
func (s *sessions) instant() time.Time { return s.Scenario.Begins().Add(max(0, s.at)) }

// judged shows a renewal to the twin, and looks what has become of the session.
func (s *sessions) judged(e *observation, serial uint64) {
	s.mu.Lock()
	of := s.renewals[serial]
	s.mu.Unlock()
	customer := customerOf(e.Client)
	if customer >= len(s.of) {
		return // a stranger's
	}
	request := fakecarrier.Request{
		Client: fakecarrier.Client(customer), Renews: true, Refresh: s.ids[of.presented], Serial: serial,
	}
	a := s.twin.Handle(s.instant(), request)
	a = s.twin.Complete(s.instant(), request, a)
	if of.brought != "" && a.Refresh.Family != 0 {
		s.ids[of.brought] = a.Refresh
	}
	if a.Token != 0 && e.Token != 0 {
		s.tokens[e.Token] = a.Token
	}
	loss, by := measure.LostUnheard, measure.Record{Serial: serial, User: measure.NoUser}
	if e.Reason == fakecarrier.ReasonGrant.String() {
		loss = measure.LostByReuse
	}
	if k := s.underWay[serial]; k != nil {
		by = k.by
		switch {
		case a.Token == 0:
			k.holds = ""
		case of.brought != "":
			k.holds = of.brought
		}
	}
	s.look(customer, loss, by, s.at)
}

// used shows the twin that an access token was accepted.
func (s *sessions) used(e *observation) {
	customer := customerOf(e.Client)
	if token := s.tokens[e.Token]; token != 0 && customer < len(s.of) {
		s.twin.Handle(s.instant(), fakecarrier.Request{
			Endpoint: fakecarrier.APIEndpoint, Client: fakecarrier.Client(customer), Token: token,
		})
		s.look(customer, measure.LostUnsaved, measure.Record{User: measure.NoUser}, s.at)
	}
}

// beganAnew notes that a customer has signed in again. His refresh token is on its way into stores.
func (s *sessions) beganAnew(customer int, family front.FamilyState) {
	p := &s.of[customer]
	p.fresh = s.twin.SignIn(s.instant(), fakecarrier.Client(customer))
	s.ids[family.Current[0]], p.lost = p.fresh, false
	s.hands = slices.DeleteFunc(s.hands, func(h hand) bool { return h.customer == customer })
	s.book.note(measure.Record{
		Kind: measure.SessionBegan, At: s.at, Customer: uint16(customer), User: measure.NoUser,
	})
}

// good is a refresh token that the customer has, and that the carrier takes; zero: there is none.
func (s *sessions) good(customer int) fakecarrier.RefreshID {
	p := &s.of[customer]
	held := []fakecarrier.RefreshID{p.fresh}
	for _, refresh := range p.stores {
		held = append(held, s.ids[refresh])
	}
	for _, refresh := range s.remembered(customer) {
		held = append(held, s.ids[refresh])
	}
	for _, k := range s.underWay {
		if k.customer == customer {
			held = append(held, s.ids[k.holds])
		}
	}
	for _, h := range s.hands {
		if h.customer == customer {
			held = append(held, s.ids[h.refresh])
		}
	}
	for _, id := range held {
		if id.Family != 0 && s.twin.Takes(s.instant(), fakecarrier.Client(customer), id) {
			return id
		}
	}
	return fakecarrier.RefreshID{}
}

// look finds out whether the session is lost, now that the request of a record did something.
func (s *sessions) look(customer int, loss measure.Loss, by measure.Record, since time.Duration) {
	p := &s.of[customer]
	if p.lost {
		return
	}
	if id := s.good(customer); id.Family != 0 {
		if until := s.twin.LastsUntil(id); !until.IsZero() {
			p.watched = until.Sub(s.Scenario.Begins()) + 1
		}
		return
	}
	p.lost = true
	s.book.note(measure.Record{
		Kind: measure.SessionLost, At: s.at, Since: since, Customer: uint16(customer),
		User: measure.NoUser, Serial: by.Serial, Action: by.Action, Node: by.Node,
		Click: uint16(loss), Class: by.Class,
	})
	if again := s.Scenario.Users.SignIn; again != nil {
		after := again.After.Draw(s.signIns[customer])
		s.run(func() { s.signInAgain(customer, since+after) })
	}
}

// customerOf is the customer of a client id; a large number: nobody's.
func customerOf(client string) int {
	number, found := strings.CutPrefix(client, clientID(0)[:len(clientID(0))-1])
	customer, err := strconv.Atoi(number)
	if !found || err != nil {
		return math.MaxInt
	}
	return customer
}

// serialOf is the number of the request that the journal names; 0: none of ours.
func serialOf(id string) uint64 {
	serial, _ := strconv.ParseUint(id, 10, 64)
	return serial
}
