package command

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// verification checks whether this share of the runs, such as 1%, can be computed again, and
// returns what does it.
func verification(s *study.Study, text string) (func(*cobra.Command) error, error) {
	if text == "" {
		return func(*cobra.Command) error { return nil }, nil
	}
	var share unit.Percent
	if err := share.UnmarshalText([]byte(text)); err != nil {
		return nil, fmt.Errorf("--verify: %w", err)
	}
	q, err := inquiryOf(s)
	if err != nil {
		return nil, err
	}
	return func(c *cobra.Command) error {
		return q.audit(c, func(run study.Runner, parallel func(n int, do func(i int))) study.Audit {
			return s.Audit(share.Share(), run, parallel)
		})
	}, nil
}

// inquiryOf is what the study was asked by: its scenarios and strategies, which must be as they
// were, and this version of the program.
func inquiryOf(s *study.Study) (*inquiry, error) {
	changed := func(found, meant string) error {
		return &strict.Mistake{File: s.Name, Line: 1, Column: 1, Found: found, Meant: meant}
	}
	if now := studyVersion(); s.Version != now {
		return nil, changed("results of version "+s.Version, "this version, "+now)
	}
	scenario := s.Plan.InputsOf(study.ScenarioInput)
	if len(scenario) != 1 {
		return nil, changed(unit.Counted(len(scenario), "scenario"), "one, of which fields are set")
	}
	q := &inquiry{header: s.Header, subject: subject{typed: scenario[0].Name, names: slices.Clone(s.Plan.Strategies)}}
	for _, file := range s.Plan.InputsOf(study.StrategyInput) {
		at := slices.Index(q.names, file.Strategy)
		if at < 0 {
			return nil, changed(file.String()+" of a strategy that is not compared",
				"files of the strategies that are")
		}
		q.names[at] = file.Name
	}
	var err error
	if q.scenario, err = scenarios.Load(q.typed); err != nil {
		return nil, err
	}
	if q.strategies, q.files, err = strategiesOf(q.names, q.scenario); err != nil {
		return nil, err
	}
	now := study.Plan{Inputs: q.files}
	if err := now.AddScenario(q.typed, q.scenario); err != nil {
		return nil, err
	}
	for _, was := range s.Plan.Inputs {
		if !slices.Contains(now.Inputs, was) {
			return nil, changed(was.String()+" as it was", "the file as it is: it has changed since")
		}
	}
	base := study.Trial{Scenario: q.scenario}
	if s.Plan.Varied == nil {
		q.trials = []study.Trial{base}
		return q, nil
	}
	for _, settings := range s.Plan.Varied.Settings {
		trial, err := base.With(settings...)
		if err != nil {
			return nil, err
		}
		trial.Expect = nil // nothing is expected of what is varied
		q.trials = append(q.trials, trial)
	}
	return q, nil
}
