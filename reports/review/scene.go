package review

import (
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A scene is a scenario of the catalogue, with some of its fields changed to make it short or to
// ask something of it.
type scene struct {
	title    string
	base     string
	settings []scenarios.Setting
}

// scenario reads the scenario and sets the fields.
func (s scene) scenario() (*scenarios.Scenario, error) {
	base, err := scenarios.Load(s.base)
	if err != nil {
		return nil, err
	}
	return base.With(s.settings...)
}

// name is the name that the scenario has once the fields are set: scenes of one name are one study.
func (s scene) name() string {
	words := []string{s.base}
	for _, set := range s.settings {
		words = append(words, set.String())
	}
	return strings.Join(words, " ")
}

// with is the scene with one more field set.
func (s scene) with(path, value string) scene {
	s.settings = append(slices.Clone(s.settings), scenarios.Setting{Path: path, Value: value})
	return s
}
