package scenarios

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Expected is what must come out of a scenario for some strategies: each metric's thresholds, in
// the grammar that k6 users know. The figures of a metric are those that package measure registers.
type Expected struct {
	Of       []string    `yaml:"of,required" meant:"at least one strategy" doc:"Strategies, by name."`
	Reading  string      `yaml:"reading" doc:"Under which reading. Default: the scenario's."`
	Class    string      `yaml:"class" doc:"Of the calls of this class alone. Default all."`
	Group    string      `yaml:"group" doc:"Of what runs this strategy alone, in a mixed fleet; compared is the one that the run is named after. Default all."`
	Carrier  string      `yaml:"carrier" doc:"Of this carrier alone, of several. Default all."`
	Bans     []Threshold `yaml:"bans"`
	Actions  []Threshold `yaml:"actions"`
	Token    []Threshold `yaml:"token"`
	API      []Threshold `yaml:"api"`
	Latency  []Threshold `yaml:"latency"`
	Failed   []Threshold `yaml:"failed_latency"`
	Headroom []Threshold `yaml:"headroom"`
	Recovery []Threshold `yaml:"recovery"`
	Sessions []Threshold `yaml:"sessions"`
}

// Doc names the figures of a metric, in the order of lists.
func (Expected) Doc(metric string) string {
	var keys []string
	for _, f := range measure.Figures() {
		if f.Metric == metric {
			keys = append(keys, f.Key)
		}
	}
	return strings.Join(keys, ", ") + "."
}

// below are the thresholds of a metric.
func (e *Expected) below(metric string) []Threshold {
	return map[string][]Threshold{
		"bans": e.Bans, "actions": e.Actions, "token": e.Token, "api": e.API,
		"latency": e.Latency, "failed_latency": e.Failed, "headroom": e.Headroom,
		"recovery": e.Recovery, "sessions": e.Sessions,
	}[metric]
}

// A Threshold is one condition on one figure, written like count==0, p(99)<2s, rate>0.99.
type Threshold struct {
	Text  string
	key   string // of the figure, below its metric
	op    string
	value float64 // ms for times
	timed bool    // written with a unit of time
}

var thresholdText = regexp.MustCompile(
	`^\s*([a-z][a-z0-9_]*(?:\([a-z0-9_.]+\))?)\s*(<=|>=|==|!=|<|>)\s*([0-9][0-9a-zµ.]*)\s*$`)

const meantValue = `a number, or a length of time such as "2s"`

const meantThreshold = `a condition such as "count==0", "p(99)<2s", "rate>0.99"`

// UnmarshalText reads the text form.
func (t *Threshold) UnmarshalText(text []byte) error {
	m := thresholdText.FindStringSubmatch(string(text))
	if m == nil {
		return &unit.Error{Found: unit.Quote(string(text)), Meant: meantThreshold}
	}
	*t = Threshold{Text: strings.TrimSpace(string(text)), key: m[1], op: m[2]}
	number, err := strconv.ParseFloat(m[3], 64)
	if t.value = number; err == nil {
		return nil
	}
	length, err := time.ParseDuration(m[3])
	if err != nil {
		return &unit.Error{Found: unit.Quote(m[3]), Meant: meantValue}
	}
	t.value, t.timed = measure.Milliseconds(length), true
	return nil
}

// Patterns are those of its text.
func (Threshold) Patterns() []string { return []string{thresholdText.String()} }

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

// figure returns the figure of the metric that the threshold is on. If there is none, or if its
// values are written in another way, found and meant say so.
func (t *Threshold) figure(metric string) (f measure.Figure, found, meant string) {
	below := measure.Below(metric)
	f, ok := below[t.key]
	timed := f.Unit != ""
	switch {
	case !ok:
		return f, fmt.Sprintf("%q", t.key),
			unit.Meant(t.key, slices.Sorted(maps.Keys(below)))
	case timed && !t.timed && t.value != 0:
		return f, unit.Quote(t.Text), `a length of time with its unit, such as "2s"`
	case !timed && t.timed:
		return f, unit.Quote(t.Text), "a number: " + t.key + " is no length of time"
	case f.Share && !f.Over && t.value > 1:
		return f, unit.Quote(t.Text), "a share from 0 to 1"
	}
	return f, "", ""
}

// An Unmet is an expectation that a run does not meet.
type Unmet struct {
	Strategy    string
	Expectation string // as the scenario writes it, after its metric: bans count==0
	Key         string // of the figure
	Got         float64
}

func (u Unmet) String() string {
	return fmt.Sprintf("%s: expected %s, got %s = %g", u.Strategy, u.Expectation, u.Key, u.Got)
}

// Unmet lists the expectations that a run does not meet. They need nothing but its Outcome, which
// does not depend on them: other expectations can be judged without another run.
func (s *Scenario) Unmet(o *measure.Outcome) []Unmet {
	var unmet []Unmet
	for i := range s.Expect {
		e := &s.Expect[i]
		if !s.speaksOf(e, o) {
			continue
		}
		for _, metric := range measure.Metrics {
			for _, threshold := range e.below(metric) {
				f, _, _ := threshold.figure(metric)
				if got := f.Compared(e.about(o)); !threshold.holds(got) {
					unmet = append(unmet, Unmet{
						Strategy: o.Strategy, Expectation: e.whose() + metric + " " + threshold.Text,
						Key: threshold.key, Got: got,
					})
				}
			}
		}
	}
	return unmet
}

// about is the part of a run that e is about.
func (e *Expected) about(o *measure.Outcome) *measure.Outcome {
	for _, d := range measure.Dimensions() {
		if part := d.Part(o, e.part(&d)); part != nil {
			return part
		}
	}
	return o // of the one carrier that a scenario may name, too
}

// part is the name of the part that e is about; empty: all.
func (e *Expected) part(d *measure.Dimension) string {
	return map[string]string{"class": e.Class, "group": e.Group, "carrier": e.Carrier}[d.Name]
}

// whose names that part.
func (e *Expected) whose() string {
	for _, d := range measure.Dimensions() {
		if name := e.part(&d); name != "" {
			return d.Name + " " + name + ": "
		}
	}
	return ""
}

// Judges reports whether the scenario expects anything of this run.
func (s *Scenario) Judges(o *measure.Outcome) bool {
	return slices.ContainsFunc(s.Expect, func(e Expected) bool { return s.speaksOf(&e, o) })
}

// speaksOf reports whether e is about this strategy under this reading.
func (s *Scenario) speaksOf(e *Expected, o *measure.Outcome) bool {
	return cmp.Or(e.Reading, s.Carrier.Reading) == o.Reading && slices.Contains(e.Of, o.Strategy)
}

// Names are the strategies that there are, for the key that lists those that are meant.
func (*Expected) Names(key string) []string {
	if key == "of" {
		return spec.Names()
	}
	return nil
}

// AtLeastOne are the metrics: an expectation has a condition on one at least.
func (*Expected) AtLeastOne() []string { return measure.Metrics }

// Check reports thresholds on figures that do not exist, and two parts of a run.
func (e *Expected) Check(at strict.Place) {
	var first string
	for _, d := range measure.Dimensions() {
		switch {
		case e.part(&d) == "":
		case first == "":
			first = d.Name
		default:
			at.Key(d.Name).WrongKey(fmt.Sprintf("%q beside %q", d.Name, first), "one of the two")
		}
	}
	for _, metric := range measure.Metrics {
		for i, t := range e.below(metric) {
			below := at.Key(metric).Item(i)
			if _, found, meant := t.figure(metric); found != "" && below.Sound() {
				below.Wrong(found, meant)
			}
		}
	}
}
