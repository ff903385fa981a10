package strict

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever a file holds, reading it does not panic, and says of a broken one where it is broken.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(whole))
	files, err := filepath.Glob("testdata/mistakes/*.txt")
	require.NoError(f, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		for each := range strings.SplitSeq(string(text), "====\n") {
			given, _, _ := strings.Cut(each, "----\n")
			f.Add([]byte(given))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var g garden
		err := Decode("fuzzed.yaml", text, &g)
		if err == nil {
			return
		}
		mistakes, ok := errors.AsType[Mistakes](err)
		require.True(t, ok)
		lines := strings.Count(string(text), "\n") + strings.Count(string(text), "\r") + 2
		for _, m := range mistakes {
			require.Equal(t, "fuzzed.yaml", m.File)
			require.Positive(t, m.Line)
			require.LessOrEqual(t, m.Line, lines)
			require.Positive(t, m.Column)
			require.NotEmpty(t, m.Found)
			require.NotEmpty(t, m.Meant)
		}
	})
}
