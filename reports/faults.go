package reports

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// faultNames lists the kinds of faults of a scenario, in its order.
func faultNames(s *scenarios.Scenario) []string {
	var names []string
	for i := range s.Faults {
		if name := faultName(s, i); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// end is when a picture ends the span: a fault that is but an instant ends as it begins.
func (f faultSpan) end(s *scenarios.Scenario) time.Duration {
	if f.Fault < len(s.Faults) && s.Faults[f.Fault].Momentary() {
		return f.From
	}
	return f.Until
}

// faultName says in a word or two what a fault is.
func faultName(s *scenarios.Scenario, index int) string {
	if index >= len(s.Faults) {
		return "fault"
	}
	return s.Faults[index].Label()
}
