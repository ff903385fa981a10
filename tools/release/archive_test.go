package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	atNoon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	three  = []file{{"b/c/run", 0o755, []byte("run")}, {"a", 0o644, []byte("first")},
		{"tmp/", 0o1777, nil}}
)

const listed = "a 644 5\nb/ 755 0\nb/c/ 755 0\nb/c/run 755 3\ntmp/ 1777 0\n"

// Whatever the order of the files and the zone of the time, an archive has the same bytes.
func TestArchivesAreTheSame(t *testing.T) {
	reversed := slices.Clone(three)
	slices.Reverse(reversed)
	elsewhere := atNoon.In(time.FixedZone("elsewhere", 3600))
	for _, write := range []func(io.Writer, []file, time.Time) error{tarGz, tarred, zipped} {
		var one, other bytes.Buffer
		require.NoError(t, write(&one, three, atNoon))
		require.NoError(t, write(&other, reversed, elsewhere))
		require.Equal(t, one.Bytes(), other.Bytes())
	}
}

func TestTarHasFilesAndTheirFolders(t *testing.T) {
	var archive bytes.Buffer
	require.NoError(t, tarGz(&archive, three, atNoon))
	zr, err := gzip.NewReader(&archive)
	require.NoError(t, err)
	require.True(t, zr.ModTime.IsZero(), "gzip notes no time")
	var list string
	for tr := tar.NewReader(zr); ; {
		h, err := tr.Next()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		require.True(t, h.ModTime.Equal(atNoon), h.Name)
		require.Zero(t, h.Uid+h.Gid, h.Name)
		list += fmt.Sprintf("%s %o %d\n", h.Name, h.Mode, h.Size)
	}
	require.Equal(t, listed, list)
}

func TestZipHasFilesAndTheirFolders(t *testing.T) {
	var archive bytes.Buffer
	require.NoError(t, zipped(&archive, three[:2], atNoon))
	zr, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	require.NoError(t, err)
	var list string
	for _, f := range zr.File {
		require.True(t, f.Modified.Equal(atNoon), f.Name)
		list += fmt.Sprintf("%s %o %d\n", f.Name, f.Mode().Perm(), f.UncompressedSize64)
	}
	require.Equal(t, "a 644 5\nb/ 755 0\nb/c/ 755 0\nb/c/run 755 3\n", list)
}
