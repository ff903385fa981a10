package strategies

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// A Ration keeps the token requests of all who share a public IP below one rate. Shared, they take
// their permits from one line, in Env.Quota. Otherwise, and while that store is down, each node
// keeps to its share. A share belongs to a node, or to each customer of each node; then the shares
// of idle customers are wasted.
//
// A share is the rate divided by the number of nodes: Env.Nodes at start, or NodesAtMost if that is
// more. A fleet that grows beyond it exceeds the rate until all nodes restart. While the store is
// down a share is half of that, unless NodesAtMost is set: so a fleet may grow in one step to any
// size, or node by node to two and a half times its size, and still keep the rate.
//
// With a free first permit a node that paused sends at once, and twenty that do so together send
// twenty: FedEx bans for fifteen in five seconds. If the first is spread, the permits of a share
// come at fixed times, which chance spreads over the nodes. A node that is alone has its first for
// free.
type Ration struct {
	Rate        Rate // the fleet's
	Burst       int  // how many pass at once after a pause; of a spread share always one
	Patience    time.Duration
	OverNodes   bool // the rate is divided among nodes, not among their customers too
	NodesAtMost int  // there will never be more; 0: no more than Env.Nodes
	Spread      bool // no permit of a share is free: each node has times of its own
	Shared      bool // permits are Env.Quota's, and a share is for when that is down
}

func init() {
	Register("ration", "the public IP's rate, from one line of permits or divided over the fleet",
		Ration{Burst: 1, Patience: Forever})
}

// Settings declares the rate and how it is divided.
func (p Ration) Settings(s *Settings) Part {
	s.Rate("rate", &p.Rate, "How many token requests of the whole fleet pass.")
	s.burst(&p.Burst)
	s.queueing(&p.Patience)
	s.Either("over", &p.OverNodes, "nodes-and-customers", "nodes", "What has a share of its own.")
	s.Count("nodes_at_most", &p.NodesAtMost, 0, 1_000_000,
		"How many nodes there may be, if more than at start; 0: no more.")
	s.Either("first", &p.Spread, "free", "spread", "Whether a share's first permit after a pause is "+
		"free, or its permits come at fixed times, which chance spreads over the nodes.")
	s.Either("store", &p.Shared, "own", "shared",
		"Whether each node keeps to a share, or all take permits from one line in the shared store.")
	if p.Spread && !p.Shared && p.Burst > 1 {
		s.Refuse("burst", "a burst with first: spread", "burst: 1")
	}
	return p
}

// Needs reports whether the permits are those of Env.Quota.
func (p Ration) Needs() Needs { return Needs{Quota: p.Shared} }

// Source returns next behind the line, or behind this node's share.
func (p Ration) Source(env Env, next Source) Source {
	nodes := p.nodes(env)
	every, per := times(p.Rate.Every(), nodes), PerNode
	if !p.OverNodes {
		every, per = times(every, max(1, env.Customers)), PerCustomer
	}
	share := func() permits {
		if p.Spread && nodes > 1 {
			return newSlots(every, env.Clock.Steady(), env.Rand)
		}
		return &pacer{every: every, burst: p.Burst}
	}
	if !p.Shared {
		return &pacedSource{env.Clock, p.Patience, next, Within(env, per, share)}
	}
	node := Within(env, PerNode, func() *nodeShare { return &nodeShare{share: share()} })
	own := node.share
	if per == PerCustomer {
		own = share()
	}
	shared := &sharedLine{p.Rate.Every(), p.Burst, env, &node.taken, own}
	return &pacedSource{env.Clock, p.Patience, next, shared}
}

// A nodeShare is what a node has of a shared ration.
type nodeShare struct {
	taken line    // its permits of the shared line
	share permits // while the store is down
}

// nodes returns for how many nodes a share is computed.
func (p Ration) nodes(env Env) int {
	n := max(1, env.Nodes)
	if p.Shared && p.NodesAtMost == 0 {
		n *= 2
	}
	return max(n, p.NodesAtMost)
}

// A sharedLine takes its permits from the line in Env.Quota, and while that is down from this
// node's share. A store that has lost its last writes gives permits a second time: this node then
// keeps to the rate by itself.
type sharedLine struct {
	every time.Duration
	burst int
	env   Env
	taken *line
	share permits
}

func (l *sharedLine) reserve(ctx context.Context, now time.Time, patience time.Duration) (
	permit, error,
) {
	within, cancel := l.env.WithTimeout(ctx, quotaPatience)
	defer cancel()
	wait, ok, err := l.env.Quota.Reserve(within, l.every, l.burst, patience)
	switch {
	case err == nil && ok:
		at := l.env.Clock.Steady().Add(wait)
		again, _ := l.taken.reserve(at, l.every, l.burst, Forever)
		return permit{wait + again, l.every}, nil
	case err == nil:
		return permit{}, ErrShed
	case ctx.Err() != nil:
		return permit{}, ctx.Err()
	default:
		return l.share.reserve(ctx, l.env.Clock.Steady(), patience)
	}
}

// quotaPatience is how long a part waits for Env.Quota before it goes by what it knows itself:
// assumed, as long as a recommended cache waits before a renewal, so that one store is not down for
// the one and up for the other.
const quotaPatience = 2 * time.Second

// slots are permits at fixed times, one every interval, the first after a random part of it. A time
// that has passed is lost.
type slots struct {
	every time.Duration

	mu   sync.Mutex
	next time.Time // guarded by mu
}

func newSlots(every time.Duration, now time.Time, random *rand.Rand) *slots {
	return &slots{every: every, next: now.Add(upTo(random, every))}
}

func (s *slots) reserve(_ context.Context, now time.Time, patience time.Duration) (permit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if missed := now.Sub(s.next); missed > 0 {
		s.next = s.next.Add((missed + s.every - 1) / s.every * s.every)
	}
	wait := s.next.Sub(now)
	if wait > patience {
		return permit{}, ErrShed
	}
	s.next = s.next.Add(s.every)
	return permit{wait, s.every}, nil
}
