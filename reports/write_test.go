package reports

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSummary(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Summary(&b, "tokenstorm report --seed 42", []Chapter{*handmade()}))
	golden(t, "summary.md", b.Bytes())
}

func TestWrite(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "out")
	names, err := Write(folder, "tokenstorm report", []Chapter{*handmade()})
	require.NoError(t, err)

	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	require.ElementsMatch(t, names, found, "what it says it wrote, and nothing else")
	require.Contains(t, names, "handmade-bans.png")
	require.Contains(t, names, "handmade-hits.svg")
	require.Contains(t, names, "summary.md")
}

func TestWriteTwoChaptersOfOneScenario(t *testing.T) {
	_, err := Write(t.TempDir(), "", []Chapter{*handmade(), *handmade()})
	require.EqualError(t, err, "reports: two chapters of scenario handmade")
}
