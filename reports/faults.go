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
		if name := FaultName(s, i); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// End is when the span ends in a picture: what was but an instant ends as it begins.
func (f FaultSpan) End(s *scenarios.Scenario) time.Duration {
	if f.Fault < len(s.Faults) && s.Faults[f.Fault].Momentary() {
		return f.From
	}
	return f.Until
}

// FaultName says in a word or two what a fault is.
func FaultName(s *scenarios.Scenario, index int) string {
	if index >= len(s.Faults) {
		return "fault"
	}
	f := &s.Faults[index]
	switch {
	case f.CacheDown != nil:
		return "cache down"
	case f.CarrierDown != nil:
		return "carrier down"
	case f.CarrierSlow != nil:
		return "carrier slow"
	case f.Restart != nil:
		return "restart"
	case f.ScaleOut != nil:
		return "scale-out"
	case f.External != nil:
		return "external renewal"
	case f.Neighbour != nil:
		return "neighbour"
	case f.Skew != nil:
		return "clock skew"
	case f.Ban != nil:
		return "imposed ban"
	}
	return "fault"
}
