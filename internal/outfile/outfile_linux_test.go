package outfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDevice(t *testing.T) {
	require.NoError(t, Write(nil, os.DevNull, text("x")))
	err := Write(nil, "/dev/full", text("x"))
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.EqualError(t, err, "write /dev/full: no space left on device")
	link := filepath.Join(t.TempDir(), "full")
	require.NoError(t, os.Symlink("/dev/full", link))
	require.EqualError(t, Write(nil, link, text("x")), "write "+link+": no space left on device")
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&fs.ModeSymlink)
}
