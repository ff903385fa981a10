package front

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
)

// A World is one carrier in operation, for callers that speak HTTP. It is safe for concurrent use.
type World struct {
	setup Setup
	known map[string]Credentials // by client id; nil if any client is accepted
	wire  *compiledWire
	wait  func(context.Context, time.Duration) (awaited bool) // on the clock; nil if it cannot

	mu        sync.Mutex
	last      time.Time // the latest instant so far
	backward  bool      // the clock is before it
	date      string    // the latest Date header
	dateOf    int64     // its second of Unix time; it is none if date is empty
	epoch     uint64    // how often the World was reset
	carrier   *fakecarrier.Carrier
	addresses interning[netip.Addr]
	clients   interning[string]
	faults    []Fault
	faultID   uint64     // of the latest fault
	chance    *rand.Rand // for faults with a share
	draws     *rand.PCG  // what chance draws from
	imposed   []fakecarrier.Meter
	made      *reply.Memory
	answers   uint64 // how many answers were given
	standing  standingMeters
	journal   journal

	begun  map[banned]beginning // bans, by whom they are of
	askers []asker              // the latest token requests, by their serial; nil: there was none

	// It signs the tokens; each reset makes another.
	seal atomic.Pointer[seal]

	opened time.Time   // since the last reset
	agenda []Happening // to come

	stubs atomic.Pointer[stubs.List] // over the carrier's operations; nil: none
	turns []int                      // how many requests each has answered; nil: none has

	pending []Event // noted, not yet told to Notify
}

// NewWorld returns a carrier that has issued nothing yet. Its error says what is wrong with the
// setup.
func NewWorld(s Setup) (*World, error) {
	w, err := newWorld(s)
	if err != nil {
		return nil, err
	}
	if err := w.open(); err != nil {
		return nil, fmt.Errorf("fakecarrier: %w", err)
	}
	return w, nil
}

// newWorld returns a World that has not begun yet.
func newWorld(s Setup) (*World, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("fakecarrier: %w", err)
	}
	wire, err := compiled(&s.Profile)
	if err != nil {
		return nil, fmt.Errorf("fakecarrier: profile %s: %w", s.Profile.Name, err)
	}
	wire.keys = newKeys(s.Seed)
	w := &World{setup: s, wire: wire, journal: newJournal(s.Journal), wait: waitOn(s.Clock)}
	if len(s.Clients) > 0 {
		w.known = map[string]Credentials{}
	}
	for _, c := range s.Clients {
		w.known[c.ID] = c
	}
	w.stubs.Store(s.Stubs)
	w.last = s.Clock.Now().UTC().Round(0)
	return w, nil
}

// open creates everything that a Reset replaces, with those who are signed in or banned.
func (w *World) open() error {
	if err := w.begin(); err != nil {
		return err
	}
	for _, client := range w.setup.SignedIn {
		if _, err := w.signIn(w.last, client); err != nil {
			return err
		}
	}
	return w.seedBans(w.last)
}

// begin creates everything that a Reset replaces, and nothing has happened.
func (w *World) begin() error {
	profile := w.setup.Profile
	// Callers who read its exp expect that.
	profile.WholeSeconds = profile.WholeSeconds || profile.TokenLife%time.Second == 0
	c, err := fakecarrier.New(profile, w.setup.Throttle)
	if err != nil {
		return err
	}
	w.carrier = c
	w.addresses = newInterning(mostAddresses, w.forgetAddress)
	w.clients = newInterning(MostClients, w.forgetClient)
	for _, known := range w.setup.Clients {
		w.clients.pin(known.ID)
	}
	w.faults = nil
	w.draws, w.imposed = rand.NewPCG(w.setup.Seed, w.epoch), nil
	w.chance = rand.New(w.draws)
	w.made = reply.NewMemory(w.setup.Seed ^ mix(w.epoch))
	w.seal.Store(newSeal(w.setup.Seed, w.epoch))
	w.standing = newStandingMeters(w.setup.Profile, w.setup.Throttle)
	w.opened, w.agenda, w.turns = w.last, w.setup.Agenda, nil
	w.begun = map[banned]beginning{}
	return nil
}

// forgetClient and forgetAddress let a number be another caller's. The caller holds the lock.
func (w *World) forgetClient(number uint32, _ string) {
	cl := fakecarrier.Client(number)
	w.carrier.ForgetClient(w.last, cl)
	w.standing.forget(meterKey{cl: cl})
	delete(w.begun, bannedBy(fakecarrier.ByClient, &fakecarrier.Request{Client: cl}))
}

func (w *World) forgetAddress(number uint32, _ netip.Addr) {
	ip := fakecarrier.IP(number)
	w.carrier.ForgetIP(ip)
	w.standing.forget(meterKey{ip: ip})
	delete(w.begun, bannedBy(fakecarrier.ByIP, &fakecarrier.Request{IP: ip}))
}

// An asker is a token request: its serial, and the number of its event.
type asker struct{ serial, seq uint64 }

// mostAskers is how many are known, so that a token's end can be put down to one. Assumed: more
// than are under way.
const mostAskers = 256

// Setup returns the setup of the World.
func (w *World) Setup() Setup { return w.setup }

// Now returns the World's time: that of its clock, but it never goes back. If the clock is set
// back, as NTP may do, time stands still until the clock has caught up.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.unlock()
	return w.now()
}

// now is Now for a caller that holds the lock.
func (w *World) now() time.Time {
	now := w.setup.Clock.Now().UTC().Round(0)
	if now.Before(w.last) {
		if !w.backward {
			w.backward = true
			w.note(Event{Kind: EventClock, Detail: fmt.Sprintf(
				"the clock went back %v, time stands still meanwhile", w.last.Sub(now))})
		}
		return w.last
	}
	w.last, w.backward = now, false
	w.keepAgenda(now)
	return now
}

// Reset makes the World new: no tokens, no bans, no faults, no hits. Earlier tokens are unknown
// from then on. The journal keeps its events.
func (w *World) Reset() {
	w.mu.Lock()
	defer w.unlock()
	w.now()
	w.epoch++
	w.note(Event{Kind: EventReset})
	if err := w.open(); err != nil {
		panic("fakecarrier: Reset refuses what NewWorld accepted: " + err.Error())
	}
}

// claims returns what a token's text is made of.
func (w *World) claims(t fakecarrier.Token) *templateData {
	issued := t.Expiry.Add(-w.setup.Profile.TokenLife)
	if w.setup.Draws.Life != nil {
		issued = t.From // no life tells when it began
	}
	return &templateData{
		now:  issued,
		seed: w.setup.Seed ^ mix(w.epoch), client: w.clients.names[t.Client],
		subject: w.subject(t.Kind, w.clients.names[t.Client]),
		grant:   w.wire.Grants[t.Kind], expiry: t.Expiry, serial: t.ID,
	}
}
