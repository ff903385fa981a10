package lineage

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Root is where a chain of causes begins: what was not itself caused by a renewal of ours. It is
// the label of the scenario's fault that is to blame, or one of these.
type Root string

// The roots that are no faults.
const (
	RootUnknown   Root = "untold"           // no reason given, or no longer remembered
	ColdStart     Root = "cold start"       // the first token of a node, and who asked beside it
	Uncached      Root = "no cache"         // a token had been got, and nobody kept it
	CacheDown     Root = "cache down"       // the cache did not answer
	Expiry        Root = "expiry"           // a token came of age, in the cache or under way
	SkewedClock   Root = "clock skew"       // a node held a token longer than the carrier did
	External      Root = "external renewal" // someone else renewed with our credentials
	Neighbour     Root = "neighbour"        // someone else behind our address
	Ahead         Root = "renewal ahead of expiry"
	BanOver       Root = "probe of a breaker" // which tried whether the ban was over
	CarrierAnswer Root = "the carrier's other refusals"
)

// A pair is one customer on one node: whose cache and strategy are one.
type pair struct{ node, customer int }

// circumstances are what a root follows from, beside the request itself.
type circumstances struct {
	scenario *scenarios.Scenario
	obtained map[pair]time.Duration // when the first token came, since the node's start
}

func newCircumstances(s *scenarios.Scenario) circumstances {
	return circumstances{scenario: s, obtained: map[pair]time.Duration{}}
}

// obtain notes that a token came.
func (c *circumstances) obtain(r *measure.Record) {
	p := pair{int(r.Node), int(r.Customer)}
	if came, before := c.obtained[p]; !before || came < c.started(p.node, r.At) {
		c.obtained[p] = r.At
	}
}

// started is when a node was last started by then.
func (c *circumstances) started(node int, by time.Duration) (last time.Duration) {
	for _, f := range c.scenario.Faults {
		if starter, ok := f.Kind.(faults.NodeStarter); ok {
			at, started := starter.Starts(node, by, c.scenario.Sizes())
			if started {
				last = max(last, at)
			}
		}
	}
	return last
}

// had reports whether the node of h had got a token before h was sent, since it started.
func (c *circumstances) had(h *Traced) bool {
	looked := time.Duration(h.Sent)
	if h.Action != 0 {
		looked = h.Clicked // before it waited for a permit, or a lock
	}
	came, ok := c.obtained[pair{h.Node, h.Customer}]
	return ok && came <= looked && came >= c.started(h.Node, time.Duration(h.At))
}

// root is where h began, if no other renewal made it necessary.
func (c *circumstances) root(h *Traced) Root {
	hit := faults.Hit{
		Sizes: c.scenario.Sizes(), At: time.Duration(h.At), Node: h.Node, Customer: h.Customer,
		By: uint8(h.By), Why: h.why, Reason: h.reason, Had: c.had(h),
	}
	if h.By != Sender(measure.ByFleet) {
		hit.Why = strategies.WhyUnstated
	}
	for _, f := range c.scenario.Faults {
		if f.Blames(&hit) {
			return Root(f.Label())
		}
	}
	switch uint8(h.By) {
	case measure.ByNeighbour:
		return Neighbour
	case measure.ByOutsider:
		return External
	}
	switch h.why {
	case strategies.WhyCold:
		if hit.Had {
			return Uncached
		}
		return ColdStart
	case strategies.WhyExpired:
		return Expiry
	case strategies.WhyAhead:
		return Ahead
	case strategies.WhyCacheDown:
		return CacheDown
	case strategies.WhyProbe:
		return BanOver
	case strategies.WhyRejected:
		return c.rejected(&h.Hit)
	case strategies.WhyUnstated:
	}
	return RootUnknown
}

func (c *circumstances) rejected(h *Hit) Root {
	skew := c.scenario.Fleet.Skew
	switch {
	case h.reason == fakecarrier.ReasonExpired && h.Node < len(skew) && skew[h.Node] != 0:
		return SkewedClock
	case h.reason == fakecarrier.ReasonExpired:
		return Expiry
	case h.reason == fakecarrier.ReasonNone, h.reason == fakecarrier.ReasonKilled:
		return RootUnknown
	}
	return CarrierAnswer
}
