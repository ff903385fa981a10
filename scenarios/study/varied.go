package study

import (
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A Varied says what scenario those of a plan are variations of, and by what.
type Varied struct {
	Scenario string                `json:"scenario"`
	Settings [][]scenarios.Setting `json:"settings"` // of each scenario of the plan, of the same paths
}

// Vary makes the scenarios of the plan variations of s.
func (p *Plan) Vary(s *scenarios.Scenario, variations []*scenarios.Scenario) {
	p.Scenarios, p.Varied = nil, nil
	v := &Varied{Scenario: s.Name}
	for _, one := range variations {
		p.Scenarios = append(p.Scenarios, one.Name)
		v.Settings = append(v.Settings, one.Settings)
	}
	if len(variations) > 1 || len(v.Settings[0]) > 0 {
		p.Varied = v
	}
}

// Base is the name of the scenario that those of the plan are variations of; the first one's where
// nothing is varied.
func (p *Plan) Base() string {
	if p.Varied == nil {
		return p.Scenarios[0]
	}
	return p.Varied.Scenario
}

// Variations are the fields that are varied, and the values of each, in their order.
func (p *Plan) Variations() []Variation {
	if p.Varied == nil {
		return nil
	}
	var all []Variation
	for k, first := range p.Varied.Settings[0] {
		v := Variation{Path: first.Path}
		for _, settings := range p.Varied.Settings {
			if value := settings[k].Value; !slices.Contains(v.Values, value) {
				v.Values = append(v.Values, value)
			}
		}
		all = append(all, v)
	}
	return all
}

// ValuesOf are what is set of a scenario of the plan: a value for each of Variations.
func (p *Plan) ValuesOf(scenario string) []string {
	at := slices.Index(p.Scenarios, scenario)
	if p.Varied == nil || at < 0 {
		return nil
	}
	var values []string
	for _, set := range p.Varied.Settings[at] {
		values = append(values, set.Value)
	}
	return values
}

// At is the scenario of the plan that has these values, empty where none has.
func (p *Plan) At(values []string) string {
	for _, scenario := range p.Scenarios {
		if slices.Equal(p.ValuesOf(scenario), values) {
			return scenario
		}
	}
	return ""
}

func (p *Plan) checkVaried() error {
	if p.Varied == nil {
		return nil
	}
	if n := len(p.Varied.Settings); n != len(p.Scenarios) {
		return fmt.Errorf("settings of %d scenarios; a plan has them of all its %d", n,
			len(p.Scenarios))
	}
	paths := func(all []scenarios.Setting) []string {
		var list []string
		for _, s := range all {
			list = append(list, s.Path)
		}
		return list
	}
	first := paths(p.Varied.Settings[0])
	for _, settings := range p.Varied.Settings {
		if !slices.Equal(first, paths(settings)) {
			return fmt.Errorf("settings of %v and of %v; a plan sets the same of all its scenarios",
				first, paths(settings))
		}
	}
	return nil
}
