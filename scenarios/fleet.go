package scenarios

// A Fleet is who calls, and from where.
type Fleet struct {
	Customers  int        `yaml:"customers,omitempty" jsonschema:"minimum=1" jsonschema_description:"Customers, each with credentials of its own. Default 1."`
	Nodes      int        `yaml:"nodes,omitempty" jsonschema:"minimum=1" jsonschema_description:"Application nodes; each serves all customers. Default 1."`
	Users      int        `yaml:"users,omitempty" jsonschema:"minimum=1" jsonschema_description:"Users of all customers together. Default 1."`
	PublicIPs  int        `yaml:"public_ips,omitempty" jsonschema:"minimum=1" jsonschema_description:"Public IPs through which the nodes leave. Default 1."`
	Cache      Topology   `yaml:"cache,omitempty" jsonschema_description:"Whose the token cache is: node (default), fleet, or customer (per customer per node)."`
	CacheDelay Duration   `yaml:"cache_delay,omitempty" jsonschema_description:"What a read or write of the token cache takes. Default 0s."`
	StoreDelay Duration   `yaml:"store_delay,omitempty" jsonschema_description:"What a read or write of the store shared by all nodes takes. Default 1ms."`
	Skew       []Duration `yaml:"clock_skew,omitempty" jsonschema_description:"How far each node's clock is ahead, node 0 first; at most a year."`
}

// A Topology says whose a token cache is.
type Topology string

// The topologies.
const (
	CachePerNode     Topology = "node"
	CachePerFleet    Topology = "fleet"
	CachePerCustomer Topology = "customer"
)
