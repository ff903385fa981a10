package scenarios

import "time"

import (
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

// A Fault is a trouble with a start and, unless it is for good, a length; exactly one of its fields
// is set.
type Fault struct {
	CacheDown   *CacheDown   `yaml:"cache_down" doc:"The token cache is down: reads miss, writes vanish."`
	CarrierDown *CarrierDown `yaml:"carrier_down" doc:"The carrier answers 503, or nothing; token hits still count."`
	CarrierSlow *CarrierSlow `yaml:"carrier_slow" doc:"The carrier takes longer to answer."`
	Restart     *Restart     `yaml:"restart" doc:"Nodes restart one after the other, with cold caches."`
	ScaleOut    *ScaleOut    `yaml:"scale_out" doc:"The platform adds nodes."`
	External    *External    `yaml:"external_renewal" doc:"Someone else renews with our credentials, from elsewhere."`
	Neighbour   *Neighbour   `yaml:"neighbour" doc:"Someone else's token requests from the same public IP."`
	Skew        *Skew        `yaml:"clock_skew" doc:"A node's clock jumps, by at most a year."`
	Ban         *ImposedBan  `yaml:"ban" doc:"A ban falls whose cause lies outside the fleet."`
}

// Momentary reports whether the fault is over as soon as it has happened: a node added, a ban
// imposed, a single renewal by somebody else. A clock that has jumped stays wrong.
func (f *Fault) Momentary() bool {
	if f.External != nil {
		return f.External.Every == 0 && f.External.Until == 0
	}
	return f.ScaleOut != nil || f.Ban != nil
}

// Defaults fill in what holds where the file says nothing.
func (d *CarrierDown) Defaults() { d.Status, d.Share = 503, 1 }

// Defaults fill in what holds where the file says nothing.
func (r *Restart) Defaults() {
	r.Down, r.Every = Duration(10*time.Second), Duration(30*time.Second)
}

// Defaults fill in what holds where the file says nothing.
func (o *ScaleOut) Defaults() { o.Nodes = 1 }

// CacheDown takes token caches down.
type CacheDown struct {
	At    Duration `yaml:"at" doc:"When."`
	For   Duration `yaml:"for" doc:"For how long. Default for good."`
	Node  *int     `yaml:"node" min:"0" doc:"Only this node's. Default all."`
	Store bool     `yaml:"store" doc:"The store shared by all nodes as well."`
}

// CarrierDown lets the carrier fail.
type CarrierDown struct {
	At     Duration `yaml:"at" doc:"When."`
	For    Duration `yaml:"for" doc:"For how long. Default for good."`
	Status int      `yaml:"status" min:"500" max:"599" doc:"What it answers. Default 503."`
	Only   string   `yaml:"only" doc:"Only these requests. Default both."`
	Share  float64  `yaml:"share" min:"0" max:"1" doc:"Share of the requests. Default 1."`
}

// CarrierSlow slows the carrier.
type CarrierSlow struct {
	At   Duration            `yaml:"at" doc:"When."`
	For  Duration            `yaml:"for" doc:"For how long. Default for good."`
	Adds chance.Distribution `yaml:"adds" doc:"What is added to the service time."`
	Only string              `yaml:"only" doc:"Only these requests. Default both."`
}

// Restart stops each node in turn and starts it again.
type Restart struct {
	At    Duration `yaml:"at" doc:"When the first node stops."`
	Down  Duration `yaml:"down" doc:"How long each is away. Default 10s."`
	Every Duration `yaml:"every" doc:"From one node to the next. Default 30s."`
	Node  *int     `yaml:"node" min:"0" doc:"Only this node. Default all."`
}

// ScaleOut adds nodes; the users are dealt anew.
type ScaleOut struct {
	At    Duration `yaml:"at" doc:"When."`
	Nodes int      `yaml:"nodes" min:"1" max:"65534" doc:"How many are added."`
}

// External renewals kill our tokens where the carrier allows one token only.
type External struct {
	At       Duration `yaml:"at" doc:"When."`
	Every    Duration `yaml:"every" doc:"Again and again. Default once."`
	Until    Duration `yaml:"until" doc:"Until when. Default: the end of the run."`
	Customer *int     `yaml:"customer" min:"0" doc:"Whose credentials. Default everybody's."`
}

// A Neighbour sends token requests of its own from the first public IP, whatever it is answered.
type Neighbour struct {
	At    Duration `yaml:"at" doc:"When."`
	For   Duration `yaml:"for" doc:"For how long. Default for good."`
	Every Duration `yaml:"every,required" doc:"From one request to the next."`
}

// Skew lets one node's clock jump ahead, or back.
type Skew struct {
	At   Duration `yaml:"at" doc:"When."`
	Node int      `yaml:"node" min:"0" doc:"Which node's."`
	By   Duration `yaml:"by" min:"-8760h" max:"8760h" meant:"a clock that is at most a year off" doc:"How far; negative: back."`
}

// ImposedBan bans every public IP of the fleet, as a neighbour's storm would have.
type ImposedBan struct {
	At Duration `yaml:"at" doc:"When."`
}

// Hits reports whether the fault takes down the caches of this node.
func (f *CacheDown) Hits(node int) bool { return f.Node == nil || *f.Node == node }

// InForce reports whether the fault is under way at an instant.
func (f *CacheDown) InForce(now time.Duration) bool {
	return now > time.Duration(f.At) && (f.For == 0 || now < time.Duration(f.At+f.For))
}
