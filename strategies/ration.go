package strategies

import "time"

// A Ration divides one rate among the nodes of a fleet: they share the quota of a public IP, but
// do not know of each other, so each keeps to its share. A share belongs to a node, or to each
// customer of each node; then the shares of idle customers are wasted. The number of nodes is the
// one at start: a fleet that grows exceeds its quota until all nodes restart.
type Ration struct {
	Rate      Rate // the fleet's
	Burst     int  // of a share: how many pass at once after a pause
	Patience  time.Duration
	OverNodes bool // the rate is divided among nodes, not among their customers too
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
