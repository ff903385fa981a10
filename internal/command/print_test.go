package command

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/sim"
)

func TestCommandLineIsFitForAShell(t *testing.T) {
	require.Equal(t, "tokenstorm run two-nodes --reading R1+A1+violation",
		commandLine("run", "two-nodes", "--reading", "R1+A1+violation"))
	require.Equal(t, `tokenstorm run 'our shop.yaml' 'it'\''s' ''`,
		commandLine("run", "our shop.yaml", "it's", ""))
}

// The line to repeat has every flag that was typed, and those whose default is something, but for
// those that say where to write.
func TestRepeatLine(t *testing.T) {
	for words, want := range map[string]string{
		"":               "--number 7",
		"--seed 0":       "--seed 0 --number 7",
		"--names a,b":    "--names a,b --number 7",
		"--vary a --yes": "--number 7 --vary a --yes",
		"--records x":    "--number 7",
		"--vary a --vary b,c --number 8 --names d": "--names d --number 8 --vary a --vary b,c",
	} {
		c := &cobra.Command{Use: "try"}
		c.Flags().SortFlags = false
		c.Flags().Uint64("seed", 0, "")
		c.Flags().StringSlice("names", nil, "")
		c.Flags().Int("number", 7, "")
		c.Flags().StringArray("vary", nil, "")
		c.Flags().Bool("yes", false, "")
		c.Flags().String("records", "", "")
		require.NoError(t, c.ParseFlags(strings.Fields(words)))
		require.Equal(t, "repeat: tokenstorm try x "+want, repeatLine(c, []string{"x"}))
	}
}

func TestCommaList(t *testing.T) {
	require.Equal(t, `a,"b,c.yaml","d""e"`, commaList([]string{"a", "b,c.yaml", `d"e`}))
	require.Empty(t, commaList(nil))
}

func TestExitCode(t *testing.T) {
	for _, test := range []struct {
		about string
		err   error
		want  int
	}{
		{"nothing is wrong", nil, 0},
		{"something is", errors.New("no"), 1},
		{"an open file", &fs.PathError{Op: "read"}, 1},
		{"a file that cannot be opened", &fs.PathError{Op: "open"}, 104},
		{"a folder that cannot be made", &fs.PathError{Op: "mkdir"}, 104},
		{"an expectation", unmetError(make([]scenarios.Unmet, 1)), 99},
		{"two expectations", unmetError(make([]scenarios.Unmet, 2)), 99},
		{"a word of the command line", misconfigured(errors.New("no")), 104},
		{"a file", fmt.Errorf("in: %w", &strict.Mistake{}), 104},
		{"a scenario whose clock stands still", fmt.Errorf("in: %w", &sim.StandstillError{}), 104},
		{"a signal", &interruption{}, 105},
		{"a full disk", &fs.PathError{Op: "write", Err: errors.New("no space")}, 1},
		{"a full disk and an expectation",
			errors.Join(&fs.PathError{Op: "write"}, unmetError(make([]scenarios.Unmet, 1))), 1},
		{"a signal and a failure", errors.Join(errors.New("no"), &interruption{}), 105},
	} {
		require.Equal(t, test.want, exitCode(test.err, true), test.about)
	}
	require.NoError(t, unmetError(nil))
	require.Equal(t, exitConfig, exitCode(errors.New("no"), false), "found before it was running")
	require.Equal(t, exitInterrupted, exitCode(&interruption{}, false))
	require.Equal(t, exitOther, exitCode(&fs.PathError{Op: "write"}, false))
}
