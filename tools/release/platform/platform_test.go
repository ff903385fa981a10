//go:build cross

package platform

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The programs are built for every platform, and their heads say so: no other platform's check lets
// them pass.
func TestBuilds(t *testing.T) {
	folder := t.TempDir()
	for _, p := range All {
		require.NoError(t, p.Build(root, filepath.Join(folder, p.String())))
		for _, program := range Programs {
			data, err := os.ReadFile(filepath.Join(folder, p.String(), p.File(program)))
			require.NoError(t, err)
			for _, other := range All {
				require.Equal(t, other == p, other.Check(data) == nil, "%s for %v is of %v", program, p, other)
			}
		}
	}
	for _, by := range [][]string{{}, {"qemu-aarch64"}} {
		p := All[len(by)]
		command := append(by, filepath.Join(folder, p.String(), "tokenstorm"),
			"run", "quiet-day", "--strategy", "naive")
		said, err := exec.Command(command[0], command[1:]...).Output()
		require.NoError(t, err)
		require.Contains(t, string(said), goldenDigest(t), "%v", p)
	}
}

const root = "../../.."

// goldenDigest is that of naive in quiet-day, wherever it is carried out.
func goldenDigest(t *testing.T) string {
	t.Helper()
	golden, err := os.ReadFile(root + "/scenarios/testdata/golden/quiet-day/naive.txt")
	require.NoError(t, err)
	_, digest, found := strings.Cut(string(golden), "\ndigest ")
	require.True(t, found)
	digest, _, _ = strings.Cut(strings.TrimSpace(digest), "\n")
	return digest
}
