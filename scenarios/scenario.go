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
)

// Epoch is the instant at which runs start unless the scenario says otherwise: far from today, so
// that a leaked wall clock shows at once.
var Epoch = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// A Scenario is a situation: one YAML file.
type Scenario struct {
	Name string `yaml:"-" json:"-"` // the file's name without .yaml
	File string `yaml:"-" json:"-"`
	dir  string // where files named by the scenario lie; empty: embedded

	About      string      `yaml:"about" jsonschema:"required" jsonschema_description:"What this scenario demonstrates."`
	Trigger    string      `yaml:"trigger,omitempty" jsonschema_description:"What sets the trouble off."`
	Outcome    string      `yaml:"outcome,omitempty" jsonschema_description:"What is expected of whom, and why, in words."`
	Epoch      time.Time   `yaml:"epoch,omitempty" jsonschema_description:"The instant at which a run starts. Default 2100-01-01T00:00:00Z."`
	Length     Duration    `yaml:"length" jsonschema:"required" jsonschema_description:"How long a run lasts, in virtual time."`
	MaxEvents  uint64      `yaml:"max_events,omitempty" jsonschema_description:"Refuse to start when more events than this are to be expected. Default 2,000,000,000."`
	Fleet      Fleet       `yaml:"fleet" jsonschema_description:"Customers, nodes, users, public IPs, token caches."`
	Carrier    CarrierSpec `yaml:"carrier,omitempty" jsonschema_description:"The carrier and how it counts."`
	Workload   []Clicks    `yaml:"workload" jsonschema:"required" jsonschema_description:"Where clicks come from; several may be added."`
	Network    Network     `yaml:"network" jsonschema_description:"Legs, losses, time-outs."`
	Faults     []Fault     `yaml:"faults,omitempty" jsonschema_description:"Troubles, each with a start and a length."`
	Users      Behaviour   `yaml:"users,omitempty" jsonschema_description:"What users do when kept waiting or shown an error."`
	Strategies []string    `yaml:"strategies" jsonschema:"required" jsonschema_description:"The strategies that this scenario compares, by name."`
	Expect     []Expected  `yaml:"expect,omitempty" jsonschema_description:"What must come out."`
}

// A Fleet is who calls, and from where.
type Fleet struct {
	Customers  int        `yaml:"customers,omitempty" jsonschema:"minimum=1" jsonschema_description:"Customers, each with credentials of its own. Default 1."`
	Nodes      int        `yaml:"nodes,omitempty" jsonschema:"minimum=1" jsonschema_description:"Application nodes; each serves all customers. Default 1."`
	Users      int        `yaml:"users,omitempty" jsonschema:"minimum=1" jsonschema_description:"Users of all customers together. Default 1."`
	PublicIPs  int        `yaml:"public_ips,omitempty" jsonschema:"minimum=1" jsonschema_description:"Public IPs through which the nodes leave. Default 1."`
	Cache      Topology   `yaml:"cache,omitempty" jsonschema_description:"Whose the token cache is: node (default), fleet, or customer (per customer per node)."`
	CacheDelay Duration   `yaml:"cache_delay,omitempty" jsonschema_description:"What a read or write of the token cache takes. Default 0s."`
	StoreDelay Duration   `yaml:"store_delay,omitempty" jsonschema_description:"What a read or write of the store shared by all nodes takes. Default 1ms."`
	Skew       []Duration `yaml:"clock_skew,omitempty" jsonschema_description:"How far each node's clock is ahead, node 0 first."`
}

// A Topology says whose a token cache is.
type Topology string

// The topologies.
const (
	CachePerNode     Topology = "node"
	CachePerFleet    Topology = "fleet"
	CachePerCustomer Topology = "customer"
)

// CarrierSpec says which carrier, and which switches of it are set.
type CarrierSpec struct {
	Profile  string       `yaml:"profile,omitempty" jsonschema_description:"The carrier. Default fedex."`
	Tokens   string       `yaml:"tokens,omitempty" jsonschema_description:"What a new token does to the older ones: single (default), grace 5s, coexist."`
	Reading  string       `yaml:"reading,omitempty" jsonschema_description:"How the ban rule is read: akamai (default), literal, paranoid, or ids such as R1+A1+violation."`
	Covers   string       `yaml:"ban_covers,omitempty" jsonschema:"enum=token,enum=all" jsonschema_description:"What a ban refuses: token (default) requests, or all."`
	Lag      Duration     `yaml:"enforcement_lag,omitempty" jsonschema_description:"How long after the violation the ban begins to bite. Default 0s."`
	Life     Duration     `yaml:"token_life,omitempty" jsonschema_description:"How long tokens live, where not as the profile says."`
	Service  Distribution `yaml:"service_time,omitempty" jsonschema_description:"What the carrier takes to answer. Default 0s."`
	DayQuota int          `yaml:"daily_quota,omitempty" jsonschema_description:"API calls per day and client id, then 429. Default none."`
}

// Network is the way between fleet and carrier.
type Network struct {
	API   Path `yaml:"api" jsonschema_description:"The way of API calls."`
	Token Path `yaml:"token" jsonschema_description:"The way of token requests."`
}

// A Path is one way to the carrier and back: each leg is drawn on its own.
type Path struct {
	Leg       Distribution `yaml:"leg" jsonschema_description:"One leg; a round trip of 100 ms is two legs of 50 ms."`
	LoseThere float64      `yaml:"lose_requests,omitempty" jsonschema:"minimum=0,maximum=1" jsonschema_description:"Share of requests that never arrive."`
	LoseBack  float64      `yaml:"lose_replies,omitempty" jsonschema:"minimum=0,maximum=1" jsonschema_description:"Share of replies that never arrive; the hit was counted."`
	Timeout   Duration     `yaml:"timeout,omitempty" jsonschema_description:"How long the client waits for the answer. Default 30s."`
}

// Behaviour is what users do when things go wrong.
type Behaviour struct {
	Again      *Again      `yaml:"click_again,omitempty" jsonschema_description:"After an error."`
	Impatience *Impatience `yaml:"impatience,omitempty" jsonschema_description:"While still waiting: a second click beside the first."`
	Patience   Duration    `yaml:"patience,omitempty" jsonschema_description:"After this long a user gives up waiting; the call is cancelled."`
	Message    *Message    `yaml:"message,omitempty" jsonschema_description:"An error page that asks for patience."`
	Stop       *Stop       `yaml:"told_to_stop,omitempty" jsonschema_description:"Everyone is told to stop clicking for a while."`
}

// Again is the click after an error.
type Again struct {
	After Distribution `yaml:"after" jsonschema_description:"How long after the error."`
	With  float64      `yaml:"with,omitempty" jsonschema:"minimum=0,maximum=1" jsonschema_description:"With which probability. Default 1."`
	Times int          `yaml:"times,omitempty" jsonschema:"minimum=0" jsonschema_description:"At most this often in a row. Default no limit."`
}

// Impatience is the click beside a call that takes too long.
type Impatience struct {
	After Duration `yaml:"after" jsonschema_description:"How long the user waits for the answer."`
	With  float64  `yaml:"with,omitempty" jsonschema:"minimum=0,maximum=1" jsonschema_description:"With which probability. Default 1."`
}

// A Message asks users to wait after an error; some do.
type Message struct {
	Wait     Duration `yaml:"wait" jsonschema_description:"For how long it asks them to wait."`
	ObeyedBy float64  `yaml:"obeyed_by" jsonschema:"minimum=0,maximum=1" jsonschema_description:"Share of users who do."`
}

// Stop is the phone call to every user of every customer.
type Stop struct {
	At       Duration `yaml:"at" jsonschema_description:"When they are told."`
	For      Duration `yaml:"for" jsonschema_description:"For how long they are to stop."`
	ObeyedBy float64  `yaml:"obeyed_by" jsonschema:"minimum=0,maximum=1" jsonschema_description:"Share of users who do."`
}
