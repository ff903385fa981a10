package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOpening(t *testing.T) {
	long := strings.Repeat("x", 190)
	for about, want := range map[string]string{
		"One. Two.":                     "One. Two.",
		"One. " + long + ". Three.":     "One. " + long + ".",
		"One. Two " + long + long + ".": "One.",
		long + long + ". Two.":          long + long + ".",
		"At 1.5/s it\nholds.  So far.":  "At 1.5/s it holds. So far.",
		"no stop":                       "no stop",
		"":                              "",
	} {
		require.Equal(t, want, opening(about))
	}
}

func TestListWraps(t *testing.T) {
	entries := []entry{
		{"short", "A sentence that does not fit in the columns there are."}, {"b", "B."},
	}
	var wide, narrow bytes.Buffer
	listEntries(&wide, entries, 0)
	require.Equal(t, "short  A sentence that does not fit in the columns there are.\nb      B.\n",
		wide.String())
	listEntries(&narrow, entries, 44)
	require.Equal(t, "short  A sentence that does not fit in the\n"+
		"       columns there are.\nb      B.\n", narrow.String())
}
