// Package scenarios pits a renewal strategy against a fake carrier in a situation described by one
// YAML file, on virtual time.
//
// A run is scenario x strategy x reading x seed. It yields one flat stream of records and a digest
// of it; everything else is a fold over the records. The package comment settles what the files
// leave open:
//
//   - User i belongs to customer i mod customers and sits on node (i / customers) mod nodes; node n
//     leaves through public IP n mod public_ips. After a scale-out the same rule deals the users
//     anew. While a node is down its users are served by the next node that is up.
//   - A closed user thinks first, then clicks. Open arrivals are dealt to users drawn at random.
//   - A node that stops finishes the calls under way; their renewals no longer reach its new cache.
//   - Reading or writing a token cache takes no time unless the scenario says otherwise.
//   - Of two things at the same instant, the one that was scheduled first happens first.
package scenarios

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Epoch is the instant at which runs start unless the scenario says otherwise: far from today, so
// that a leaked wall clock shows at once.
var Epoch = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// A Scenario is a situation: one YAML file.
type Scenario struct {
	Name string `yaml:"-" json:"-"` // the file's name without .yaml
	File string `yaml:"-" json:"-"`
	// What With set of it, in order.
	Settings []Setting `yaml:"-" json:"-"`
	// TimesOfDay reports whether an instant of the file is written as a time of day: charts then
	// have them, too.
	TimesOfDay bool   `yaml:"-" json:"-"`
	beside     beside // where files named by the scenario lie

	text    []byte // of the file
	root    *strict.Node
	written []Setting // of With, as a file would write them

	About      string                    `yaml:"about,required" meant:"a sentence that says what the scenario demonstrates" doc:"What this scenario demonstrates."`
	Trigger    string                    `yaml:"trigger" doc:"What sets the trouble off."`
	Outcome    string                    `yaml:"outcome" doc:"What is expected of whom, and why, in words."`
	Tags       []Tag                     `yaml:"tags" doc:"Words by which --tags chooses scenarios."`
	Epoch      time.Time                 `yaml:"epoch" doc:"The instant at which a run starts, in 1980 to 2250. Default 2100-01-01T00:00:00Z."`
	Length     PositiveSpan              `yaml:"length,required" max:"87600h" doc:"How long a run lasts, in virtual time."`
	MaxEvents  uint64                    `yaml:"max_events" min:"1" doc:"Refuse to start when more events than this are to be expected. Default 2,000,000,000."`
	Fleet      Fleet                     `yaml:"fleet" doc:"Customers, nodes, users, public IPs, token caches."`
	Carrier    CarrierSpec               `yaml:"carrier" doc:"The carrier and how it counts."`
	Several    strict.Named[CarrierSpec] `yaml:"carriers" doc:"Several carriers, each with a name: fedex: {...}. A load says which it calls, a fault which it strikes; the first is meant where they do not."`
	Workload   []workload.Load           `yaml:"workload,required" doc:"Where clicks come from; several may be added."`
	Start      Stores                    `yaml:"start" doc:"What the token stores hold at the start: cold (default) nothing, warm a valid token a customer in each of them, issued then and not counted."`
	Measure    Measured                  `yaml:"measure" doc:"What the figures count."`
	Network    Network                   `yaml:"network" doc:"Legs, losses, time-outs."`
	Faults     []faults.Fault            `yaml:"faults" doc:"Troubles, each with a start and a length."`
	Users      Behaviour                 `yaml:"users" doc:"What users do when kept waiting or shown an error."`
	Strategies []string                  `yaml:"strategies,required" meant:"a list of names that tokenstorm list strategies prints" doc:"The strategies that this scenario compares, by name."`
	Expect     []Expected                `yaml:"expect" doc:"What must come out."`
}

// Defaults sets the defaults.
func (s *Scenario) Defaults() { s.MaxEvents, s.Start = 2_000_000_000, ColdStores }

// Measured is which part of a run figures count.
type Measured struct {
	From Instant `yaml:"from" doc:"Figures count from here: actions that began then or later, requests that were judged then or later. Default 0s."`
}

// Stores are what the token stores hold at the start.
type Stores string

// The kinds of stores.
const (
	ColdStores Stores = "cold"
	WarmStores Stores = "warm"
)

// Choices are what a file may write.
func (Stores) Choices() []string { return []string{string(ColdStores), string(WarmStores)} }

// Begins is the instant at which runs of the scenario start.
func (s *Scenario) Begins() time.Time {
	if s.Epoch.IsZero() {
		return Epoch
	}
	return s.Epoch.UTC()
}

// TimeOfDay is that at which runs start, if charts and pages are to have times of day.
func (s *Scenario) TimeOfDay() (day time.Duration, ok bool) {
	begins := s.Begins()
	return begins.Sub(begins.Truncate(24 * time.Hour)), s.TimesOfDay
}

// Lasts is how long a run lasts.
func (s *Scenario) Lasts() time.Duration { return time.Duration(s.Length) }

// Names are the strategies that there are, for the key that lists them.
func (*Scenario) Names(key string) []string {
	if key == "strategies" {
		return spec.Names()
	}
	return nil
}
