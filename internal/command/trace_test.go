package command

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// TestTraceThatIsTooLong is refused, and leaves no file behind.
func TestTraceThatIsTooLong(t *testing.T) {
	s, err := scenarios.Load("two-nodes")
	require.NoError(t, err)
	with, _, err := readStrategy("naive")
	require.NoError(t, err)
	do := world.Run{Scenario: s, Strategy: with, Seed: 1, Until: 10 * time.Second}
	file := filepath.Join(t.TempDir(), "storm.json")

	_, err = traceTo(t.Context(), nil, do, file, 0, 1000)
	require.ErrorContains(t, err, "more than 1000 events by 2.")
	require.ErrorContains(t, err, "such as --until 2s, or --until 10s for all of them")
	require.Equal(t, exitConfig, exitCode(err, true))
	require.NoFileExists(t, file)

	_, err = traceTo(t.Context(), nil, do, file, 0, 0)
	require.NoError(t, err)
	left, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	require.Len(t, left, 1)
}
