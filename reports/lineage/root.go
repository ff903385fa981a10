package lineage

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
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
	KeptAnswer    Root = "a refusal that a proxy kept"
)

// A pair is one customer on one node, as a carrier's client: whose cache and strategy are one.
type pair struct {
	carrier        uint8
	node, customer int
}

// obtain notes that a token came.
func (l *Lineage) obtain(p pair, at time.Duration) {
	if came, before := l.obtained[p]; !before || came < l.started(p.node, at) {
		l.obtained[p] = at
	}
}

// started is when a node was last started by then.
func (l *Lineage) started(node int, by time.Duration) (last time.Duration) {
	for _, f := range l.scenario.Faults {
		if starter, ok := f.Kind.(faults.NodeStarter); ok {
			at, started := starter.Starts(node, by, l.scenario.Sizes())
			if started {
				last = max(last, at)
			}
		}
	}
	return last
}

// had reports whether the node of h had got a token before h was sent, since it started.
func (l *Lineage) had(h *Traced) bool {
	looked := time.Duration(h.Sent)
	if h.Action != 0 {
		looked = h.Clicked // before it waited for a permit, or a lock
	}
	came, ok := l.obtained[pair{h.carrier, h.Node, h.Customer}]
	return ok && came <= looked && came >= l.started(h.Node, time.Duration(h.At))
}

// root is where h began, if no other renewal made it necessary.
func (l *Lineage) root(h *Traced) Root {
	hit := faults.Hit{
		Sizes: l.scenario.Sizes(), At: time.Duration(h.At), Node: h.Node, Customer: h.Customer,
		By: uint8(h.By), Why: h.why, Reason: h.reason, Had: l.had(h),
	}
	if h.By != Sender(measure.ByFleet) {
		hit.Why = strategies.WhyUnstated
	}
	for i, f := range l.scenario.Faults {
		if at := l.scenario.FaultCarrier(i); at != nil && *at != h.carrier {
			continue
		}
		if f.Blames(&hit) {
			return Root(f.Label())
		}
	}
	skew := l.scenario.Fleet.Skew
	switch {
	case h.By == Sender(measure.ByNeighbour):
		return Neighbour
	case h.By == Sender(measure.ByOutsider):
		return External
	case h.why == strategies.WhyCold && hit.Had:
		return Uncached
	case h.why != strategies.WhyRejected:
		return reasons[h.why].root
	case h.reason == fakecarrier.ReasonNone, h.reason == fakecarrier.ReasonKilled:
		return RootUnknown
	case h.reason == fakecarrier.ReasonProxy:
		return KeptAnswer
	case h.reason != fakecarrier.ReasonExpired:
		return CarrierAnswer
	case h.Node < len(skew) && skew[h.Node] != 0:
		return SkewedClock
	}
	return Expiry
}
