package reports

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListWraps(t *testing.T) {
	entries := []Entry{
		{Name: "short", About: "A sentence that does not fit in the columns there are."},
		{Name: "b", About: "B."},
	}
	var wide, narrow bytes.Buffer
	List(&wide, entries, 0)
	require.Equal(t, "short  A sentence that does not fit in the columns there are.\nb      B.\n",
		wide.String())
	List(&narrow, entries, 44)
	require.Equal(t, "short  A sentence that does not fit in the\n"+
		"       columns there are.\nb      B.\n", narrow.String())
}
