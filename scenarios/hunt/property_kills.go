package hunt

import "fmt"

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
		t.oddTokens() {
		return ""
	}
	return fmt.Sprintf("%d tokens that were in use, the last by %s", len(t.run.killed),
		t.run.killers.told())
}
