package strategies

import "time"

// rationPart divides one rate over the fleet: the quota of a public IP is spent by nodes that
// cannot talk to each other, so each keeps to its share. Over the nodes, a node's customers draw
// on one share; over nodes and customers, each customer of each node has its own, which wastes
// what the idle ones leave. Shares are those of the node count at start: a fleet that scales out
// is over its quota until the nodes restart.
type rationPart struct {
	every    time.Duration // the fleet's, between two permits
	burst    int
	patience time.Duration // queueing longer than this is refused; negative: never
	over     over
}

type over uint8

const (
	overNodesAndCustomers over = iota
	overNodes
)

var _ = part("ration", "the public IP's rate divided over the fleet, as large as it was at start",
	func(s *settings) Part {
		p := rationPart{burst: 1, patience: -1}
		s.need("rate", "1/s")
		s.rate("rate", &p.every)
		s.count("burst", &p.burst, 1, 1_000_000)
		s.duration("patience", &p.patience, 0)
		choice(s, "over", &p.over, []string{"nodes-and-customers", "nodes"})
		return p
	})

func (p rationPart) Source(env Env, next Source) Source {
	share, per := p.every*time.Duration(max(1, env.Nodes)), perNode
	if p.over == overNodesAndCustomers {
		share, per = share*time.Duration(max(1, env.Customers)), perCustomer
	}
	return &pacedSource{
		clock:    env.Clock,
		patience: p.patience,
		next:     next,
		pacer:    within(env, per, func() *pacer { return &pacer{every: share, burst: p.burst} }),
	}
}
