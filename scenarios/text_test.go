package scenarios

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTextIsTheFileAndWhatWasVaried(t *testing.T) {
	s, err := Load("two-nodes")
	require.NoError(t, err)
	source, err := Source("two-nodes")
	require.NoError(t, err)
	require.Equal(t, string(source), s.Text())
	varied, err := s.With(Setting{"fleet.users", "7"})
	require.NoError(t, err)
	require.Equal(t, "# varied: fleet.users=7\n", strings.TrimPrefix(varied.Text(), s.Text()))
}
