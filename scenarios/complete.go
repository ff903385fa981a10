package scenarios

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// complete checks what the types of a scenario's fields cannot express. What rests on a value that
// is wrong already is not looked at: it would only follow.
func (s *Scenario) complete(at strict.Place) {
	s.completeEpoch(at.Key("epoch"))
	s.completeStrategies(at.Key("strategies"))
	s.completeCarriers(at)
	known := s.knownSizes(at)
	s.completeRuns(at, known)
	s.completeExpectations(at)
	s.completeNetwork(at)
	s.completeWorkload(at, known)
	s.Measure.From.Within(at.Key("measure").Key("from"), known.Length)
	s.completeFaults(at.Key("faults"), known)
	if stop := s.Users.Stop; stop != nil {
		stop.At.Within(at.Key("users").Key("told_to_stop").Key("at"), known.Length)
	}
	if at.Sound() {
		s.affordable(at.Key("length"))
	}
}

// knownSizes are the sizes of a run as far as the file says them: what it says wrongly has no
// bound.
func (s *Scenario) knownSizes(at strict.Place) measure.Sizes {
	known, fleet := s.fleetSizes(), at.Key("fleet")
	if !at.Sound("length") || s.TimesOfDay && !at.Sound("epoch") {
		known.Length = math.MaxInt64
	}
	if !fleet.Sound("nodes") {
		known.Nodes = math.MaxInt32
	}
	if !fleet.Sound("customers") {
		known.Customers = math.MaxInt32
	}
	if !at.Key("carriers").Known() {
		return known
	}
	for _, c := range s.Carriers() {
		place, size := at.Key("carrier"), measure.CarrierSize{Name: c.Name}
		if c.Name != "" {
			place = at.Key("carriers").Key(c.Name)
		}
		if place.Sound() {
			size = c.size()
		}
		known.Carriers = append(known.Carriers, size)
	}
	return known
}

// The years in which a run may start: nanoseconds since 1970 are held exactly until 2262.
const (
	firstYear = 1980
	lastYear  = 2250
)

func (s *Scenario) completeEpoch(at strict.Place) {
	if year := s.Begins().Year(); at.Given() && at.Sound() && (year < firstYear || year > lastYear) {
		at.Wrong(s.Begins().Format(time.DateOnly),
			fmt.Sprintf("a day from %d to %d", firstYear, lastYear))
	}
}

func (s *Scenario) completeStrategies(at strict.Place) {
	for i, name := range s.Strategies {
		completeStrategy(at.Item(i), name)
	}
}

func (s *Scenario) completeExpectations(whole strict.Place) {
	compared := whole.Sound("strategies")
	carriers := whole.Key("carriers").Known()
	parts := map[string]bool{"class": s.classesKnown(whole.Key("workload")),
		"group": whole.Key("fleet").Sound("runs") && whole.Sound("faults"), "carrier": carriers}
	for i := range s.Expect {
		e, at := &s.Expect[i], whole.Key("expect").Item(i)
		for j, name := range e.Of {
			of := at.Key("of").Item(j)
			if compared && of.Sound() && !slices.Contains(s.Strategies, name) {
				of.Wrong(unit.Quote(name),
					"a strategy of the scenario: "+unit.Meant(name, s.Strategies))
			}
		}
		for _, part := range []struct {
			key, name string
			of        []string
		}{{"class", e.Class, s.Classes()}, {"group", e.Group, s.groupsFor(e)},
			{"carrier", e.Carrier, s.CarrierNames()}} {
			if parts[part.key] && part.name != "" && !slices.Contains(part.of, part.name) {
				at.Key(part.key).Wrong(unit.Quote(part.name), meantPart(part.key, part.name, part.of))
			}
		}
		if e.Reading != "" && whole.Sound("carrier", "carriers") {
			if _, _, err := s.Carrier.Under(e.Reading); err != nil {
				at.Key("reading").Wrong(err.Error(), terms.MeantReading())
			}
		}
	}
}

// classesKnown reports whether the names of all loads are.
func (s *Scenario) classesKnown(at strict.Place) bool {
	for i := range s.Workload {
		if !at.Item(i).Sound("name") {
			return false
		}
	}
	return at.Known()
}

// groupsFor are the groups that an expectation may be about.
func (s *Scenario) groupsFor(e *Expected) []string {
	names := s.Groups(Compared)
	if len(names) > 0 && len(e.Of) == 1 {
		names = append(names, e.Of[0])
	}
	return names
}

// meantPart is which classes, or groups, there are.
func meantPart(key, name string, all []string) string {
	switch {
	case len(all) > 0:
		return "a " + key + " of the scenario: " + unit.Meant(name, all)
	case key == "class":
		return "no class: no load of the workload has a name"
	case key == "carrier":
		return "no name: the scenario has one carrier; several stand in carriers"
	}
	return "no group: all nodes run the compared strategy"
}

// affordable refuses a run that would not end in a working day, before it starts.
func (s *Scenario) affordable(at strict.Place) {
	n := s.Events()
	if n <= float64(s.MaxEvents) {
		return
	}
	const perSecond = 4e6
	at.Wrong(
		fmt.Sprintf("a run of about %.2g events, %v on one core", n,
			time.Duration(n/perSecond*1e9).Round(time.Minute)),
		fmt.Sprintf("at most %d; shorten it, or raise max_events", s.MaxEvents))
}
