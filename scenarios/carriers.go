package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// mostCarriers is how many a record tells apart.
const mostCarriers = 255

var carrierText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// Called gives the carrier its name. Where that is the name of a profile, it has that profile
// unless the file says otherwise. The error is of type *unit.Error.
func (c *CarrierSpec) Called(name string) error {
	if c.Name = name; !carrierText.MatchString(name) {
		return &unit.Error{Found: unit.Quote(name),
			Meant: "a name of letters, digits, - and _, such as ups"}
	}
	return nil
}

// NamePattern is what names match.
func (*CarrierSpec) NamePattern() string { return carrierText.String() }

// CarrierNetwork is the way to one carrier, where it is not that of the network.
type CarrierNetwork struct {
	API   *Path `yaml:"api" doc:"The way of API calls. Default that of the network."`
	Token *Path `yaml:"token" doc:"The way of token requests. Default that of the network."`
}

// Carriers are the carriers of the scenario, by Record.Carrier: one at least.
func (s *Scenario) Carriers() []*CarrierSpec {
	if len(s.Several) < 2 {
		return []*CarrierSpec{&s.Carrier}
	}
	return append([]*CarrierSpec{&s.Carrier}, s.Several[1:]...)
}

// CarrierNames are their names; nil where the file gives none.
func (s *Scenario) CarrierNames() (names []string) {
	for _, c := range s.Several {
		names = append(names, c.Name)
	}
	return names
}

// CarrierPlace is where the file says what the first carrier is.
func (s *Scenario) CarrierPlace() string {
	if len(s.Several) == 0 {
		return "$.carrier"
	}
	return "$.carriers." + s.Carrier.Name
}

// CarrierCalled is the number of the carrier of a name; that of the first where nothing is said.
func (s *Scenario) CarrierCalled(name string) uint8 {
	return uint8(max(0, slices.Index(s.CarrierNames(), name)))
}

// CarrierOf is the number of the carrier that a load calls.
func (s *Scenario) CarrierOf(load int) uint8 { return s.CarrierCalled(s.Workload[load].Carrier) }

// Path is the way of a carrier's requests to an endpoint.
func (s *Scenario) Path(carrier uint8, e fakecarrier.Endpoint) *Path {
	own := s.Carriers()[carrier].Network
	switch {
	case e == fakecarrier.APIEndpoint && own.API != nil:
		return own.API
	case e == fakecarrier.TokenEndpoint && own.Token != nil:
		return own.Token
	}
	return s.Network.Path(e)
}

// CarrierJSON is what the file says of one of the carriers, as JSON that package terms reads:
// without the way to it, and without those keys.
func (s *Scenario) CarrierJSON(carrier int, without ...string) []byte {
	node := s.root.Get("carrier")
	if c := s.Carriers()[carrier]; c.Name != "" {
		node = s.root.Get("carriers").Get(c.Name)
	}
	of := strict.Node{Kind: strict.Mapping}
	if node.Get("profile") == nil {
		of.Pairs = append(of.Pairs, strict.Pair{
			Key:   &strict.Node{Kind: strict.Scalar, Text: "profile"},
			Value: &strict.Node{Kind: strict.Scalar, Text: s.Carriers()[carrier].Profile},
		})
	}
	if node != nil {
		for _, p := range node.Pairs {
			if p.Key.Text != "network" && !slices.Contains(without, p.Key.Text) {
				of.Pairs = append(of.Pairs, p)
			}
		}
	}
	return of.JSON()
}

// A Ruled carrier is one whose rules are known.
type Ruled struct {
	*CarrierSpec
	Profile fakecarrier.Profile
	Rules   throttle.Throttle
}

// CarriersUnder are the carriers of the scenario with their rules. The first is read as a run is,
// as throttle.Parse reads it; the others as the file says.
func (s *Scenario) CarriersUnder(reading string) ([]Ruled, error) {
	var all []Ruled
	for i, c := range s.Carriers() {
		if i > 0 {
			reading = c.Reading
		}
		p, rules, err := c.Under(reading)
		if err != nil {
			return nil, err
		}
		all = append(all, Ruled{c, p, rules})
	}
	return all, nil
}

// courses are what is known of the carriers of a run.
func (s *Scenario) courses() (all []measure.CarrierCourse) {
	for _, c := range s.Carriers() {
		course := measure.CarrierCourse{
			Name: c.Name, Sessions: c.Grant == terms.GrantRefresh, Meters: c.banKinds(),
		}
		burst, average := c.tokenLimits()
		course.Burst, course.BurstKey = burst.Limit, burst.Key
		course.Average, course.AverageKey = average.Limit, average.Key
		all = append(all, course)
	}
	return all
}

// size is what faults know of the carrier.
func (c *CarrierSpec) size() measure.CarrierSize {
	size := measure.CarrierSize{Name: c.Name, Banless: c.Banless()}
	if p, err := fakecarrier.LookupProfile(c.Profile); err == nil && p.Wire != nil {
		call, _ := p.Wire.Call()
		size.TokenPath, size.CallPath = p.Wire.Token, call.Path
	}
	return size
}

// FaultCarrier is the number of the carrier that a fault strikes; nil: none in particular.
func (s *Scenario) FaultCarrier(fault int) *uint8 {
	if of, ok := s.Faults[fault].Kind.(faults.Striker); ok {
		number := s.CarrierCalled(of.Strikes())
		return &number
	}
	return nil
}

// FaultsOf are the faults that strike a carrier.
func (s *Scenario) FaultsOf(carrier uint8) (all []faults.Fault) {
	for i, f := range s.Faults {
		if of := s.FaultCarrier(i); of != nil && *of == carrier {
			all = append(all, f)
		}
	}
	return all
}

// completeCarriers takes the first of several for the carrier, and refuses loads of one that there
// is not.
func (s *Scenario) completeCarriers(at strict.Place) {
	several := at.Key("carriers")
	if len(s.Several) == 0 {
		s.loadsOf(at, nil)
		return
	}
	if at.Key("carrier").Given() {
		several.WrongKey(`"carriers" beside "carrier"`, "one of the two")
		return
	}
	if n := len(s.Several); n > mostCarriers {
		several.Wrong(fmt.Sprintf("%d carriers", n), fmt.Sprintf("at most %d", mostCarriers))
		return
	}
	s.Carrier = *s.Several[0]
	s.loadsOf(at, s.CarrierNames())
}

// loadsOf refuses loads that call none of these carriers.
func (s *Scenario) loadsOf(at strict.Place, names []string) {
	if !at.Key("carriers").Known() {
		return
	}
	for i, l := range s.Workload {
		if l.Carrier != "" && !slices.Contains(names, l.Carrier) {
			at.Key("workload").Item(i).Key("carrier").Wrong(unit.Quote(l.Carrier),
				faults.MeantCarrier(l.Carrier, names))
		}
	}
}

// answered is about how long the answer to a load's call takes to come.
func (s *Scenario) answered(load int) time.Duration {
	return 2 * s.Path(s.CarrierOf(load), fakecarrier.APIEndpoint).Leg.Mean()
}
