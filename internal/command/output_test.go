package command

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

func TestRepeatLineIsFitForAShell(t *testing.T) {
	require.Equal(t, "repeat: tokenstorm run two-nodes --reading R1+A1+violation",
		repeatLine("run", "two-nodes", "--reading", "R1+A1+violation"))
	require.Equal(t, `repeat: tokenstorm run 'our shop.yaml' 'it'\''s' ''`,
		repeatLine("run", "our shop.yaml", "it's", ""))
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
		{"an expectation", unmetError(make([]scenarios.Unmet, 1)), 99},
		{"two expectations", unmetError(make([]scenarios.Unmet, 2)), 99},
		{"a word of the command line", misconfigured(errors.New("no")), 104},
		{"a file", fmt.Errorf("in: %w", &strict.Mistake{}), 104},
		{"a signal", &interruption{}, 105},
		{"a full disk", &fs.PathError{Op: "write", Err: errors.New("no space")}, 1},
		{"a full disk and an expectation",
			errors.Join(&fs.PathError{Op: "write"}, unmetError(make([]scenarios.Unmet, 1))), 1},
		{"a signal and a failure", errors.Join(errors.New("no"), &interruption{}), 105},
	} {
		require.Equal(t, test.want, exitCode(test.err), test.about)
	}
	require.NoError(t, unmetError(nil))
	require.NoError(t, misconfigured(nil))
}
