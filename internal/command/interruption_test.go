package command

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// endless is more than a machine does in a minute.
const endless = `
about: More clicks than anybody wants to wait for.
length: 100h
fleet: {users: 500}
workload: [{closed: {think: exp 2s}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
strategies: [naive]
`

func TestInterruptedRunKeepsItsRecords(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("endless.yaml", []byte(endless), 0o644))
	c := exec.CommandContext(t.Context(), "tokenstorm", "run", "endless.yaml",
		"--strategy", "naive", "--records", "run.ndjson")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	require.NoError(t, c.Start())
	for !unfinished(t) {
	}
	require.NoError(t, c.Process.Signal(os.Interrupt))
	require.Error(t, c.Wait())
	require.Equal(t, exitInterrupted, c.ProcessState.ExitCode(), stderr.String())
	require.Equal(t, "tokenstorm: interrupted; the records up to then are in run.ndjson\n",
		stderr.String())
	text, err := os.ReadFile("run.ndjson")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for _, line := range lines {
		require.True(t, json.Valid([]byte(line)), line)
	}
	require.Greater(t, len(lines), 1000)
	require.False(t, unfinished(t), "the temporary name is gone")
}

// unfinished reports whether records lie under a temporary name.
func unfinished(t *testing.T) bool {
	names, err := filepath.Glob(".run.ndjson.*")
	require.NoError(t, err)
	for _, name := range names {
		info, err := os.Stat(name)
		if err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}

func TestInterruptedComparisonTellsWhatItFinished(t *testing.T) {
	s, err := scenarios.Parse("short.yaml", []byte(strings.Replace(endless, "100h", "1m", 1)))
	require.NoError(t, err)
	var q inquiry
	q.scenario, q.reading, q.seed, q.output.name = s, "akamai", 1, "table"
	q.strategies, _, err = strategiesOf([]string{"naive", "lock"}, s)
	require.NoError(t, err)
	tally, err := q.run(1).Do()
	require.NoError(t, err)
	cells := []cell[*measure.Tally]{{}, {value: tally, done: true}}
	var b bytes.Buffer
	err = q.printOnce(&b, cells, "it")
	require.Equal(t, exitInterrupted, exitCode(err, true))
	require.EqualError(t, err, "interrupted; 1 of 2 runs were finished")
	require.Contains(t, b.String(), "\nlock ")
	require.NotContains(t, b.String(), "\nnaive ")
	require.True(t, strings.HasSuffix(b.String(), "\nrepeat: it\n"))
}
