package hunt

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func init() {
	register(rule{
		property: Economy, signal: "calls with tokens that had expired",
		breaks: (*trial).expires,
		cause:  func(*trial) string { return "expiry within the margin" },
		near:   func(t *trial) float64 { return share(t.run.expired, 2) },
	})
}

// expires tells of calls whose token expired under way although the strategy has a margin that is
// longer than the way: it promises that there are none. Where a renewal failed, a clock is wrong,
// or a process stood still, it does not; nor where a pair was answered a second time, which is
// older than the answer says.
func (t *trial) expires() string {
	margin := leastMargin(t.with.Parts)
	leg := t.Path(0, fakecarrier.APIEndpoint).Leg
	slow := func(f faults.Fault) bool {
		switch f.Kind.(type) {
		case *faults.Pause, *faults.ClockSkew, *faults.CarrierSlow:
			return true
		}
		return false
	}
	keeps := func(l workload.Load) bool { // the token of its first call, whatever a strategy does
		job, is := l.Shape.(workload.TokenKeeper)
		return is && job.KeepsToken()
	}
	switch {
	case t.run.expired == 0, t.run.troubled+t.run.presented > 0, t.oddTokens(), !leg.IsConstant(),
		margin <= leg.Mean()+t.Carrier.Service.Mean()+time.Duration(t.Fleet.StoreDelay)+time.Second,
		t.Fleet.Skew != nil || t.Fleet.Threads.Given || t.Network.Connect > 0 || t.down,
		slices.ContainsFunc(t.Faults, slow), slices.ContainsFunc(t.Workload, keeps):
		return ""
	}
	return fmt.Sprintf("refused: %s, of a strategy with a margin of %v",
		unit.Counted(t.run.expired, "call"), margin)
}

// leastMargin is the least margin of the parts that look into a cache; 0 where there is none.
func leastMargin(parts []strategies.Part) time.Duration {
	least := time.Duration(0)
	for _, p := range parts {
		for _, c := range constantsOf(p) {
			if c.key == "margin" && (least == 0 || c.value < least) {
				least = c.value
			}
		}
	}
	return least
}
