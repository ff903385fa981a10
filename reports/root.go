package reports

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Root is where a chain of causes begins: what was not itself caused by a renewal of ours.
type Root uint8

// The roots.
const (
	RootUntold    Root = iota // no reason given, or no longer remembered
	ColdStart                 // the first token of a node, and who asked beside it
	NodeRestart               // the cache was cold after a restart
	ScaleOut                  // or on a node that was added
	Uncached                  // a token had been got, and nobody kept it
	CacheDown                 // the cache could not tell, or had lost what was put there
	Expiry                    // a token came of age, in the cache or under way
	SkewedClock               // a node held a token for longer than the carrier did
	Ahead                     // renewal ahead of expiry
	External                  // someone else renewed with our credentials
	Neighbour                 // someone else behind our address
	BanOver                   // a breaker tried whether the ban was over
	CarrierAnswer             // the carrier refused a call for another reason than its token
)

var rootNames = [...]string{
	RootUntold: "untold", ColdStart: "cold start", NodeRestart: "restart", ScaleOut: "scale-out",
	Uncached: "no cache", CacheDown: "cache down", Expiry: "expiry", SkewedClock: "clock skew",
	Ahead: "renewal ahead of expiry", External: "external renewal", Neighbour: "neighbour",
	BanOver: "probe of a breaker", CarrierAnswer: "the carrier's other refusals",
}

func (r Root) String() string { return rootNames[r] }

// A pair is one customer on one node: whose cache and strategy are one.
type pair struct{ node, customer int }

// circumstances are what a root is told from, beside the request itself.
type circumstances struct {
	scenario  *scenarios.Scenario
	restarts  map[int]int            // ends of a restart fault so far, by its index
	restarted map[int]bool           // by node
	skewed    map[int]bool           // by node
	unkept    map[int]bool           // nodes whose cache has been down; everyNode for all
	obtained  map[pair]time.Duration // when the first token came, since the node's start
}

const everyNode = -1

func newCircumstances(s *scenarios.Scenario) circumstances {
	c := circumstances{
		scenario: s, restarts: map[int]int{}, restarted: map[int]bool{}, skewed: map[int]bool{},
		unkept: map[int]bool{}, obtained: map[pair]time.Duration{},
	}
	for n, skew := range s.Fleet.Skew {
		c.skewed[n] = skew != 0
	}
	return c
}

// fault notes the beginning or the end of a fault.
func (c *circumstances) fault(r *measure.Record) {
	if int(r.Fault) >= len(c.scenario.Faults) {
		return
	}
	f := &c.scenario.Faults[r.Fault]
	switch {
	case f.Restart != nil && r.Kind == measure.FaultEnded:
		node := c.restarts[int(r.Fault)]
		c.restarts[int(r.Fault)]++
		if f.Restart.Node != nil {
			node = *f.Restart.Node
		}
		c.restarted[node] = true
		for customer := range c.scenario.Fleet.Customers {
			delete(c.obtained, pair{node, customer})
		}
	case f.Skew != nil:
		c.skewed[f.Skew.Node] = true
	case f.CacheDown != nil && f.CacheDown.Node != nil:
		c.unkept[*f.CacheDown.Node] = true
	case f.CacheDown != nil:
		c.unkept[everyNode] = true
	}
}

// root tells where h began, if no other renewal made it necessary.
func (c *circumstances) root(h *traced) Root {
	switch {
	case h.By == measure.ByNeighbour:
		return Neighbour
	case h.By == measure.ByOutsider:
		return External
	}
	switch h.Why {
	case strategies.WhyCold:
		return c.cold(h)
	case strategies.WhyExpired:
		return Expiry
	case strategies.WhyAhead:
		return Ahead
	case strategies.WhyCacheDown:
		return CacheDown
	case strategies.WhyProbe:
		return BanOver
	case strategies.WhyRejected:
		return c.rejected(&h.TokenHit)
	case strategies.WhyUnstated:
	}
	return RootUntold
}

func (c *circumstances) cold(h *traced) Root {
	p, looked := pair{h.Node, h.Customer}, h.Sent
	if h.Action != 0 {
		looked = h.Clicked // before it waited for a permit, or a lock
	}
	came, obtained := c.obtained[p]
	obtained = obtained && came <= looked
	switch {
	case obtained && (c.unkept[p.node] || c.unkept[everyNode]):
		return CacheDown
	case obtained:
		return Uncached
	case c.restarted[p.node]:
		return NodeRestart
	case p.node >= c.scenario.Fleet.Nodes:
		return ScaleOut
	}
	return ColdStart
}

func (c *circumstances) rejected(h *TokenHit) Root {
	switch {
	case h.Reason == fakecarrier.ReasonExpired && c.skewed[h.Node]:
		return SkewedClock
	case h.Reason == fakecarrier.ReasonExpired:
		return Expiry
	case h.Reason == fakecarrier.ReasonNone, h.Reason == fakecarrier.ReasonKilled:
		return RootUntold
	}
	return CarrierAnswer
}
