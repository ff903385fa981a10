package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A trial is a scenario with fields set, and what is set of the strategies that run in it.
type trial struct {
	*scenarios.Scenario
	settings []partSetting
}

// A partSetting is one setting of every part of that name in a strategy.
type partSetting struct {
	path, part, key string
	text            string
	value           any
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
	set := partSetting{path: path, text: value}
	var found bool
	if set.part, set.key, found = strings.Cut(rest, "."); !found || set.key == "" {
		return t, fmt.Errorf("%s: no setting; meant a part and its setting, such as %s", path,
			strategySettings+"retry.spacing")
	}
	if !slices.Contains(strategies.Parts(), set.part) {
		return t, fmt.Errorf("%s: no part %q; %s", path, set.part,
			strategies.DidYouMean(set.part, strategies.Parts()))
	}
	err := yaml.Unmarshal([]byte(value), &set.value)
	if _, unwritable := json.Marshal(set.value); err != nil || unwritable != nil {
		return t, fmt.Errorf("%s=%s: found no value; meant one as the strategy's file would write it",
			path, value)
	}
	named := *t.Scenario
	named.Name += " " + path + "=" + value
	return trial{&named, append(slices.Clip(t.settings), set)}, nil
}

// strategy is c with the settings of the trial.
func (t *trial) strategy(c strategies.Composition) (strategies.Composition, error) {
	if len(t.settings) == 0 {
		return c, nil
	}
	last := t.settings[len(t.settings)-1]
	wrong := func(err error) error {
		if config, ok := errors.AsType[*strategies.ConfigError](err); ok {
			err = fmt.Errorf("found %s; meant %s", config.Found, config.Meant)
		}
		return fmt.Errorf("%s=%s of %s: %w", last.path, last.text, c.Name, err)
	}
	r, ok := recipeOf(c.Text)
	if !ok {
		return c, wrong(errors.New("a strategy written in Go, which has no settings"))
	}
	for _, set := range t.settings {
		if err := r.set(set); err != nil {
			return c, wrong(err)
		}
	}
	made, err := r.cook(c.Name)
	if err != nil {
		return c, wrong(err)
	}
	made.About, made.File = c.About, c.File
	return made, nil
}

// set sets one thing of every part of a name. A single spacing is that of each retry.
func (r recipe) set(s partSetting) error {
	if r.index(s.part) < 0 {
		var has []string
		for _, p := range r {
			has = append(has, p.name)
		}
		return fmt.Errorf("found no part %q; meant one of %s", s.part, strings.Join(has, ", "))
	}
	for i := range r {
		if r[i].name != s.part {
			continue
		}
		r[i].settings[s.key] = s.value
		if s.part == "retry" && s.key == "spacing" {
			_, n := r.retry()
			if n == 0 {
				return errors.New("found no retry; meant a strategy that has one to wait before")
			}
			r[i].settings[s.key] = slices.Repeat([]any{s.value}, n)
		}
	}
	return nil
}

// grid is the scenario with every combination of values; the last variation changes fastest. Every
// strategy must have what is set of it.
func grid(
	s *scenarios.Scenario, all []strategies.Composition, variations []variation,
) ([]trial, error) {
	trials := []trial{{Scenario: s}}
	for i, v := range variations {
		same := func(w variation) bool { return w.path == v.path }
		if slices.ContainsFunc(variations[:i], same) {
			return nil, fmt.Errorf("--vary %s is given twice", v.path)
		}
		var finer []trial
		for _, coarse := range trials {
			for _, value := range v.values {
				varied, err := coarse.with(v.path, value)
				if err != nil {
					return nil, fmt.Errorf("--vary %w", err)
				}
				finer = append(finer, varied)
			}
		}
		if trials = finer; len(trials) > mostValues {
			return nil, fmt.Errorf("more than %d variations", mostValues)
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
