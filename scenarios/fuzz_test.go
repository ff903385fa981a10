package scenarios

import (
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// Whatever a file holds, Parse does not panic, and says of a broken one where it is broken.
func FuzzParse(f *testing.F) {
	for _, name := range Names() {
		text, err := Source(name)
		require.NoError(f, err)
		f.Add(text)
	}
	for _, text := range []string{
		"", "\n", "about", "about: [", "a: &a {b: *a}", "- 1", "about: a\n---\nabout: b\n",
		"about: a\nlength: 1m\nworkload: [{closed: {think: exp -1s}}]\n",
		"about: a\nlength: 1m\nworkload: [{burst: {clicks: 1, every: 1ns}}]\n",
		"about: a\nlength: 1m\nfaults: [null]\nexpect: [{of: [x], bans: [1]}]\n",
		"length: 99999999h\nepoch: 1\nfleet: {clock_skew: [1s]}\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := Parse("fuzzed.yaml", text)
		if err == nil {
			require.Equal(t, "fuzzed", s.Name)
			return
		}
		requirePlace(t, err, "fuzzed.yaml")
	})
}

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
			requirePlace(t, err, "fuzzed.log")
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

func requirePlace(t *testing.T, err error, file string) {
	var config *strict.Mistake
	require.ErrorAs(t, err, &config, "it has no place")
	require.NotEmpty(t, config.File, "%s or a file that it names", file)
	require.Positive(t, config.Line)
	require.Positive(t, config.Column)
	require.NotEmpty(t, config.Found)
	require.NotEmpty(t, config.Meant)
}
