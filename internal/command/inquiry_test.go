package command

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// many is a study of a second or so.
const many = `
about: Sixty users meet a cold cache on two nodes.
length: 1m
fleet: {nodes: 2, users: 60}
workload: [{closed: {think: exp 1s}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
strategies: [naive, leader]
`

func TestInterruptedStudyIsResumed(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("many.yaml", []byte(many), 0o644))
	command := func(more ...string) (*exec.Cmd, *bytes.Buffer, *bytes.Buffer) {
		words := append([]string{"compare", "many.yaml", "--seeds", "100"}, more...)
		c := exec.CommandContext(t.Context(), "tokenstorm", words...)
		var stdout, stderr bytes.Buffer
		c.Stdout, c.Stderr = &stdout, &stderr
		return c, &stdout, &stderr
	}
	c, stdout, stderr := command("--journal", "journal")
	require.NoError(t, c.Start())
	for {
		if data, err := os.ReadFile("journal"); err == nil && bytes.Count(data, []byte("\n")) > 20 {
			break
		}
	}
	require.NoError(t, c.Process.Signal(os.Interrupt))
	require.Error(t, c.Wait())
	require.Equal(t, exitInterrupted, c.ProcessState.ExitCode(), stderr.String())
	require.Regexp(t, `of 200 runs were finished; they are in journal, and the same command goes on`,
		stderr.String())
	require.Contains(t, stdout.String(), "\nUNFINISHED: ")

	kept, err := study.ReadJournal("journal")
	require.NoError(t, err)
	require.Positive(t, kept.Missing())
	require.Less(t, kept.Missing(), 200-15)

	resumed, again, stderr := command("--journal", "journal")
	require.NoError(t, resumed.Run(), stderr.String())
	whole, want, stderr := command()
	require.NoError(t, whole.Run(), stderr.String())
	require.Equal(t, want.String(), again.String())
}

func TestFailingRunDoesNotLoseTheOthers(t *testing.T) {
	plan := study.Plan{
		Scenarios: []string{"x"}, Readings: []string{"akamai"},
		Strategies: []string{"naive", "lock"}, First: 1, Seeds: 6,
	}
	h := study.NewHeader("1", plan, study.Shard{})
	s, err := h.Execute(study.Each(func(c study.Cell) (measure.Outcome, error) {
		if c.Seed == 3 && c.Strategy == "lock" {
			return measure.Outcome{}, errors.New("no luck")
		}
		return measure.Outcome{
			Bans: measure.Bans{Count: 1},
		}, nil
	}), func(n int, do func(int)) {
		for i := range n {
			do(i)
		}
	})
	require.NoError(t, err)
	var b bytes.Buffer
	output := studyOutput{form: form{name: "table"}}
	require.NoError(t, output.write(&b, s))
	require.Contains(t, b.String(), "\nFAILED RUN x with lock, reading akamai, seed 3: no luck\n")
	require.Regexp(t, `lock +1= +5 of 5 `, b.String())
	require.Regexp(t, `naive +1= +6 of 6 `, b.String())
	err = (&inquiry{}).endedIn(s)
	require.EqualError(t, err, "x with lock, reading akamai, seed 3: no luck")
	require.Equal(t, exitOther, exitCode(err, true))
}
