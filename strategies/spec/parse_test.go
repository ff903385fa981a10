package spec

import (
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/strategies"
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
	require.Equal(t, []strategies.Part{
		strategies.Breaker{On: []int{403}, Open: 605e9, Per: strategies.PerNode},
		strategies.Retry{
			Retries: 1, On: []int{401}, Spacing: []time.Duration{200e6}, Base: 100e6, Cap: 10e9,
		},
		strategies.Cache{LookIfRefused: true},
		strategies.Limiter{
			Rate: strategies.Rate{Permits: 1, Per: time.Second}, Burst: 1,
			Patience: strategies.Forever, Per: strategies.PerNode,
		},
	}, c.Parts)
}

func TestParseReadsReasons(t *testing.T) {
	s, err := Parse("f.yaml", []byte("parts: [retry, lock: {why: [cold, probe]}]"))
	require.NoError(t, err)
	want := strategies.Lock{Why: []strategies.Why{strategies.WhyCold, strategies.WhyProbe}}
	require.Equal(t, want, s.Parts[1])
	require.Equal(t, []string{"cold", "probe"}, usual(&strategies.Describe(want)[0]))
}

func TestParseTakesBareWordsAndEmptySettings(t *testing.T) {
	for _, text := range []string{
		"parts: [retry, cache]",
		"parts:\n  - retry\n  - cache\n",
		"parts:\n  - retry: {}\n  - cache:\n",
	} {
		c, err := Parse("f.yaml", []byte(text))
		require.NoError(t, err, text)
		require.Equal(t, []strategies.Part{
			strategies.Retry{Retries: 3, On: []int{401}, Base: 100e6, Cap: 10e9}, strategies.Cache{},
		}, c.Parts)
	}
}

// Each case in testdata/parse is a file and what is wrong with it.
func TestParseSaysWhereWhatAndWhatWasMeant(t *testing.T) {
	datadriven.RunTest(t, "testdata/parse/mistakes.txt",
		func(t *testing.T, d *datadriven.TestData) string {
			require.Equal(t, "parse", d.Cmd)
			_, err := Parse("f.yaml", []byte(d.Input))
			var mistakes strict.Mistakes
			require.ErrorAs(t, err, &mistakes)
			return mistakes.Error()
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
			var mistakes strict.Mistakes
			require.ErrorAs(t, err, &mistakes)
			return
		}
		require.NoError(t, strategies.Check(c.Parts...))
	})
}

// A strategy is YAML: what is written once may be used again.
func TestParseTakesAnchorsAndMerges(t *testing.T) {
	s, err := Parse("f.yaml", []byte("\ufeffformat: 1\nparts:\n  - retry\n"+
		"  - look: &cache {refused: look, margin: 30s}\n"+
		"  - cache: {<<: *cache, margin: 1m}\n"+
		"  - cache: *cache\n"))
	require.NoError(t, err)
	look := strategies.Look{LookIfRefused: true, Margin: 30 * time.Second}
	minute := strategies.Cache{LookIfRefused: true, Margin: time.Minute}
	require.Equal(t, []strategies.Part{look, minute, strategies.Cache(look)}, s.Parts[1:])
}
