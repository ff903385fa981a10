package command

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/archive"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// inquiryOf is what the study was asked by: its scenarios and strategies, as the archive has them;
// of one without inputs as the files are that it names, which must be as they were, of this version
// of the program.
func inquiryOf(of *archive.Archive) (*inquiry, error) {
	s := of.Study
	changed := func(found, meant string) error {
		return &strict.Mistake{File: s.Name, Line: 1, Column: 1, Found: found, Meant: meant}
	}
	scenario := s.Plan.InputsOf(study.ScenarioInput)
	if len(scenario) != 1 {
		return nil, changed(unit.Counted(len(scenario), "scenario"), "one, of which fields are set")
	}
	q := &inquiry{header: s.Header, subject: subject{
		typed: scenario[0].Name, names: slices.Clone(s.Plan.Strategies),
	}}
	for _, file := range s.Plan.InputsOf(study.StrategyInput) {
		at := slices.Index(q.names, file.Strategy)
		if at < 0 {
			return nil, changed(file.String()+" of a strategy that is not compared",
				"files of the strategies that are")
		}
		q.names[at] = file.Name
	}
	read := q.readFiles
	if of.Inputs != nil {
		read = q.readHeld
	}
	if err := read(of); err != nil {
		return nil, err
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

// readFiles reads the scenario and the strategies of their files.
func (q *inquiry) readFiles(of *archive.Archive) (err error) {
	s := of.Study
	changed := func(found, meant string) error {
		return &strict.Mistake{File: s.Name, Line: 1, Column: 1, Found: found, Meant: meant}
	}
	if now := studyVersion(); s.Version != now {
		return changed("results of version "+s.Version, "this version, "+now)
	}
	if q.scenario, err = scenarios.Load(q.typed); err != nil {
		return err
	}
	if q.strategies, q.files, err = strategiesOf(q.names, q.scenario); err != nil {
		return err
	}
	now := study.Plan{Inputs: q.files}
	if err := now.AddScenario(q.typed, q.scenario); err != nil {
		return err
	}
	for _, was := range s.Plan.Inputs {
		if !slices.Contains(now.Inputs, was) {
			return changed(was.String()+" as it was", "the file as it is: it has changed since")
		}
	}
	return nil
}

// readHeld reads the same of the archive alone, which another version of the program may have made.
func (q *inquiry) readHeld(of *archive.Archive) (err error) {
	file, text := q.typed, of.Input(study.ScenarioInput, q.typed)
	if _, err := scenarios.Source(q.typed); err == nil {
		file += ".yaml"
	}
	recordings := map[string][]byte{}
	for _, input := range of.Study.Plan.InputsOf(study.ArrivalsInput) {
		recordings[input.Name] = of.Input(input.Kind, input.Name)
	}
	if len(recordings) == 0 {
		q.scenario, err = scenarios.Parse(file, text) // what came with it came with the program
	} else {
		q.scenario, err = scenarios.ParseWith(file, text, recordings)
	}
	if err != nil {
		return err
	}
	for _, name := range q.names {
		var one spec.Strategy
		if text := of.Input(study.StrategyInput, name); text != nil {
			one, err = spec.Parse(name, text)
		} else {
			one, err = spec.Lookup(name)
		}
		if err != nil {
			return err
		}
		q.strategies = append(q.strategies, one)
	}
	return nil
}
