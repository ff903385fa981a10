package hunt

import (
	"fmt"
	"net/http"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

func init() {
	register(rule{
		property: SelfHarm, signal: "killed its own tokens",
		breaks: (*trial).kills,
		cause:  func(t *trial) string { return t.run.killers.cause(t.Scenario) },
		near: func(t *trial) float64 {
			return share(len(t.run.killed), t.run.kills(t.Scenario)+1)
		},
	})
}

func (t *trial) kills() string {
	if len(t.run.killed) <= t.run.kills(t.Scenario) || lying(t.Scenario) ||
		t.oddTokens() || t.repeats() {
		return ""
	}
	return fmt.Sprintf("%d tokens that were in use, the last by %s", len(t.run.killed),
		t.run.killers.told())
}

// repeats reports whether a proxy repeats a 401 to each new token for longer than it is young: a
// token that is refused so late is taken for dead.
func (t *trial) repeats() bool {
	proxy := t.Network.Proxy
	if proxy == nil || proxy.Status != http.StatusUnauthorized {
		return false
	}
	for _, part := range t.with.Parts {
		if retry, ok := part.(strategies.Retry); ok {
			return time.Duration(proxy.For) > retry.Young
		}
	}
	return true
}
