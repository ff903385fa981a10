package command

import (
	"errors"
	"fmt"
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
		{"a signal and a failure", errors.Join(errors.New("no"), &interruption{}), 105},
	} {
		require.Equal(t, test.want, exitCode(test.err), test.about)
	}
	require.NoError(t, unmetError(nil))
	require.NoError(t, misconfigured(nil))
}
