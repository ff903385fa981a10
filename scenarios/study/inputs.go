package study

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

// The kinds of input.
const (
	ScenarioInput = "scenario"
	StrategyInput = "strategy"
	ArrivalsInput = "arrivals" // recorded ones, beside the scenario
)

// AddScenario adds the files that a scenario depends on, which was typed as name: its text, whether
// it came with the program or not, and recordings beside it.
func (p *Plan) AddScenario(name string, s *scenarios.Scenario) error {
	p.Inputs = append(p.Inputs, inputOf(ScenarioInput, name, []byte(s.Text())))
	if _, err := scenarios.Source(name); err == nil {
		return nil // its recordings came with the program as well
	}
	files := Recordings(name, s)
	for i, source := range sources(s) {
		data, err := os.ReadFile(files[i])
		if err != nil {
			return err
		}
		p.Inputs = append(p.Inputs, inputOf(ArrivalsInput, source, data))
	}
	return nil
}

// Recordings are the paths of the files that a scenario reads its arrivals from, which was typed as
// name.
func Recordings(name string, s *scenarios.Scenario) (files []string) {
	for _, file := range sources(s) {
		if !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(name), file)
		}
		files = append(files, file)
	}
	return files
}

// sources are the recorded arrivals of a scenario, as it names them.
func sources(s *scenarios.Scenario) (names []string) {
	for _, load := range s.Workload {
		if r, ok := load.Shape.(workload.Recording); ok {
			names = append(names, r.Source())
		}
	}
	return names
}

// StrategyFile is the file, of this text, that a strategy of the plan is written in. What comes
// with the program is no input: the version in the header stands for it.
func StrategyFile(file string, text []byte, strategy string) Input {
	input := inputOf(StrategyInput, file, text)
	input.Strategy = strategy
	return input
}

func inputOf(kind, name string, data []byte) Input {
	sum := sha256.Sum256(data)
	return Input{Kind: kind, Name: name, SHA256: hex.EncodeToString(sum[:])}
}

// InputsOf are the inputs of a kind.
func (p *Plan) InputsOf(kind string) []Input {
	var inputs []Input
	for _, input := range p.Inputs {
		if input.Kind == kind {
			inputs = append(inputs, input)
		}
	}
	return inputs
}

// String is the input as errors name it.
func (i Input) String() string { return i.Kind + " " + i.Name }
