package command

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

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
