package study

import (
	"path/filepath"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// upgrade turns the header of a file of format 1 into one of today. Format 1 wrote what is set of a
// scenario, and what an input is, into their names.
func (h *Header) upgrade() {
	p := &h.Plan
	base := ""
	for i := range p.Inputs {
		input := &p.Inputs[i]
		for _, kind := range []string{ScenarioInput, StrategyInput, ArrivalsInput} {
			if name, ok := strings.CutPrefix(input.Name, kind+" "); ok && input.Kind == "" {
				input.Kind, input.Name = kind, name
			}
		}
		stem := strings.TrimSuffix(filepath.Base(input.Name), filepath.Ext(input.Name))
		switch input.Kind {
		case ScenarioInput:
			base = stem
		case StrategyInput:
			input.Strategy = stem
		}
	}
	h.Format = format
	varied := &Varied{Scenario: base}
	for _, name := range p.Scenarios {
		settings, ok := strings.CutPrefix(name, base+" ")
		if base == "" || !ok {
			return
		}
		varied.Settings = append(varied.Settings, settingsIn(settings))
	}
	if p.Varied = varied; p.checkVaried() != nil {
		p.Varied = nil
	}
}

// settingsIn are what the end of a name of format 1 says: fleet.users=50 network.rtt=2s.
func settingsIn(text string) []scenarios.Setting {
	var settings []scenarios.Setting
	for word := range strings.SplitSeq(text, " ") {
		path, value, set := strings.Cut(word, "=")
		switch last := len(settings) - 1; {
		case set:
			settings = append(settings, scenarios.Setting{Path: path, Value: value})
		case last >= 0:
			settings[last].Value += " " + word
		}
	}
	return settings
}
