package scenarios

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Setting is a field that was set to a value: of a scenario by its YAML's path, or of every part
// of its strategies by strategy.PART.SETTING.
type Setting struct {
	Path  string `json:"path"`
	Value string `json:"value"` // as the file would write it
}

func (s Setting) String() string { return s.Path + "=" + s.Value }

// StrategySettings is what the path of a strategy's setting begins with: strategy.retry.spacing.
const StrategySettings = "strategy."

// With returns the scenario with fields set to values, as its file would write them. A path is that
// of the YAML: fleet.users, workload[0].closed.think. What the file leaves out may be set too.
// network.rtt is a round trip: each leg of either way takes half. network.jitter is by how much it
// differs at most, evenly, to either side. A setting of strategies changes nothing here: whoever
// runs the scenario sets it. The result has all of them among its Settings, and behind its name.
// All are set before the checks of a file are made; the error says what was meant.
func (s *Scenario) With(settings ...Setting) (*Scenario, error) {
	if len(settings) == 0 {
		return s, nil
	}
	written, before := slices.Clip(s.written), slices.Clip(s.Settings)
	texts := make([]string, len(settings))
	for i, set := range settings {
		texts[i] = set.String()
		switch {
		case strings.HasPrefix(set.Path, StrategySettings):
		case set.Path == roundTrip || set.Path == jitter:
			legs, err := s.legs(set, before, written)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", set, err)
			}
			written = append(written, legs...)
		default:
			written = append(written, set)
		}
		before = append(before, set)
	}
	varied, err := read(s.File, s.beside, s.text, written)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(texts, " "), withoutPlace(err, settings))
	}
	varied.Name = strings.Join(append([]string{s.Name}, texts...), " ")
	varied.Settings, varied.written = before, written
	return varied, nil
}

// withoutPlace is the first mistake that some settings made. It drops the place: the file itself
// has no such value.
func withoutPlace(err error, settings []Setting) error {
	m, ok := errors.AsType[*strict.Mistake](err)
	if !ok {
		return err
	}
	for _, set := range settings {
		if near := unit.Nearest(set.Path, []string{roundTrip, jitter}); len(near) > 0 {
			m.Meant = unit.Meant(set.Path, near)
		}
	}
	return &unit.Error{Found: m.Found, Meant: m.Meant}
}
