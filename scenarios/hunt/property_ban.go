package hunt

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

func init() {
	register(rule{
		property: Safety, signal: "a ban of its own", duels: true,
		breaks: (*trial).bansItself,
		cause:  func(t *trial) string { return t.run.hits.cause(t.Scenario) },
		near: func(t *trial) float64 {
			if t.excused() {
				return 0
			}
			h := &t.run.tally.Headroom
			return max(share(h.BurstPeak, h.BurstLimit), share(h.AveragePeak, h.AverageLimit))
		},
	})
}

// unevenly is how long legs are, at least, that draw a time of their own and let requests that were
// sent a second apart arrive together. Assumed.
const unevenly = 300 * time.Millisecond

// bansItself tells when a hit of the fleet's began a ban.
func (t *trial) bansItself() string {
	if t.run.ownBan == 0 || t.excused() {
		return ""
	}
	return fmt.Sprintf("banned at %v by %s, %s", t.run.ownBan, t.run.banRule, t.run.hits.told())
}

// excused reports whether a ban would be no fault of the strategy's.
func (t *trial) excused() bool {
	grown := !t.shares && t.Fleet.Nodes < t.run.nodes
	// Requests are sent at a pace. Nobody knows at which they are counted if that is when an answer is
	// ready, and each takes a time of its own.
	random := t.rules.Moment == throttle.Completion && !t.Carrier.Service.IsConstant()
	// Nor does anybody know when they arrive whose way takes a time of its own: R6 allows three within
	// a second, and a permit comes each 1.1 s.
	leg := &t.Path(0, fakecarrier.TokenEndpoint).Leg
	bunched := slices.Contains(t.rules.Readings, "R6") && !leg.IsConstant() &&
		leg.Mean() >= unevenly
	// Processes that share nothing are not in step, nor are others while their store is down: four may
	// send within a second, and R6 allows three. One that starts does not know when the one before it
	// sent.
	processes := t.run.nodes
	if forgets(t.Scenario) {
		processes *= 2
	}
	apart := !t.knows && processes > 3 && slices.Contains(t.rules.Readings, "R6")
	return grown || random || bunched || apart || t.ownLimits() || t.run.strangers
}
