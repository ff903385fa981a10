package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A trial is a scenario with fields set, and what is set of the strategies that run in it.
type trial struct {
	*scenarios.Scenario
	settings []partSetting
}

// A partSetting is one setting of every part of that name in a strategy, by its path.
type partSetting struct {
	path string
	spec.Change
}

// strategySettings is what the path of a strategy's setting begins with: strategy.retry.spacing.
const strategySettings = "strategy."

// with is the trial with one field of the scenario, or setting of its strategies, set.
func (t trial) with(path, value string) (trial, error) {
	rest, ofStrategy := strings.CutPrefix(path, strategySettings)
	if !ofStrategy {
		s, err := t.Scenario.With(path, value)
		return trial{s, t.settings}, err
	}
	part, key, found := strings.Cut(rest, ".")
	if !found || key == "" {
		return t, fmt.Errorf("%s: no setting; meant a part and its setting, such as %s", path,
			strategySettings+"retry.spacing")
	}
	if _, ok := strategies.KindNamed(part); !ok {
		var names []string
		for _, k := range strategies.Kinds() {
			names = append(names, k.Name)
		}
		return t, fmt.Errorf("%s: no part %q; %s", path, part, strategies.DidYouMean(part, names))
	}
	set := partSetting{path, spec.Change{Part: part, Key: key, Value: value}}
	return trial{t.WithNote(path, value), append(slices.Clip(t.settings), set)}, nil
}

// strategy is s with the settings of the trial.
func (t *trial) strategy(s spec.Strategy) (spec.Strategy, error) {
	if len(t.settings) == 0 {
		return s, nil
	}
	changes := make([]spec.Change, len(t.settings))
	for i, set := range t.settings {
		changes[i] = set.Change
	}
	with, err := s.With(changes...)
	if err != nil {
		last := t.settings[len(t.settings)-1]
		err = fmt.Errorf("%s=%s of %s: %w", last.path, last.Value, s.Name, err)
	}
	return with, err
}

// grid is the scenario with every combination of values; the last variation changes fastest. Every
// strategy must have what is set of it.
func grid(
	s *scenarios.Scenario, all []spec.Strategy, variations []study.Variation,
) ([]trial, error) {
	trials := []trial{{Scenario: s}}
	for i, v := range variations {
		same := func(w study.Variation) bool { return w.Path == v.Path }
		if slices.ContainsFunc(variations[:i], same) {
			return nil, fmt.Errorf("--vary %s is given twice", v.Path)
		}
		var finer []trial
		for _, coarse := range trials {
			for _, value := range v.Values {
				varied, err := coarse.with(v.Path, value)
				if err != nil {
					return nil, fmt.Errorf("--vary %w", err)
				}
				finer = append(finer, varied)
			}
		}
		if trials = finer; len(trials) > study.MostValues {
			return nil, fmt.Errorf("more than %d variations", study.MostValues)
		}
	}
	for i := range trials {
		for _, c := range all {
			if _, err := trials[i].strategy(c); err != nil {
				return nil, fmt.Errorf("--vary %w", err)
			}
		}
	}
	return trials, nil
}
