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

// StrategySettings is what the path of a strategy's setting begins with: strategy.retry.spacing.
const StrategySettings = "strategy."

// With is the trial with one field of the scenario, or setting of its strategies, set.
func (t Trial) With(path, value string) (Trial, error) {
	rest, ofStrategy := strings.CutPrefix(path, StrategySettings)
	if !ofStrategy {
		s, err := t.Scenario.With(path, value)
		return Trial{s, t.changes}, err
	}
	part, key, found := strings.Cut(rest, ".")
	if !found || key == "" {
		return t, fmt.Errorf("%s: no setting; meant a part and its setting, such as %s", path,
			StrategySettings+"retry.spacing")
	}
	if _, ok := strategies.KindNamed(part); !ok {
		var names []string
		for _, k := range strategies.Kinds() {
			names = append(names, k.Name)
		}
		return t, fmt.Errorf("%s: no part %q; %s", path, part, unit.Suggestion(part, names))
	}
	change := spec.Change{Part: part, Key: key, Value: value}
	return Trial{t.WithNote(path, value), append(slices.Clip(t.changes), change)}, nil
}

// Strategy is s with the settings of the trial.
func (t *Trial) Strategy(s spec.Strategy) (spec.Strategy, error) {
	if len(t.changes) == 0 {
		return s, nil
	}
	with, err := s.With(t.changes...)
	if err != nil {
		last := t.changes[len(t.changes)-1]
		err = fmt.Errorf("%s%s.%s=%s of %s: %w", StrategySettings, last.Part, last.Key, last.Value,
			s.Name, err)
	}
	return with, err
}

// Trials are the scenario with every combination of values; the last variation changes fastest.
// Every strategy must have what is set of it.
func Trials(
	s *scenarios.Scenario, all []spec.Strategy, variations []Variation,
) ([]Trial, error) {
	trials := []Trial{{Scenario: s}}
	for i, v := range variations {
		same := func(w Variation) bool { return w.Path == v.Path }
		if slices.ContainsFunc(variations[:i], same) {
			return nil, fmt.Errorf("%s is given twice", v.Path)
		}
		var finer []Trial
		for _, coarse := range trials {
			for _, value := range v.Values {
				varied, err := coarse.With(v.Path, value)
				if err != nil {
					return nil, err
				}
				finer = append(finer, varied)
			}
		}
		if trials = finer; len(trials) > MostValues {
			return nil, fmt.Errorf("%s: more than %d variations", v.Path, MostValues)
		}
	}
	for i := range trials {
		for _, c := range all {
			if _, err := trials[i].Strategy(c); err != nil {
				return nil, err
			}
		}
	}
	return trials, nil
}
