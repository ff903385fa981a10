package command

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// What an input is, as its name says before the words that were typed.
const (
	scenarioInput = "scenario "
	strategyInput = "strategy "
	arrivalsInput = "arrivals "
)

// inputsOf are the files that a study depends on: the scenario's text, whether it came with the
// program or not, recordings beside it, and strategies that are files. What else comes with the
// program is told apart by its version.
func inputsOf(scenario string, names []string) ([]study.Input, error) {
	text, err := scenarios.Source(scenario)
	embedded := err == nil
	if !embedded {
		if text, err = os.ReadFile(scenario); err != nil {
			return nil, err
		}
	}
	inputs := []study.Input{inputOf(scenarioInput+scenario, text)}
	s, err := scenarios.Load(scenario)
	if err != nil {
		return nil, err
	}
	for i := range s.Workload {
		r := s.Workload[i].Recorded
		if r == nil || embedded {
			continue
		}
		file := r.File
		if !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(scenario), file)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, inputOf(arrivalsInput+r.File, data))
	}
	for _, name := range names {
		if !isFile(name) {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, inputOf(strategyInput+name, data))
	}
	return inputs, nil
}

func inputOf(name string, data []byte) study.Input {
	sum := sha256.Sum256(data)
	return study.Input{Name: name, SHA256: hex.EncodeToString(sum[:])}
}

func hasKind(i study.Input, kind string) bool { return strings.HasPrefix(i.Name, kind) }

// typed are the words that an input of this kind was typed as.
func typed(p *study.Plan, kind string) []string {
	var words []string
	for _, input := range p.Inputs {
		if hasKind(input, kind) {
			words = append(words, strings.TrimPrefix(input.Name, kind))
		}
	}
	return words
}

// readStudy reads a study from a file.
func readStudy(
	name string, read func(string, io.Reader) (*study.Study, error),
) (*study.Study, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return read(name, f)
}
