package command

import (
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"
)

// Where a build does not name its source, two programs must differ: the numbers of neither say so.
func TestWhatPinsAProgram(t *testing.T) {
	for _, test := range []struct {
		version, commit, modified string
		want                      bool
	}{
		{"(devel)", "", "", false}, // go run
		{"", "", "", false},
		{"(devel)", "0123456789abcdef", "false", true},
		{"(devel)", "0123456789abcdef", "true", false},
		{"v0.0.0-20260101000000-0123456789ab+dirty", "0123456789abcdef", "true", false},
		{"v0.0.0-20260101000000-0123456789ab", "0123456789abcdef", "false", true},
		{"v1.2.3", "", "", true}, // go install module@v1.2.3
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: test.version}}
		if test.commit != "" {
			info.Settings = []debug.BuildSetting{
				{Key: "vcs.revision", Value: test.commit}, {Key: "vcs.modified", Value: test.modified},
			}
		}
		require.Equal(t, test.want, isPinned(info), "%+v", test)
	}
}

func TestProgramSum(t *testing.T) {
	sum := func(text string) string {
		name := filepath.Join(t.TempDir(), "program")
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		return programSum(func() (string, error) { return name, nil })
	}
	require.Equal(t, "ba7816bf8f01", sum("abc"), "the beginning of SHA-256's own example")
	require.NotEqual(t, sum("abc"), sum("abd"))
	require.Empty(t, programSum(func() (string, error) { return "no such file", nil }))
	require.Empty(t, programSum(func() (string, error) { return "", errors.New("unknown") }))
	require.Regexp(t, `^[0-9a-f]{12}$`, programSum(os.Executable))
	require.Contains(t, studyVersion(), versionWords())
}

func TestVersionInAnothersProgram(t *testing.T) {
	info := &debug.BuildInfo{
		Main: debug.Module{Path: "example.com/ours", Version: "v2.0.0"},
		Deps: []*debug.Module{{Path: "example.com/x", Version: "v7.0.0"},
			{Path: ourModule, Version: "v1.2.3"}},
	}
	require.Equal(t, "v1.2.3 in example.com/ours v2.0.0, commit unknown", versionOf(info))
	info.Main.Path = ourModule
	require.Equal(t, "v2.0.0, commit unknown", versionOf(info))
}
