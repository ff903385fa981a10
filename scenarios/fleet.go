package scenarios

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// A Fleet is who calls, and from where.
type Fleet struct {
	Customers  int      `yaml:"customers" min:"1" max:"65534" doc:"Customers, each with credentials of its own. Default 1."`
	Nodes      int      `yaml:"nodes" min:"1" max:"65534" doc:"Application nodes; each serves all customers. Default 1."`
	Users      int      `yaml:"users" min:"1" max:"16777216" doc:"Users of all customers together. Default 1."`
	PublicIPs  int      `yaml:"public_ips" min:"1" max:"65534" doc:"Public IPs through which the nodes leave. Default 1."`
	Cache      Topology `yaml:"cache" doc:"Whose the token cache is: node (default), fleet, or customer (per customer per node)."`
	CacheDelay Span     `yaml:"cache_delay" doc:"What a read or write of the token cache takes. Default 0s."`
	StoreDelay Span     `yaml:"store_delay" doc:"What a read or write of the store shared by all nodes takes. Default 1ms."`
	Threads    Threads  `yaml:"threads" doc:"How many actions a node carries out at once; the others wait for a thread, in their order. Default no limit."`
	Mixed      []Runs   `yaml:"runs" doc:"Parts of the fleet that run another strategy than the compared one; the first that fits counts."`
	Skew       []Offset `yaml:"clock_skew" min:"-8760h" max:"8760h" meant:"a clock that is at most a year off" doc:"How far each node's clock is ahead, node 0 first; at most a year."`
}

// Defaults sets the defaults.
func (f *Fleet) Defaults() {
	*f = Fleet{
		Customers: 1, Nodes: 1, Users: 1, PublicIPs: 1, Cache: CachePerNode,
		StoreDelay: Span(time.Millisecond),
	}
}

// Threads are how many actions a node carries out at once. Its zero value is no limit.
type Threads = Optional[strict.PositiveCount]

// Check refuses more clocks than nodes.
func (f *Fleet) Check(at strict.Place) {
	if at.Sound("clock_skew", "nodes") && len(f.Skew) > f.Nodes {
		at.Key("clock_skew").Wrong(fmt.Sprintf("%d clocks", len(f.Skew)), "at most one a node")
	}
}

// A Topology says whose a token cache is.
type Topology string

// The topologies.
const (
	CachePerNode     Topology = "node"
	CachePerFleet    Topology = "fleet"
	CachePerCustomer Topology = "customer"
)

// Choices are what a file may write.
func (Topology) Choices() []string {
	return []string{string(CachePerNode), string(CachePerFleet), string(CachePerCustomer)}
}
