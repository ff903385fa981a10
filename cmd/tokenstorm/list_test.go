package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFirstSentence(t *testing.T) {
	for about, want := range map[string]string{
		"One. Two.":                    "One.",
		"At 1.5/s it\nholds.  So far.": "At 1.5/s it holds.",
		"no stop":                      "no stop",
		"":                             "",
	} {
		require.Equal(t, want, firstSentence(about))
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
