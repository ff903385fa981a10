//go:build unix

package outfile

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func text(words string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, words)
		return err
	}
}

// only holds that the folder has these names and nothing else, and that the file holds the words.
func only(t *testing.T, file, words string, names ...string) {
	t.Helper()
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, words, string(got))
	entries, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	require.ElementsMatch(t, names, found)
}

func TestRegularFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.txt")
	require.NoError(t, Write(nil, name, text("new")))
	only(t, name, "new", "a.txt")
	require.NoError(t, os.Chmod(name, 0o600))
	require.NoError(t, Write(nil, name, text("newer")))
	only(t, name, "newer", "a.txt")
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o600), info.Mode().Perm(), "its permissions stay")
}

func TestFailureLeavesWhatWasThere(t *testing.T) {
	broken := errors.New("broken")
	half := func(w io.Writer) error { return errors.Join(text("half of the n")(w), broken) }
	name := filepath.Join(t.TempDir(), "a.txt")
	require.NoError(t, os.WriteFile(name, []byte("old"), 0o644))
	err := Write(nil, name, half)
	require.ErrorIs(t, err, broken)
	require.EqualError(t, err, name+": broken")
	only(t, name, "old", "a.txt")

	fresh := filepath.Join(t.TempDir(), "b.txt")
	require.ErrorIs(t, Write(nil, fresh, half), broken)
	require.NoFileExists(t, fresh)
	require.ErrorIs(t, Create(nil, fresh, half), broken)
	require.NoFileExists(t, fresh)
}

func TestLink(t *testing.T) {
	folder := t.TempDir()
	link, target := filepath.Join(folder, "link"), filepath.Join(folder, "target")
	require.NoError(t, os.Symlink("target", link))
	for _, words := range []string{"a target that was not there", "one that was"} {
		require.NoError(t, Write(nil, link, text(words)))
		only(t, target, words, "link", "target")
		to, err := os.Readlink(link)
		require.NoError(t, err)
		require.Equal(t, "target", to)
	}
	loop := filepath.Join(t.TempDir(), "loop")
	require.NoError(t, os.Symlink("loop", loop))
	require.ErrorContains(t, Write(nil, loop, text("x")), "open "+loop+": too many ")
}

func TestPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(name, 0o600))
	read := make(chan string)
	go func() {
		got, _ := os.ReadFile(name)
		read <- string(got)
	}()
	require.NoError(t, Write(nil, name, text("through")))
	require.Equal(t, "through", <-read)
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&fs.ModeNamedPipe, "it is still a pipe")
}

func TestNamesOfStdout(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Write(&b, "-", text("a")))
	require.NoError(t, Write(&b, "/dev/stdout", text("b")))
	require.NoError(t, Create(&b, "-", text("c")))
	require.Equal(t, "abc", b.String())
}

// Standard output that was redirected into the same file goes on where the file ends.
func TestStdoutIsTheFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out.txt")
	stdout, err := os.Create(name)
	require.NoError(t, err)
	require.NoError(t, Write(stdout, name, text("records\n")))
	_, err = io.WriteString(stdout, "table\n")
	require.NoError(t, errors.Join(err, stdout.Close()))
	only(t, name, "records\ntable\n", "out.txt")
}

func TestNowhere(t *testing.T) {
	folder := t.TempDir()
	err := Write(nil, filepath.Join(folder, "none", "a"), text("x"))
	require.EqualError(t, err, "open "+filepath.Join(folder, "none", "a")+
		": no such file or directory", "the name that was asked for, not that of the other file")
	require.ErrorIs(t, Write(nil, folder, text("x")), syscall.EISDIR)
	name := filepath.Join(folder, "a")
	require.NoError(t, Create(nil, name, text("x")))
	require.ErrorIs(t, Create(nil, name, text("y")), fs.ErrExist)
	only(t, name, "x", "a")
}
