package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Condition is on one figure of a run: bans.count > 0, actions.rate < 0.9, latency.p(99) >= 2s.
// Metrics, figures and grammar are those of what a scenario expects.
type Condition struct {
	Text      string
	threshold Threshold
	figure    measure.Figure
}

// ParseCondition reads the text form; the error offers the nearest metric, or figure.
func ParseCondition(text string) (c Condition, err error) {
	metric, rest, found := strings.Cut(strings.TrimSpace(text), ".")
	parts := thresholdText.FindStringSubmatch(rest)
	const meantCondition = `meant a condition such as "bans.count > 0"`
	switch {
	case !found:
		return c, fmt.Errorf("%q: no metric; %s", text, meantCondition)
	case !slices.Contains(measure.Metrics, metric):
		return c, fmt.Errorf("%q: no metric %q; meant %s", text, metric,
			unit.Meant(metric, measure.Metrics))
	case parts == nil:
		return c, fmt.Errorf("%q; %s", text, meantCondition)
	}
	c.Text = fmt.Sprintf("%s.%s %s %s", metric, parts[1], parts[2], parts[3])
	if err := c.threshold.UnmarshalText([]byte(rest)); err != nil {
		return c, fmt.Errorf("%q: %w", text, err)
	}
	var wrong, meant string
	if c.figure, wrong, meant = c.threshold.figure(metric); c.figure.Name == "" {
		return c, fmt.Errorf("%q: %s has no figure %s; meant %s", text, metric, wrong, meant)
	} else if wrong != "" {
		return c, fmt.Errorf("%q; meant %s", text, meant)
	}
	return c, nil
}

// Banned reports whether the condition is that of a run with a ban, however many: then the first
// decides.
func (c *Condition) Banned() bool {
	return c.figure.Condition() == "bans.count" && !c.threshold.holds(0) && c.threshold.holds(1) &&
		c.threshold.holds(2)
}

// Holds reports whether a run meets the condition.
func (c *Condition) Holds(o *measure.Outcome) bool {
	return c.threshold.holds(c.figure.Compared(o))
}
