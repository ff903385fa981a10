package hunt

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	register(rule{
		property: Safety, signal: "a session lost", duels: true,
		breaks: (*trial).losesSession,
		cause:  func(t *trial) string { return t.run.lost.Loss().String() },
		near:   func(t *trial) float64 { return share(t.run.unheard+t.run.presented, 4) / 2 },
	})
}

// longStill is how long a holder of a lease may stand still before another takes over and presents
// its refresh token a second time: the minute of what we recommend.
const longStill = time.Minute

// losesSession tells of a session that the fleet lost by what it did: by a refresh token presented
// again, written over, or thrown away, by an answer that it did not wait for. What is lost with an
// answer on the way, with a process that ended, or with a store that lost its writes, nobody could
// have kept.
func (t *trial) losesSession() string {
	switch t.run.lost.Loss() {
	case measure.NotLost, measure.LostByCrash, measure.LostByStore, measure.LostByTime:
		return ""
	}
	if t.bound.lost.Loss() != measure.NotLost || t.blameless() || !t.shares && t.run.nodes > 1 {
		return ""
	}
	return fmt.Sprintf("at %v: %s", t.run.lost.At, t.run.lost.Loss())
}

// blameless reports whether the scenario alone brings a refresh token to the carrier twice: an
// answer was lost on the way, a process ended or stood still with one under way, the store lost a
// pair or was down, or somebody else renews.
func (t *trial) blameless() bool {
	token := t.Path(0, fakecarrier.TokenEndpoint)
	if t.run.missed > 0 || token.LoseBack > 0 || t.run.rivals || t.down || forgets(t.Scenario) ||
		loses(t.Scenario) || lying(t.Scenario) {
		return true
	}
	for _, f := range t.Faults {
		if pause, ok := f.Kind.(*faults.Pause); ok && time.Duration(pause.For.Value) >= longStill {
			return true
		}
	}
	return false
}
