package drive

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// Serve lets a server be the carrier of a scenario, which it names or whose file: with its terms,
// its customers signed in where it gives refresh tokens, and the faults that are the carrier's,
// counted from the beginning of each session. Each of several carriers is a session of its name,
// too; the session of who names none is the first. It returns what it leaves out: the faults of the
// fleet, which an application has of its own.
func Serve(name string, c *server.Config) (leftOut []string, err error) {
	s, err := scenarios.Load(name)
	if err != nil {
		return nil, err
	}
	c.Opened = map[string]server.Opening{}
	served := map[int]bool{} // faults
	for i, spec := range s.Carriers() {
		o := c.Opening
		o.Carrier = termsOf(s, i)
		if spec.Grant == terms.GrantRefresh {
			for customer := range s.Fleet.Customers {
				o.SignedIn = append(o.SignedIn, clientID(customer))
			}
		}
		for n := range s.Faults {
			if of := s.FaultCarrier(n); of == nil || int(*of) != i {
				continue
			}
			t := timetable{survey: survey{sizes: s.Sizes()}, fault: n, seed: o.Seed}
			if err := t.fill(s.Faults[n], &o); err != nil {
				return nil, err
			}
			served[n] = t.served
		}
		if i == 0 {
			c.Opening = o
		}
		if spec.Name != "" {
			c.Opened[spec.Name] = o
		}
	}
	for n, f := range s.Faults {
		if !served[n] {
			leftOut = append(leftOut, fmt.Sprintf("faults[%d].%s", n, f.Key))
		}
	}
	return leftOut, nil
}

// termsOf are the terms of a carrier of the scenario, without those keys.
func termsOf(s *scenarios.Scenario, carrier int, without ...string) server.Terms {
	return server.NewTerms(&s.Carriers()[carrier].Terms, s.CarrierJSON(carrier, without...))
}

// A timetable is a platform on which nothing happens: it notes when a fault does what to the
// carrier.
type timetable struct {
	survey
	fault  int
	seed   uint64
	agenda []front.Happening
	begun  []*spell
	served bool
}

// A spell is a fault of the served carrier.
type spell struct {
	front.Fault
	at, end time.Duration // end is 0: for good
}

// fill adds what a fault does to the carrier to the agenda of an opening.
func (t *timetable) fill(f faults.Fault, o *server.Opening) error {
	f.Apply(t)
	within := func(at time.Duration) bool { return at <= t.sizes.Length }
	for n := 0; n < mostSurveyed && t.Next(within); n++ {
	}
	o.Agenda = append(o.Agenda, t.agenda...)
	for _, s := range t.begun {
		h, err := front.Injects(s.at, s.Fault, max(0, s.end-s.at))
		if err != nil {
			return err
		}
		o.Agenda = append(o.Agenda, h)
	}
	return nil
}

// begin notes that a fault of the served carrier begins.
func (t *timetable) begin(f front.Fault) (end func()) {
	s := &spell{Fault: f, at: t.Now()}
	t.begun, t.served = append(t.begun, s), true
	return func() { s.end = t.Now() }
}

func (t *timetable) note(h front.Happening) { t.agenda, t.served = append(t.agenda, h), true }

func (t *timetable) Answer(a faults.Answer) (end func()) {
	f := front.Fault{
		Kind: front.FaultOutage, Endpoint: string(a.Only), Status: a.Status, Code: a.Code,
	}
	if a.Share < 1 {
		f.Kind, f.Share = front.FaultErrors, a.Share
	}
	if a.Customer != nil {
		f.Client = clientID(*a.Customer)
	}
	return t.begin(f)
}

func (t *timetable) Slow(only faults.Only, adds chance.Distribution) (end func()) {
	return t.begin(front.Fault{Kind: front.FaultLatency, Endpoint: string(only), Adds: adds})
}

func (t *timetable) Ban(ip int)       { t.note(front.Imposes(t.Now(), t.address(ip))) }
func (t *timetable) Lift(ip int)      { t.note(front.Lifts(t.Now(), t.address(ip))) }
func (t *timetable) KillTokens(c int) { t.note(front.Kills(t.Now(), clientID(c))) }
func (t *timetable) Issue(c int)      { t.note(front.Issues(t.Now(), clientID(c))) }

// address is that of a public IP: the first is this machine's, for an application on it comes from
// there.
func (t *timetable) address(ip int) netip.Addr {
	if ip == 0 {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return addressOf(ip)
}

// Rand returns the numbers of one fault.
func (t *timetable) Rand(name string) *rand.Rand {
	return rand.New(rand.NewPCG(t.seed, uint64(t.fault)))
}
