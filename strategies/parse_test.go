package strategies

import (
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"
)

func TestParseReadsPartsOutermostFirst(t *testing.T) {
	c, err := Parse("dir/mine.yaml", []byte(`
about: >-
  Mine,
  all mine.
parts:
  - breaker: {on: [403], open: 10m5s, per: node}
  - retry: {retries: 1, spacing: [200ms]}
  - cache: {refused: look}
  - limiter: {rate: 1/s, burst: 1, overflow: queue, per: node}
`))
	require.NoError(t, err)
	require.Equal(t, "mine", c.Name)
	require.Equal(t, "dir/mine.yaml", c.File)
	require.Equal(t, "Mine, all mine.", c.About)
	require.Equal(t, []Part{
		breakerPart{on: []int{403}, open: 605e9, per: perNode},
		retryPart{retries: 1, on: []int{401}, spacing: []time.Duration{200e6}},
		cachePart{cacheRule{refused: lookRefused}},
		limiterPart{every: 1e9, burst: 1, patience: -1, per: perNode},
	}, c.Parts)
}

func TestParseTakesBareWordsAndEmptySettings(t *testing.T) {
	for _, text := range []string{
		"parts: [retry, cache]",
		"parts:\n  - retry\n  - cache\n",
		"parts:\n  - retry: {}\n  - cache:\n",
	} {
		c, err := Parse("f.yaml", []byte(text))
		require.NoError(t, err, text)
		require.Equal(t, []Part{retryPart{retries: 3, on: []int{401}}, cachePart{}}, c.Parts)
	}
}

// Each case in testdata/parse is a file and what is wrong with it.
func TestParseSaysWhereWhatAndWhatWasMeant(t *testing.T) {
	datadriven.RunTest(t, "testdata/parse/mistakes.txt",
		func(t *testing.T, d *datadriven.TestData) string {
			require.Equal(t, "parse", d.Cmd)
			_, err := Parse("f.yaml", []byte(d.Input))
			var config *ConfigError
			require.ErrorAs(t, err, &config)
			return config.Error()
		})
}

func FuzzParse(f *testing.F) {
	f.Add("parts: [retry, cache]")
	f.Add("{}")
	f.Add("parts: [{}]")
	f.Add("about: x\nparts:\n  - retry: {retries: 1, spacing: [200ms]}\n  - limiter: {rate: 3/s}")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse("f.yaml", []byte(text))
		if err != nil {
			var config *ConfigError
			require.ErrorAs(t, err, &config)
			return
		}
		_, problem := misfit(c.Parts)
		require.Empty(t, problem)
	})
}
