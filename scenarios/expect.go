package scenarios

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/invopop/jsonschema"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Expected is what must come out of a scenario for some strategies: each metric's thresholds, in
// the grammar that k6 users know.
type Expected struct {
	Of       []string    `yaml:"of" jsonschema:"required" jsonschema_description:"Strategies, by name."`
	Reading  string      `yaml:"reading,omitempty" jsonschema_description:"Under which reading. Default: the scenario's."`
	Bans     []Threshold `yaml:"bans,omitempty" jsonschema_description:"count, first, banned, extensions."`
	Actions  []Threshold `yaml:"actions,omitempty" jsonschema_description:"started, succeeded, failed, open, and rate: the share of those ended that succeeded."`
	Token    []Threshold `yaml:"token,omitempty" jsonschema_description:"requests, issued, lost, status(401), why(rejected)."`
	API      []Threshold `yaml:"api,omitempty" jsonschema_description:"requests, lost, status(401), rejected(killed)."`
	Latency  []Threshold `yaml:"latency,omitempty" jsonschema_description:"p(50), p(90), p(99), p(99.9), max: of successes."`
	Failed   []Threshold `yaml:"failed_latency,omitempty" jsonschema_description:"The same of failures."`
	Headroom []Threshold `yaml:"headroom,omitempty" jsonschema_description:"burst, average: the fullest window as a share of the threshold."`
}

// A Threshold is one condition on one figure, written like count==0, p(99)<2s, rate>0.99.
type Threshold struct {
	Text   string
	figure string
	op     string
	value  float64 // ms for times
}

var thresholdText = regexp.MustCompile(
	`^\s*([a-z]+(?:\([a-z0-9_.]+\))?)\s*(<=|>=|==|!=|<|>)\s*([0-9][0-9a-zµ.]*)\s*$`)

const meantThreshold = `a condition such as "count==0", "p(99)<2s", "rate>0.99"`

// UnmarshalYAML reads the text form; the error says where.
func (t *Threshold) UnmarshalYAML(node ast.Node) error {
	text := scalar(node)
	m := thresholdText.FindStringSubmatch(text)
	if m == nil {
		return misread(node, quote(text), meantThreshold)
	}
	*t = Threshold{Text: strings.TrimSpace(text), figure: m[1], op: m[2]}
	value, err := thresholdValue(m[3])
	if err != nil {
		return misread(node, quote(m[3]), `a number, or a length of time such as "2s"`)
	}
	t.value = value
	return nil
}

// JSONSchema describes the text form to editors.
func (Threshold) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Description: meantThreshold}
}

func (t Threshold) holds(v float64) bool {
	switch t.op {
	case "<":
		return v < t.value
	case "<=":
		return v <= t.value
	case ">":
		return v > t.value
	case ">=":
		return v >= t.value
	case "==":
		return v == t.value
	}
	return v != t.value
}

// A metric names the figures that thresholds may speak of, in the order of Expected's fields.
type metric struct {
	name       string
	thresholds func(*Expected) []Threshold
	figures    func(*measure.Summary) map[string]float64
}

var metrics = []metric{
	{"bans", func(e *Expected) []Threshold { return e.Bans }, measure.BanFigures},
	{"actions", func(e *Expected) []Threshold { return e.Actions }, measure.ActionFigures},
	{"token", func(e *Expected) []Threshold { return e.Token }, measure.TokenFigures},
	{"api", func(e *Expected) []Threshold { return e.API }, measure.APIFigures},
	{"latency", func(e *Expected) []Threshold { return e.Latency },
		func(s *measure.Summary) map[string]float64 { return s.Latency.Figures() }},
	{"failed_latency", func(e *Expected) []Threshold { return e.Failed },
		func(s *measure.Summary) map[string]float64 { return s.FailedLatency.Figures() }},
	{"headroom", func(e *Expected) []Threshold { return e.Headroom }, measure.HeadroomFigures},
}

// Unmet lists the expectations that a run of strategy under reading does not meet, in words.
func (s *Scenario) Unmet(sum *measure.Summary) []string {
	var unmet []string
	for i := range s.Expect {
		e := &s.Expect[i]
		if !s.speaksOf(e, sum) {
			continue
		}
		for _, m := range metrics {
			figures := m.figures(sum)
			for _, t := range m.thresholds(e) {
				if got := figures[t.figure]; !t.holds(got) {
					unmet = append(unmet, fmt.Sprintf("%s: expected %s %s, got %s = %g",
						sum.Strategy, m.name, t.Text, t.figure, got))
				}
			}
		}
	}
	return unmet
}

// speaksOf reports whether e is about this strategy under this reading.
func (s *Scenario) speaksOf(e *Expected, sum *measure.Summary) bool {
	reading := e.Reading
	if reading == "" {
		reading = s.Carrier.Reading
	}
	if reading != sum.Reading {
		return false
	}
	return slices.Contains(e.Of, sum.Strategy)
}

// misnamed is the first threshold that speaks of no figure; known are the figures of its metric.
func (e *Expected) misnamed() (metric string, t *Threshold, known []string) {
	var none measure.Summary
	for _, m := range metrics {
		figures := m.figures(&none)
		for _, t := range m.thresholds(e) {
			if _, ok := figures[t.figure]; !ok {
				return m.name, &t, slices.Sorted(maps.Keys(figures))
			}
		}
	}
	return "", nil, nil
}
