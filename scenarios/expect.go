package scenarios

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/invopop/jsonschema"
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
	figures    func(*Summary) map[string]float64
}

var metrics = []metric{
	{"bans", func(e *Expected) []Threshold { return e.Bans }, banFigures},
	{"actions", func(e *Expected) []Threshold { return e.Actions }, actionFigures},
	{"token", func(e *Expected) []Threshold { return e.Token }, tokenFigures},
	{"api", func(e *Expected) []Threshold { return e.API }, apiFigures},
	{"latency", func(e *Expected) []Threshold { return e.Latency },
		func(s *Summary) map[string]float64 { return s.Latency.figures() }},
	{"failed_latency", func(e *Expected) []Threshold { return e.Failed },
		func(s *Summary) map[string]float64 { return s.FailedLatency.figures() }},
	{"headroom", func(e *Expected) []Threshold { return e.Headroom }, headroomFigures},
}

func banFigures(s *Summary) map[string]float64 {
	f := map[string]float64{
		"count": float64(s.Bans.Count), "banned": s.Bans.Banned,
		"extensions": float64(s.Bans.Extensions),
		"first":      s.VirtualSeconds * 1000, // never within the run: its end is a lower bound
	}
	if s.Bans.First != nil {
		f["first"] = *s.Bans.First
	}
	return f
}

func actionFigures(s *Summary) map[string]float64 {
	a := s.Actions
	return map[string]float64{
		"started": float64(a.Started), "succeeded": float64(a.Succeeded),
		"failed": float64(a.Failed), "open": float64(a.Open),
		"rate": float64(a.Succeeded) / float64(max(1, a.Succeeded+a.Failed)),
	}
}

func tokenFigures(s *Summary) map[string]float64 {
	f := s.Token.Status.figures()
	w := s.Token.Why
	maps.Copy(f, map[string]float64{
		"requests": float64(s.Token.Requests), "issued": float64(s.Token.Issued),
		"lost": float64(s.Token.Lost), "why(cold)": float64(w.Cold),
		"why(expired)": float64(w.Expired), "why(rejected)": float64(w.Rejected),
		"why(ahead)": float64(w.Ahead), "why(cache_down)": float64(w.CacheDown),
		"why(probe)": float64(w.Probe),
	})
	return f
}

func apiFigures(s *Summary) map[string]float64 {
	f := s.API.Status.figures()
	f["requests"], f["lost"] = float64(s.API.Requests), float64(s.API.Lost)
	f["rejected(expired)"] = float64(s.API.Rejected.Expired)
	f["rejected(killed)"] = float64(s.API.Rejected.Killed)
	f["rejected(unknown)"] = float64(s.API.Rejected.Unknown)
	return f
}

func headroomFigures(s *Summary) map[string]float64 {
	h := s.Headroom
	return map[string]float64{
		"burst":   float64(h.BurstPeak) / float64(h.BurstLimit),
		"average": float64(h.AveragePeak) / float64(h.AverageLimit),
	}
}

func (s *Statuses) figures() map[string]float64 {
	return map[string]float64{
		"status(200)": float64(s.OK), "status(401)": float64(s.Unauthorized),
		"status(403)": float64(s.Forbidden), "status(429)": float64(s.TooMany),
		"status(5xx)": float64(s.ServerError),
	}
}

func (q *Quantiles) figures() map[string]float64 {
	return map[string]float64{
		"n": float64(q.N), "p(50)": q.P50, "p(90)": q.P90, "p(99)": q.P99, "p(99.9)": q.P999,
		"max": q.Max,
	}
}

// Unmet lists the expectations that a run of strategy under reading does not meet, in words.
func (s *Scenario) Unmet(sum *Summary) []string {
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
func (s *Scenario) speaksOf(e *Expected, sum *Summary) bool {
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
	var none Summary
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
