package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
)

// Graves are the scenarios that break a strategy, in a folder of its own of a graveyard.
type graves struct{ graveyard, strategy string }

// folder is that of the strategy's entries.
func (g graves) folder(healed bool) string {
	if healed {
		return filepath.Join(g.graveyard, "healed", g.strategy)
	}
	return filepath.Join(g.graveyard, g.strategy)
}

// bury writes a scenario to the folder, under a name that is free, and a test beside it.
func (g graves) bury(name, text string) (file string, err error) {
	folder := g.folder(false)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	file = filepath.Join(folder, name+".yaml")
	for n := 2; ; n++ {
		if _, err := os.Stat(file); err != nil {
			break
		}
		file = filepath.Join(folder, fmt.Sprintf("%s-%d.yaml", name, n))
	}
	if err := write(file, text); err != nil {
		return "", err
	}
	test := filepath.Join(folder, "graveyard_test.go")
	if _, err := os.Stat(test); err == nil {
		return file, nil
	}
	return file, write(test, graveyardTest)
}

func write(name, text string) error {
	return outfile.Write(io.Discard, name, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// graveyardTest runs the entries beside it with what they expect.
const graveyardTest = `package graveyard

import (
	"path/filepath"
	"testing"

	"github.com/tokenstorm/tokenstorm/scenarios/scenariotest"
)

// Each find is expected not to break any more.
func TestGraveyard(t *testing.T) {
	files, err := filepath.Glob("*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		scenariotest.Run(t, file)
	}
}
`
