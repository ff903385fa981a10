package outfile

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTryLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	first, err := TryLock(path)
	require.NoError(t, err)
	require.NotNil(t, first)
	second, err := TryLock(path)
	require.NoError(t, err)
	require.Nil(t, second, "another has it")

	require.NoError(t, os.Remove(path))
	second, err = TryLock(path)
	require.NoError(t, err)
	require.NotNil(t, second, "the first one's file is gone")
	require.NoError(t, first.Unlock())
	third, err := TryLock(path)
	require.NoError(t, err)
	require.Nil(t, third, "the second one has the file that is there")
	require.NoError(t, second.Unlock())

	_, err = TryLock(filepath.Join(path, "x"))
	require.Error(t, err, "there is no such folder")
}
