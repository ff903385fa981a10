package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The command of the unit is run as it stands, but for the folders and the ports, and ends well
// when systemd would tell it to. `make units` lets systemd read the unit.
func TestSystemd(t *testing.T) {
	unit, err := os.ReadFile("systemd/fakecarrier.service")
	require.NoError(t, err)
	_, command, found := strings.Cut(string(unit), "\nExecStart=")
	require.True(t, found)
	command, _, _ = strings.Cut(command, "\n")
	config, err := os.ReadFile("systemd/fakecarrier.yaml")
	require.NoError(t, err)
	free := strings.NewReplacer(":8480", ":0", ":8481", ":0").Replace(string(config))
	etc := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(etc, "fakecarrier.yaml"), []byte(free), 0o600))
	args := strings.Fields(strings.NewReplacer(
		"/usr/bin", programs, "/etc", etc,
	).Replace(command))
	endsWell(t, exec.Command(args[0], args[1:]...))
}
