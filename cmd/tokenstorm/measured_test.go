package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMeasured holds each figure of docs/measured.md to a commit of the history.
func TestMeasured(t *testing.T) {
	text, err := os.ReadFile("../../docs/measured.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(text), "|:--- |\n")
	require.True(t, found, "the page has no table")
	shallow, err := exec.Command("git", "rev-parse", "--is-shallow-repository").Output()
	if err != nil || strings.TrimSpace(string(shallow)) != "false" {
		t.Log("the history is not here: no commit of docs/measured.md can be looked up")
		return
	}
	for row := range strings.Lines(table) {
		cells := strings.Split(row, " | ")
		require.Len(t, cells, 7, row)
		err := exec.Command("git", "merge-base", "--is-ancestor", cells[4], "HEAD").Run()
		require.NoError(t, err, "%s: %s is no commit of the history: run %s", cells[0], cells[4],
			cells[3])
	}
}
