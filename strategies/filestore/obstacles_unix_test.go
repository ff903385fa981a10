//go:build unix

package filestore_test

import (
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies/filestore"
)

// obstacles lets the file not be written, in one way after another, until restore is called: no
// byte more may be written, as on a full disk; the folder may not be, where we are not root; a
// folder that is in the way.
func obstacles(t *testing.T, path string) func(yield func(string, func()) bool) {
	return func(yield func(string, func()) bool) {
		if !yield("a full disk", fillDisk(t)) || os.Getuid() == 0 {
			return
		}
		folder := filepath.Dir(path)
		require.NoError(t, os.Chmod(folder, 0o500))
		yield("a folder that is read-only", func() { require.NoError(t, os.Chmod(folder, 0o700)) })
	}
}

// fillDisk lets every write of this process fail.
func fillDisk(t *testing.T) (restore func()) {
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before))
	none := before
	none.Cur = 0
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &none))
	return func() { require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before)) }
}

func TestOnlyItsOwnerReadsTheFile(t *testing.T) {
	a, path := open(t)
	requireMode := func() {
		t.Helper()
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode())
	}
	require.NoError(t, a.Put(t.Context(), pair))
	requireMode()
	require.NoError(t, os.Chmod(path, 0o644))
	a, err := filestore.Open(path, clock)
	require.NoError(t, err)
	requireMode()
	require.NoError(t, a.Put(t.Context(), next))
	requireMode()
	requirePair(t, a, next)
}
