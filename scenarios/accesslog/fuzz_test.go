package accesslog

import (
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// Whatever a log or a list holds, ReadHits does not panic, says where it is broken, and returns
// hits in order of time.
func FuzzReadHits(f *testing.F) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, err := z.Write([]byte("0\n1.5\n"))
	require.NoError(f, err)
	require.NoError(f, z.Close())
	const line = `h - - [01/Aug/1995:00:00:01 -0400] "GET /oauth/token HTTP/1.0" 200 1839`
	for _, text := range []string{
		"", "0\n1.5\n\n2\r\n", "1\nx\n", "-1\n", "9999999999\n", "[\n", line, line + "\n" + line,
		`h - - [x] "" 200`, `h - - ] [ "`, `h [01/Aug/1995:00:00:01 -0400] "" `, zipped.String(),
		zipped.String()[:zipped.Len()-5], "\x1f\x8b",
	} {
		f.Add([]byte(text), "/oauth")
	}
	f.Fuzz(func(t *testing.T, text []byte, path string) {
		h, err := ReadHits("fuzzed.log", bytes.NewReader(text), path, "")
		if err != nil {
			var m *strict.Mistake
			require.ErrorAs(t, err, &m)
			require.Equal(t, "fuzzed.log", m.File)
			require.Positive(t, m.Line)
			require.Positive(t, m.Column)
			require.NotEmpty(t, m.Found)
			require.NotEmpty(t, m.Meant)
			return
		}
		require.Len(t, h.Lines, len(h.At))
		for i, at := range h.At {
			require.False(t, at.Before(h.Origin))
			require.Positive(t, h.Lines[i])
			require.True(t, i == 0 || !at.Before(h.At[i-1]))
		}
	})
}
