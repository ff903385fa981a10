package study

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Trial is a scenario with fields set, and what is set of the strategies that run in it.
type Trial struct {
	*scenarios.Scenario
	changes []spec.Change
}

// With is the trial with fields of the scenario, and settings of its strategies, set.
func (t Trial) With(settings ...scenarios.Setting) (Trial, error) {
	changes := slices.Clip(t.changes)
	for _, set := range settings {
		rest, ofStrategy := strings.CutPrefix(set.Path, scenarios.StrategySettings)
		if !ofStrategy {
			continue
		}
		part, key, found := strings.Cut(rest, ".")
		if !found || key == "" {
			return t, fmt.Errorf("%s: no setting; meant a part and its setting, such as %s", set.Path,
				scenarios.StrategySettings+"retry.spacing")
		}
		if _, ok := strategies.KindNamed(part); !ok {
			var names []string
			for _, k := range strategies.Kinds() {
				names = append(names, k.Name)
			}
			return t, fmt.Errorf("%s: no part %q; %s", set.Path, part, unit.Suggestion(part, names))
		}
		changes = append(changes, spec.Change{Part: part, Key: key, Value: set.Value})
	}
	s, err := t.Scenario.With(settings...)
	return Trial{s, changes}, err
}

// Strategy is s with the settings of the trial.
func (t *Trial) Strategy(s spec.Strategy) (spec.Strategy, error) {
	if len(t.changes) == 0 {
		return s, nil
	}
	with, err := s.With(t.changes...)
	if err != nil {
		last := t.changes[len(t.changes)-1]
		err = fmt.Errorf("%s%s.%s=%s of %s: %w", scenarios.StrategySettings, last.Part, last.Key,
			last.Value, s.Name, err)
	}
	return with, err
}

// Vary makes a trial of every combination of values; the last variation changes fastest. Every
// strategy must have what is set of it.
func (t Trial) Vary(all []spec.Strategy, variations []Variation) ([]Trial, error) {
	combinations := [][]scenarios.Setting{nil}
	for i, v := range variations {
		same := func(w Variation) bool { return w.Path == v.Path }
		if slices.ContainsFunc(variations[:i], same) {
			return nil, fmt.Errorf("%s is given twice", v.Path)
		}
		var finer [][]scenarios.Setting
		for _, coarse := range combinations {
			for _, value := range v.Values {
				set := scenarios.Setting{Path: v.Path, Value: value}
				finer = append(finer, append(slices.Clip(coarse), set))
			}
		}
		if combinations = finer; len(combinations) > mostValues {
			return nil, fmt.Errorf("%s: more than %d variations", v.Path, mostValues)
		}
	}
	trials := make([]Trial, len(combinations))
	for i, settings := range combinations {
		trial, err := t.With(settings...)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if _, err := trial.Strategy(c); err != nil {
				return nil, err
			}
		}
		trials[i] = trial
	}
	return trials, nil
}
