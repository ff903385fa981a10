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
	made      *reply.Memory
	answers   uint64 // how many answers were given
	standing  standingMeters
	journal   journal

	// It signs the tokens; each reset makes another.
	seal atomic.Pointer[seal]

	begun  time.Time   // since the last reset
	agenda []Happening // to come

	pending []Event // noted, not yet told to Notify
}

// NewWorld returns a carrier that has issued nothing yet. Its error says what is wrong with the
// setup.
func NewWorld(s Setup) (*World, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("fakecarrier: %w", err)
	}
	wire, err := compile(s.Profile.Name, s.Profile.Wire)
	if err != nil {
		return nil, fmt.Errorf("fakecarrier: profile %s: %w", s.Profile.Name, err)
	}
	wire.worded(s.Profile.Grants.Refusal.Code)
	w := &World{setup: s, wire: wire, journal: newJournal(s.Journal), wait: waitOn(s.Clock)}
	if len(s.Clients) > 0 {
		w.known = map[string]Credentials{}
	}
	for _, c := range s.Clients {
		w.known[c.ID] = c
	}
	w.last = s.Clock.Now().UTC().Round(0)
	if err := w.open(); err != nil {
		return nil, fmt.Errorf("fakecarrier: %w", err)
	}
	return w, nil
}

// open creates everything that a Reset replaces.
func (w *World) open() error {
	profile := w.setup.Profile
	// Callers who read its exp expect that.
	profile.WholeSeconds = profile.WholeSeconds || profile.TokenLife%time.Second == 0
	c, err := fakecarrier.New(profile, w.setup.Throttle)
	if err != nil {
		return err
	}
	w.carrier = c
	w.addresses = newInterning[netip.Addr](mostAddresses)
	w.clients = newInterning[string](mostClients)
	for _, known := range w.setup.Clients {
		w.clients.index(known.ID)
	}
	w.faults = nil
	w.chance = rand.New(rand.NewPCG(w.setup.Seed, w.epoch))
	w.made = reply.NewMemory(w.setup.Seed ^ mix(w.epoch))
	w.seal.Store(newSeal(w.setup.Seed, w.epoch))
	w.standing = newStandingMeters(w.setup.Profile, w.setup.Throttle)
	w.begun, w.agenda = w.last, w.setup.Agenda
	for _, client := range w.setup.SignedIn {
		if _, err := w.signIn(w.last, client); err != nil {
			return err
		}
	}
	return nil
}

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
		grant: w.wire.Grants[t.Kind], expiry: t.Expiry, serial: t.ID,
	}
}
