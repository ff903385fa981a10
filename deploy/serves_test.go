package deploy

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// serves runs fakecarrier with a configuration that lies at a place of the container, and with the
// token that the configuration asks for, until it says what it serves; then it is told to end.
// Files are elsewhere, and ports are free ones.
func serves(t *testing.T, config string, args []string, at string) {
	t.Helper()
	folder := t.TempDir()
	file, token := filepath.Join(folder, "fakecarrier.yaml"), filepath.Join(folder, "admin-token")
	require.NoError(t, os.WriteFile(token, []byte("0123456789abcdef\n"), 0o600))
	require.Contains(t, config, "/run/secrets/admin-token")
	config = strings.NewReplacer(":8480", ":0", ":8481", ":0", "/run/secrets/admin-token", token).
		Replace(config)
	require.NoError(t, os.WriteFile(file, []byte(config), 0o600))
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], at, file)
	}
	endsWell(t, exec.Command(filepath.Join(programs, "fakecarrier"), args...))
}

// endsWell starts fakecarrier, waits until it says which carrier it serves, and ends it.
func endsWell(t *testing.T, c *exec.Cmd) {
	t.Helper()
	said, err := c.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	lines := bufio.NewScanner(said)
	require.True(t, lines.Scan(), "it ended")
	require.Contains(t, lines.Text(), "fedex")
	require.NoError(t, c.Process.Signal(syscall.SIGTERM))
	for lines.Scan() { // until it ends
	}
	require.NoError(t, c.Wait())
}
