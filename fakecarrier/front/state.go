package front

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A State is all that a World's answers hang on beside its Setup. Its journal is not in it, nor is
// an answer that is being held back. It is of the carrier that it names, and no other.
type State struct {
	Carrier string   `json:"carrier"` // the name of its profile
	Reading string   `json:"reading"` // in full
	Policy  string   `json:"policy"`
	Limits  []string `json:"limits"` // its meters, in words

	// Meters are those that were imposed, if any were.
	Meters []fakecarrier.Meter `json:"imposed_meters,omitzero"`

	Now     time.Time `json:"now"`
	Begun   time.Time `json:"begun"`    // or reset last
	Done    int       `json:"happened"` // of what a scenario lets happen
	Seed    string    `json:"seed"`     // of all tokens
	Epoch   uint64    `json:"resets"`
	Answers uint64    `json:"answers"` // that were given
	Chance  []byte    `json:"chance"`  // where the random stream of faults is

	Addresses []netip.Addr `json:"addresses"` // by number, from 1
	Clients   []string     `json:"clients"`   // by number, from 1

	// The numbers of those that may be forgotten, the one first that was not seen for longest.
	AddressAges []uint32 `json:"address_ages"`
	ClientAges  []uint32 `json:"client_ages"`

	Machine  *fakecarrier.State `json:"machine"`
	FaultID  uint64             `json:"latest_fault"`
	Faults   []faultState       `json:"faults"`
	Made     *reply.State       `json:"made"`
	Standing standingState      `json:"standing"`
	Turns    []int              `json:"stub_turns,omitempty"` // how many requests each stub answered
}

// faultState is a fault in force.
type faultState struct {
	ID uint64 `json:"id"`
	Fault
	Delay string `json:"delay,omitempty"`
	Adds  string `json:"adds,omitempty"`
}

// State takes down all that the World's answers hang on, as of now. The error is a part that cannot
// be taken down.
func (w *World) State() (*State, error) {
	w.mu.Lock()
	defer w.unlock()
	now := w.now()
	machine, err := w.carrier.State()
	if err != nil {
		return nil, err
	}
	standing, err := w.standing.state()
	if err != nil {
		return nil, err
	}
	chance, err := w.draws.MarshalBinary()
	if err != nil {
		return nil, err
	}
	s := &State{
		Carrier: w.setup.Profile.Name, Reading: w.setup.Throttle.String(),
		Policy: w.setup.Profile.Policy.String(), Limits: w.limitsInWords(), Meters: w.imposed,
		Now: now, Begun: w.opened, Done: len(w.setup.Agenda) - len(w.agenda),
		Seed: strconv.FormatUint(w.setup.Seed, 16), Epoch: w.epoch, Answers: w.answers, Chance: chance,
		Addresses:   append([]netip.Addr{}, w.addresses.names[1:]...),
		Clients:     append([]string{}, w.clients.names[1:]...),
		AddressAges: w.addresses.ages(), ClientAges: w.clients.ages(),
		Machine: machine, FaultID: w.faultID, Faults: []faultState{}, Made: w.made.State(),
		Standing: standing, Turns: append([]int(nil), w.turns...),
	}
	for _, f := range w.inForce(now) {
		one := faultState{ID: f.ID, Fault: f}
		if f.Delay != 0 {
			one.Delay = f.Delay.String()
		}
		if !f.Adds.IsZero() {
			one.Adds = f.Adds.Text()
		}
		s.Faults = append(s.Faults, one)
	}
	return s, nil
}

func (w *World) limitsInWords() []string {
	all := []string{}
	for _, m := range w.carrier.Meters() {
		all = append(all, m.String())
	}
	return all
}

// Resume returns a World that goes on where the one was that the state is of: it answers every
// request as that one would have, where its Setup is the same but for the seed, which is the
// state's. The error is a state of another carrier, or one that cannot be.
func Resume(s Setup, state *State) (*World, error) {
	seed, err := strconv.ParseUint(state.Seed, 16, 64)
	if err != nil {
		return nil, fmt.Errorf("found the seed %q; meant a hexadecimal number", state.Seed)
	}
	s.Seed = seed
	w, err := newWorld(s)
	if err != nil {
		return nil, err
	}
	if w.last.Before(state.Now) {
		return nil, fmt.Errorf("found a clock at %v; meant one at %v or later", w.last, state.Now)
	}
	w.last, w.epoch = state.Now, state.Epoch
	if err := w.begin(); err != nil {
		return nil, err
	}
	if state.Meters != nil {
		if err := w.carrier.Remeter(state.Meters, throttle.Throttle{}); err != nil {
			return nil, err
		}
		w.imposed = state.Meters
	}
	if err := w.isOf(state); err != nil {
		return nil, err
	}
	if err := w.restore(state); err != nil {
		return nil, err
	}
	return w, nil
}

// isOf returns an error if the state is of another carrier.
func (w *World) isOf(s *State) error {
	p := &w.setup.Profile
	for _, same := range []struct{ what, found, meant string }{
		{"carrier", s.Carrier, p.Name},
		{"reading", s.Reading, w.setup.Throttle.String()},
		{"policy", s.Policy, p.Policy.String()},
		{"limits", fmt.Sprintf("%q", s.Limits), fmt.Sprintf("%q", w.limitsInWords())},
	} {
		if same.found != same.meant {
			return fmt.Errorf("found a state of %s %s; meant %s, as the session is opened", same.what,
				same.found, same.meant)
		}
	}
	switch {
	case s.Machine == nil || s.Made == nil:
		return errors.New("found no machine, or nothing made; meant both")
	case s.Done < 0 || s.Done > len(w.setup.Agenda):
		return fmt.Errorf("found %d things that happened; meant at most %d, as the scenario has", s.Done,
			len(w.setup.Agenda))
	case len(s.Addresses) > mostAddresses || len(s.Clients) > MostClients:
		return fmt.Errorf("found %d addresses and %d clients; meant at most %d and %d",
			len(s.Addresses), len(s.Clients), mostAddresses, MostClients)
	}
	if list := w.stubs.Load(); s.Turns != nil && (list == nil || len(list.Stubs) != len(s.Turns)) {
		return fmt.Errorf("found the turns of %d stubs; meant the same stubs beside the state",
			len(s.Turns))
	}
	return nil
}

// restore puts a state into the World, which has just begun.
func (w *World) restore(s *State) error {
	w.opened, w.agenda, w.answers = s.Begun, w.setup.Agenda[s.Done:], s.Answers
	w.faultID = s.FaultID
	if err := w.addresses.restore(s.Addresses, s.AddressAges); err != nil {
		return fmt.Errorf("addresses: %w", err)
	}
	if slices.ContainsFunc(s.Clients, func(id string) bool { return len(id) > mostClientID }) {
		return fmt.Errorf("found a client id of more than %d bytes; meant a shorter one", mostClientID)
	}
	if err := w.clients.restore(s.Clients, s.ClientAges); err != nil {
		return fmt.Errorf("clients: %w", err)
	}
	if err := w.draws.UnmarshalBinary(s.Chance); err != nil {
		return fmt.Errorf("found chance that cannot be read (%w); meant what a state has", err)
	}
	if err := w.carrier.Restore(s.Machine, len(w.addresses.names), len(w.clients.names)); err != nil {
		return err
	}
	if err := w.made.Restore(s.Made); err != nil {
		return err
	}
	if err := w.standing.restore(&s.Standing); err != nil {
		return err
	}
	w.turns = append([]int(nil), s.Turns...)
	return w.restoreFaults(s.Faults)
}

func (w *World) restoreFaults(faults []faultState) error {
	for _, one := range faults {
		f := one.Fault
		f.ID = one.ID
		var err error
		if one.Delay != "" {
			if f.Delay, err = time.ParseDuration(one.Delay); err != nil {
				return fmt.Errorf("found the delay %q; meant a length of time", one.Delay)
			}
		}
		if one.Adds != "" {
			if err := f.Adds.UnmarshalText([]byte(one.Adds)); err != nil {
				return err
			}
		}
		if err := f.check(); err != nil {
			return err
		}
		w.faults = append(w.faults, f)
	}
	if len(w.faults) > mostFaults {
		return fmt.Errorf("found %d faults; meant %d at most", len(w.faults), mostFaults)
	}
	return nil
}
