package scenarios

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

// Sizes are how large a run of the scenario is.
func (s *Scenario) Sizes() measure.Sizes {
	sizes := s.fleetSizes()
	for _, c := range s.Carriers() {
		sizes.Carriers = append(sizes.Carriers, c.size())
	}
	return sizes
}

// fleetSizes are the same without the carriers.
func (s *Scenario) fleetSizes() measure.Sizes {
	return measure.Sizes{
		Length: s.Lasts(), Users: s.Fleet.Users, Customers: s.Fleet.Customers, Nodes: s.Fleet.Nodes,
		PublicIPs: s.Fleet.PublicIPs,
	}
}

// Course is what is known of a run of the scenario with this strategy that ends after length.
func (s *Scenario) Course(length time.Duration, strategy string) measure.Course {
	c := measure.Course{Length: length, PublicIPs: s.Fleet.PublicIPs, Customers: s.Fleet.Customers}
	c.Carriers, c.Groups = s.courses(), s.Groups(strategy)
	c.Classes, c.From = s.Classes(), time.Duration(s.Measure.From)
	for i, f := range s.Faults {
		t := measure.Trouble{Lasts: !f.Momentary(), Carrier: s.FaultCarrier(i)}
		if leaver, ok := f.Kind.(faults.Leaver); ok {
			t.Lasts = false
			t.Leaves, t.By = leaver.Leaves()
		}
		c.Troubles = append(c.Troubles, t)
	}
	return c
}

// Remarks are on what no run sees: arrivals of a file beyond the end of the run, carriers that no
// load calls, and how long connections are kept where none takes time to set up.
func (s *Scenario) Remarks() []string {
	var remarks []string
	for _, l := range s.Workload {
		if r, ok := l.Shape.(workload.Recording); ok {
			if left := r.LeftOut(s.Lasts()); left != "" {
				remarks = append(remarks, left)
			}
		}
	}
	for i, name := range s.CarrierNames() {
		calls := func(l workload.Load) bool { return s.CarrierCalled(l.Carrier) == uint8(i) }
		if !slices.ContainsFunc(s.Workload, calls) {
			remarks = append(remarks, "no load calls the carrier "+name)
		}
	}
	if s.Network.Idle > 0 && s.Network.Connect == 0 {
		remarks = append(remarks, "network.idle has no effect without network.connect")
	}
	return remarks
}

// eventsPerAction is roughly what one click costs: two for each of some requests, and its own.
const eventsPerAction = 12

// Events is roughly how many events a run will have.
func (s *Scenario) Events() float64 {
	sizes := s.Sizes()
	actions, events := 0.0, 0.0
	callers := s.Callers()
	for i, l := range s.Workload {
		of := sizes
		of.Users = callers[i].Count
		actions += l.Actions(of, s.answered(i))
	}
	for _, f := range s.Faults {
		events += f.Events(sizes)
	}
	return float64(actions*eventsPerAction) + events
}

func (s *Scenario) completeFaults(at strict.Place, known measure.Sizes) {
	for i, f := range s.Faults {
		if f.Kind != nil {
			f.Check(at.Item(i).Key(f.Key), known)
		}
	}
}
