package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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
func ParseCondition(text string) (Condition, error) {
	const meantCondition = `meant a condition such as "bans.count > 0"`
	metric, rest, found := strings.Cut(strings.TrimSpace(text), ".")
	if !found {
		return Condition{}, fmt.Errorf("%q: no metric; %s", text, meantCondition)
	}
	if !slices.Contains(measure.Metrics, metric) {
		return Condition{}, fmt.Errorf("%q: no metric %q; meant %s", text, metric,
			unit.Meant(metric, measure.Metrics))
	}
	parts := thresholdText.FindStringSubmatch(rest)
	if parts == nil {
		return Condition{}, fmt.Errorf("%q; %s", text, meantCondition)
	}
	c := Condition{
		Text:      fmt.Sprintf("%s.%s %s %s", metric, parts[1], parts[2], parts[3]),
		threshold: Threshold{Text: strings.TrimSpace(rest), key: parts[1], op: parts[2]},
	}
	var err error
	if c.threshold.value, c.threshold.timed, err = thresholdValue(parts[3]); err != nil {
		return Condition{}, fmt.Errorf("%q: %q; meant %s", text, parts[3], meantValue)
	}
	var wrong, meant string
	if c.figure, wrong, meant = c.threshold.figure(metric); c.figure.Name == "" {
		return Condition{}, fmt.Errorf("%q: %s has no figure %s; meant %s", text, metric, wrong, meant)
	} else if wrong != "" {
		return Condition{}, fmt.Errorf("%q; meant %s", text, meant)
	}
	return c, nil
}

// Holds reports whether a run meets the condition.
func (c *Condition) Holds(t *measure.Tally) bool {
	return c.threshold.holds(c.figure.Compared(&t.Outcome))
}

// thresholdValue is a number, or a length of time in milliseconds.
func thresholdValue(text string) (value float64, timed bool, err error) {
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return v, false, nil
	}
	d, err := time.ParseDuration(text)
	return measure.Milliseconds(d), true, err
}
