package logs

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever ends lines, each is a record, and has its number; one that was torn is counted, and its
// account is true.
func TestLineEnds(t *testing.T) {
	for _, test := range []struct {
		text              string
		lines, unreadable int
		last              int // the number of the last hit's line
	}{
		{commonLine + "\n" + commonLine + "\n", 2, 0, 2},
		{commonLine + "\r\n" + commonLine + "\r\n", 2, 0, 2},
		{commonLine + "\r" + commonLine + "\r", 2, 0, 2},
		{commonLine + "\r" + commonLine, 2, 0, 2},
		{commonLine + "\r" + commonLine[:40], 2, 1, 1},
		{commonLine + "\r\r\n" + commonLine, 2, 0, 2},
		{commonLine + "\n" + commonLine + ` "-" "curl"` + commonLine + ` "-" "curl"` + "\n" + commonLine,
			3, 1, 3},
	} {
		r, err := Open([]Source{text("x.log", test.text)}, Options{Tolerate: 1})
		require.NoError(t, err, test.text)
		last := 0
		for r.Next() {
			last = r.Hit().Line
		}
		require.NoError(t, r.Err(), test.text)
		require.Equal(t, []int{test.lines, test.unreadable, test.last},
			[]int{r.Account().Read, r.Account().Left[Unreadable].Count, last}, test.text)
	}
}

// Where a packed file ends in the middle of its data, the place is that of the line after the last.
func TestTornPack(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	for range 300 {
		_, err := io.WriteString(w, commonLine+"\n")
		require.NoError(t, err)
		require.NoError(t, w.Flush())
	}
	whole := packed.Len()
	_, _, err := readAll(t, Options{}, text("x.log.gz", packed.String()[:whole-3]))
	require.EqualError(t, err, "x.log.gz:301:1: found the end of the file in the middle of its data; "+
		"meant a complete file")
}
