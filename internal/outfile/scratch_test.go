package outfile

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What was added is read again, before and after it is written; no file of it is to be seen.
func TestScratch(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir) // as Windows calls it
	var s Scratch
	piece := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, 4000+i) }
	var at []int64
	for i := range 600 {
		at = append(at, s.Size())
		require.NoError(t, s.Add(piece(i)))
	}
	require.Positive(t, s.size, "some of it is in the file")
	require.NotEmpty(t, s.page, "and some is not yet")
	for i := range 600 {
		p := make([]byte, 4000+i)
		_, err := s.ReadAt(p, at[i])
		require.NoError(t, err)
		require.Equal(t, piece(i), p)
	}
	_, err := s.ReadAt(make([]byte, 1), s.Size())
	require.Error(t, err, "there is nothing")
	require.LessOrEqual(t, s.Held(), 2*scratchPage)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, files)
}

// The error of a file that cannot be made or written has its path, and stays.
func TestScratchWithoutRoom(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	t.Setenv("TMPDIR", missing)
	t.Setenv("TMP", missing)
	var s Scratch
	require.NoError(t, s.Add(make([]byte, scratchPage-1)), "it needs no file yet")
	err := s.Add([]byte{1})
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, missing)
	require.Equal(t, err, s.Add([]byte{1}))

	t.Setenv("TMPDIR", t.TempDir())
	s = Scratch{}
	require.NoError(t, s.Add(make([]byte, scratchPage)))
	name := s.file.Name()
	require.NoError(t, s.file.Close()) // nothing can be written any more, as on a full disk
	err = s.Add(make([]byte, scratchPage))
	require.ErrorContains(t, err, "write "+name)
	_, err = s.ReadAt(make([]byte, 1), 0)
	require.ErrorContains(t, err, name)
}
