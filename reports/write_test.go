package reports

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSummary(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Summary(&b, "tokenstorm report --seed 42", []Chapter{*handmadeChapter()}))
	golden(t, "summary.md", b.Bytes())
	b.Reset()
	require.NoError(t, Summary(&b, "tokenstorm report --seed 42", []Chapter{*townChapter()}))
	golden(t, "summary-town.md", b.Bytes())
}

func TestWriteCharts(t *testing.T) {
	folder := t.TempDir()
	names, err := WriteCharts(folder, handmadeChapter())
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
}
