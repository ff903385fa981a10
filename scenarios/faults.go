package scenarios

import (
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

import "time"

// A Fault is a trouble with a start and, unless it is for good, a length; exactly one of its fields
// is set.
type Fault struct {
	CacheDown   *CacheDown   `yaml:"cache_down,omitempty" jsonschema_description:"The token cache is down: reads miss, writes vanish."`
	CarrierDown *CarrierDown `yaml:"carrier_down,omitempty" jsonschema_description:"The carrier answers 503, or nothing; token hits still count."`
	CarrierSlow *CarrierSlow `yaml:"carrier_slow,omitempty" jsonschema_description:"The carrier takes longer to answer."`
	Restart     *Restart     `yaml:"restart,omitempty" jsonschema_description:"Nodes restart one after the other, with cold caches."`
	ScaleOut    *ScaleOut    `yaml:"scale_out,omitempty" jsonschema_description:"The platform adds nodes."`
	External    *External    `yaml:"external_renewal,omitempty" jsonschema_description:"Someone else renews with our credentials, from elsewhere."`
	Neighbour   *Neighbour   `yaml:"neighbour,omitempty" jsonschema_description:"Someone else's token requests from the same public IP."`
	Skew        *Skew        `yaml:"clock_skew,omitempty" jsonschema_description:"A node's clock jumps, by at most a year."`
	Ban         *ImposedBan  `yaml:"ban,omitempty" jsonschema_description:"A ban falls whose cause lies outside the fleet."`
}

// Momentary reports whether the fault is over as soon as it has happened: a node added, a ban
// imposed, a single renewal by somebody else. A clock that has jumped stays wrong.
func (f *Fault) Momentary() bool {
	if f.External != nil {
		return f.External.Every == 0 && f.External.Until == 0
	}
	return f.ScaleOut != nil || f.Ban != nil
}

// CacheDown takes token caches down.
type CacheDown struct {
	At    Duration `yaml:"at" jsonschema_description:"When."`
	For   Duration `yaml:"for,omitempty" jsonschema_description:"For how long. Default for good."`
	Node  *int     `yaml:"node,omitempty" jsonschema:"minimum=0" jsonschema_description:"Only this node's. Default all."`
	Store bool     `yaml:"store,omitempty" jsonschema_description:"The store shared by all nodes as well."`
}

// CarrierDown lets the carrier fail.
type CarrierDown struct {
	At     Duration `yaml:"at" jsonschema_description:"When."`
	For    Duration `yaml:"for,omitempty" jsonschema_description:"For how long. Default for good."`
	Status int      `yaml:"status,omitempty" jsonschema:"minimum=500,maximum=599" jsonschema_description:"What it answers. Default 503."`
	Only   string   `yaml:"only,omitempty" jsonschema:"enum=token,enum=api" jsonschema_description:"Only these requests. Default both."`
	Share  float64  `yaml:"share,omitempty" jsonschema:"minimum=0,maximum=1" jsonschema_description:"Share of the requests. Default 1."`
}

// CarrierSlow slows the carrier.
type CarrierSlow struct {
	At   Duration            `yaml:"at" jsonschema_description:"When."`
	For  Duration            `yaml:"for,omitempty" jsonschema_description:"For how long. Default for good."`
	Adds chance.Distribution `yaml:"adds" jsonschema_description:"What is added to the service time."`
	Only string              `yaml:"only,omitempty" jsonschema:"enum=token,enum=api" jsonschema_description:"Only these requests. Default both."`
}

// Restart stops each node in turn and starts it again.
type Restart struct {
	At    Duration `yaml:"at" jsonschema_description:"When the first node stops."`
	Down  Duration `yaml:"down,omitempty" jsonschema_description:"How long each is away. Default 10s."`
	Every Duration `yaml:"every,omitempty" jsonschema_description:"From one node to the next. Default 30s."`
	Node  *int     `yaml:"node,omitempty" jsonschema:"minimum=0" jsonschema_description:"Only this node. Default all."`
}

// ScaleOut adds nodes; the users are dealt anew.
type ScaleOut struct {
	At    Duration `yaml:"at" jsonschema_description:"When."`
	Nodes int      `yaml:"nodes" jsonschema:"minimum=1" jsonschema_description:"How many are added."`
}

// External renewals kill our tokens where the carrier allows one token only.
type External struct {
	At       Duration `yaml:"at" jsonschema_description:"When."`
	Every    Duration `yaml:"every,omitempty" jsonschema_description:"Again and again. Default once."`
	Until    Duration `yaml:"until,omitempty" jsonschema_description:"Until when. Default: the end of the run."`
	Customer *int     `yaml:"customer,omitempty" jsonschema:"minimum=0" jsonschema_description:"Whose credentials. Default everybody's."`
}

// A Neighbour sends token requests of its own from the first public IP, whatever it is answered.
type Neighbour struct {
	At    Duration `yaml:"at" jsonschema_description:"When."`
	For   Duration `yaml:"for,omitempty" jsonschema_description:"For how long. Default for good."`
	Every Duration `yaml:"every" jsonschema:"required" jsonschema_description:"From one request to the next."`
}

// Skew lets one node's clock jump ahead, or back.
type Skew struct {
	At   Duration `yaml:"at" jsonschema_description:"When."`
	Node int      `yaml:"node" jsonschema:"minimum=0" jsonschema_description:"Which node's."`
	By   Duration `yaml:"by" jsonschema_description:"How far; negative: back."`
}

// ImposedBan bans every public IP of the fleet, as a neighbour's storm would have.
type ImposedBan struct {
	At Duration `yaml:"at" jsonschema_description:"When."`
}

// Hits reports whether the fault takes down the caches of this node.
func (f *CacheDown) Hits(node int) bool { return f.Node == nil || *f.Node == node }

// InForce reports whether the fault is under way at an instant.
func (f *CacheDown) InForce(now time.Duration) bool {
	return now > time.Duration(f.At) && (f.For == 0 || now < time.Duration(f.At+f.For))
}
