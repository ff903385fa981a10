package scenarios

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Condition is on one figure of a run: bans.count > 0, actions.rate < 0.9, latency.p(99) >= 2s.
// Metrics, figures and grammar are those of what a scenario expects.
type Condition struct {
	Text      string
	threshold Threshold
	figures   func(*measure.Summary) map[string]float64
}

// ParseCondition reads the text form; the error offers the nearest metric, or figure.
func ParseCondition(text string) (Condition, error) {
	const meant = `meant a condition such as "bans.count > 0"`
	name, rest, found := strings.Cut(strings.TrimSpace(text), ".")
	if !found {
		return Condition{}, fmt.Errorf("%q: no metric; %s", text, meant)
	}
	var names []string
	for _, m := range metrics {
		names = append(names, m.name)
	}
	i := slices.Index(names, name)
	if i < 0 {
		return Condition{}, fmt.Errorf("%q: no metric %q; meant %s", text, name,
			strategies.Meant(name, names))
	}
	parts := thresholdText.FindStringSubmatch(rest)
	if parts == nil {
		return Condition{}, fmt.Errorf("%q; %s", text, meant)
	}
	c := Condition{
		Text:    fmt.Sprintf("%s.%s %s %s", name, parts[1], parts[2], parts[3]),
		figures: metrics[i].figures, threshold: Threshold{figure: parts[1], op: parts[2]},
	}
	known := c.figures(&measure.Summary{})
	if _, ok := known[parts[1]]; !ok {
		return Condition{}, fmt.Errorf("%q: %s has no figure %q; meant %s", text, name, parts[1],
			strategies.Meant(parts[1], slices.Sorted(maps.Keys(known))))
	}
	var err error
	if c.threshold.value, err = thresholdValue(parts[3]); err != nil {
		return Condition{}, fmt.Errorf("%q: %q; meant a number, or a length of time such as \"2s\"",
			text, parts[3])
	}
	return c, nil
}

// Holds reports whether a run meets the condition.
func (c *Condition) Holds(sum *measure.Summary) bool {
	return c.threshold.holds(c.figures(sum)[c.threshold.figure])
}

// thresholdValue is a number, or a length of time in milliseconds.
func thresholdValue(text string) (float64, error) {
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return v, nil
	}
	d, err := time.ParseDuration(text)
	return measure.Milliseconds(d), err
}
