package strategies

import "time"

// A Ration divides one rate over the fleet: the quota of a public IP is spent by nodes that
// cannot talk to each other, so each keeps to its share. Over the nodes, a node's customers draw
// on one share; over nodes and customers, each customer of each node has its own, which wastes
// what the idle ones leave. Shares are those of the node count at start: a fleet that scales out
// is over its quota until the nodes restart.
type Ration struct {
	Rate      Rate // the fleet's
	Burst     int  // of a share: so many at once after a pause
	Patience  time.Duration
	OverNodes bool // the rate is divided over the nodes, and not over their customers too
}

func init() {
	Register("ration", "the public IP's rate divided over the fleet, as large as it was at start",
		Ration{Burst: 1, Patience: Forever})
}

// Settings declares the rate and how it is divided.
func (p Ration) Settings(s *Settings) Part {
	s.Rate("rate", &p.Rate, "How many token requests of the whole fleet pass.")
	s.burst(&p.Burst)
	s.queueing(&p.Patience)
	s.Either("over", &p.OverNodes, "nodes-and-customers", "nodes", "What has a share of its own.")
	return p
}

// Source returns next behind this node's share.
func (p Ration) Source(env Env, next Source) Source {
	share, per := times(p.Rate.Every(), max(1, env.Nodes)), PerNode
	if !p.OverNodes {
		share, per = times(share, max(1, env.Customers)), PerCustomer
	}
	return &pacedSource{env.Clock, p.Patience, next, Within(env, per, func() permits {
		return &pacer{every: share, burst: p.Burst}
	})}
}
