package scenarios

import (
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

func requirePlace(t *testing.T, err error, file string) {
	var config *strict.Mistake
	require.ErrorAs(t, err, &config, "it has no place")
	require.NotEmpty(t, config.File, "%s or a file that it names", file)
	require.Positive(t, config.Line)
	require.Positive(t, config.Column)
	require.NotEmpty(t, config.Found)
	require.NotEmpty(t, config.Meant)
}
