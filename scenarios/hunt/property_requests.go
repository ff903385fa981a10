package hunt

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	register(rule{
		property: Economy, signal: "token requests",
		breaks: (*trial).wastes,
		cause:  func(t *trial) string { return t.run.asked.cause(t.Scenario) },
		near:   func(t *trial) float64 { return share(t.run.most, t.affordable()+1) },
	})
}

// affordable is how many requests there may be within one life of a token: ten a customer and ten,
// or three times the clairvoyant's, as who retries twice asks three times where one would do. Each
// that somebody else kills is one more. Assumed: wide enough that what is found is worth a look.
func (t *trial) affordable() int {
	tokens := t.Fleet.Customers
	if !t.shares || t.down {
		tokens *= t.run.nodes // each needs its own
	}
	limit := 10*tokens + 10
	if t.bound != nil {
		limit = max(limit, 3*t.bound.most)
	}
	if lost := &t.run.lost; lost.Loss() != measure.NotLost {
		// Until somebody signs in each node asks once a minute.
		limit += max(t.run.nodes, t.Fleet.Nodes) * int((t.run.length-lost.At)/time.Minute)
	}
	for _, f := range t.Faults {
		if rival, ok := f.Kind.(*faults.ExternalRenewal); ok && rival.Every.Given {
			limit += int(t.run.window / time.Duration(rival.Every.Value))
		}
	}
	return limit
}

func (t *trial) wastes() string {
	most := min(t.run.most, t.run.total) // others were given up before they came to the carrier
	if most <= t.affordable() || lying(t.Scenario) || t.outrun() || !t.shares && t.down ||
		t.oddTokens() {
		return ""
	}
	return fmt.Sprintf("%s within %v, for %s; the clairvoyant's %d",
		unit.Counted(most, "request"), t.run.window,
		unit.Counted(t.Fleet.Customers, "customer"), t.bound.most)
}
