package scenarios

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

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

// With returns the scenario with one field set to a value, as its file would write it. The path is
// that of the YAML: fleet.users, workload[0].closed.think. What the file leaves out may be set too.
// network.rtt is a round trip: each leg of either way takes half. network.jitter is by how much it
// differs at most, evenly, to either side. The result has the setting among its
// Settings, and path=value behind its name. All checks of a file hold; the error says what was
// meant.
func (s *Scenario) With(path, value string) (*Scenario, error) {
	set := Setting{path, value}
	written := []Setting{set}
	if path == roundTrip || path == jitter {
		var err error
		if written, err = s.networkSettings(path, value); err != nil {
			return nil, err
		}
	} else if err := checkPath(path); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	written = slices.Concat(s.written, written)
	varied, err := read(s.File, s.dir, s.text, written)
	if err != nil {
		if m, ok := errors.AsType[*strict.Mistake](err); ok {
			err = &unit.Error{Found: m.Found, Meant: m.Meant}
		}
		return nil, fmt.Errorf("%s: %w", set, err)
	}
	varied.written = written
	return varied.named(s, set), nil
}

// WithNote returns the scenario as the variation by a setting of its strategies, which whoever runs
// it sets: of the scenario nothing changes but its name and its Settings.
func (s *Scenario) WithNote(path, value string) *Scenario {
	same := *s
	return same.named(s, Setting{path, value})
}

// named is the scenario as the variation of old by one more setting.
func (s *Scenario) named(old *Scenario, set Setting) *Scenario {
	s.Name = old.Name + " " + set.String()
	s.Settings = append(slices.Clip(old.Settings), set)
	return s
}

// checkPath refuses a path that leads to no single value that a file may have; the error, which
// follows the path, offers the nearest.
func checkPath(path string) error {
	err := strict.CheckPath(reflect.TypeFor[Scenario](), path, roundTrip, jitter)
	if u, ok := errors.AsType[*unit.Error](err); ok {
		return errors.New(u.Found + "; meant " + u.Meant)
	}
	return err
}
