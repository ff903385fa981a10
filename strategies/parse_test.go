package strategies

import (
	"testing"
	"time"

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

func TestParseSaysWhereWhatAndWhatWasMeant(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"unknown part": {
			"parts:\n  - retry\n  - limitter: {rate: 1/s}",
			`f.yaml:3:5: found unknown part "limitter"; meant "limiter"`,
		},
		"unknown bare part": {
			"parts: [retry, cash]",
			`f.yaml:1:16: found unknown part "cash"; meant "cache"`,
		},
		"unknown setting": {
			"parts:\n  - retry: {retrys: 1}",
			`f.yaml:2:13: found unknown setting "retrys" of retry; meant "retries"`,
		},
		"setting of a part without settings": {
			"parts:\n  - retry\n  - try-lock: {fair: yes}",
			`f.yaml:3:16: found unknown setting "fair" of try-lock; meant try-lock without settings`,
		},
		"unknown key": {
			"parts: [retry]\nabuot: x",
			`f.yaml:2:1: found unknown setting "abuot" of a strategy; meant "about"`,
		},
		"duration without a unit": {
			"parts:\n  - retry: {retries: 1, spacing: [200]}",
			`f.yaml:2:35: found spacing: 200; meant a duration with its unit, like 200ms`,
		},
		"duration that is none": {
			"parts:\n  - retry\n  - cache: {margin: soon}",
			`f.yaml:3:21: found margin: soon; meant a duration with its unit, like 200ms`,
		},
		"negative duration": {
			"parts:\n  - retry\n  - cache: {margin: -1s}",
			`f.yaml:3:21: found margin: -1s; meant at least 0s`,
		},
		"rate without a unit": {
			"parts:\n  - retry\n  - limiter: {rate: 3}",
			`f.yaml:3:21: found rate: 3; meant a rate, like 1/s, 1.5/s or 90/m`,
		},
		"rate of nothing": {
			"parts:\n  - retry\n  - limiter: {rate: 0/s}",
			`f.yaml:3:21: found rate: 0/s; meant a rate, like 1/s, 1.5/s or 90/m`,
		},
		"missing rate": {
			"parts:\n  - retry\n  - limiter: {burst: 2}",
			`f.yaml:3:5: found limiter without rate; meant limiter: {rate: 1/s}`,
		},
		"impossible count": {
			"parts:\n  - retry: {retries: -1}",
			`f.yaml:2:22: found retries: -1; meant a whole number from 0 to 1000`,
		},
		"no choice": {
			"parts:\n  - retry\n  - limiter: {rate: 1/s, overflow: que}",
			`f.yaml:3:36: found overflow: que; meant "queue" (of queue, refuse)`,
		},
		"list expected": {
			"parts:\n  - retry: {spacing: 200ms}",
			`f.yaml:2:22: found spacing: 200ms; meant a list, like spacing: [200ms, 200ms]`,
		},
		"scalar expected": {
			"parts:\n  - retry: {retries: [1]}",
			`f.yaml:2:22: found retries: [1]; meant retries: 0`,
		},
		"spacing of another length": {
			"parts:\n  - retry: {retries: 3, spacing: [200ms]}",
			`f.yaml:2:5: found a spacing list of another length than retries; ` +
				`meant one wait before each retry`,
		},
		"spacing and backoff": {
			"parts:\n  - retry: {retries: 1, spacing: [200ms], backoff: full}",
			`f.yaml:2:5: found spacing and backoff; meant one of the two`,
		},
		"cap without backoff": {
			"parts:\n  - retry: {cap: 2s}",
			`f.yaml:2:5: found retry without backoff; meant retry: {backoff: full}`,
		},
		"two parts in one entry": {
			"parts:\n  - retry: {}\n    cache: {}",
			`f.yaml:3:5: found "cache"; meant one part to a list entry`,
		},
		"settings that are none": {
			"parts:\n  - retry: 3",
			`f.yaml:2:12: found "3"; meant settings, like retry: {key: value}`,
		},
		"no retry": {
			"parts: [cache]",
			"f.yaml:1:9: found no retry; `- retry: {retries: 0}` calls once; " +
				"meant parts above, one retry, parts below it",
		},
		"two retries": {
			"parts: [retry, retry]",
			"f.yaml:1:16: found a second retry; meant parts above, one retry, parts below it",
		},
		"cache above the retry": {
			"parts: [cache, retry]",
			"f.yaml:1:9: found a part that belongs below the retry; " +
				"meant parts above, one retry, parts below it",
		},
		"switch below the retry": {
			"parts: [retry, kill-switch]",
			"f.yaml:1:16: found a part that belongs above the retry; " +
				"meant parts above, one retry, parts below it",
		},
		"empty": {"", `f.yaml:1:1: found nothing; meant a strategy`},
		"two documents": {
			"parts: [retry]\n---\nparts: [retry]",
			`f.yaml:2:1: found a second document; meant one strategy to a file`,
		},
		"no mapping": {"retry", `f.yaml:1:1: found "retry"; meant a mapping with "about" and "parts"`},
		"key twice": {
			"about: x\nabout: y",
			`f.yaml:2:1: found mapping key "about" already defined at [1:1]; meant YAML`,
		},
		"broken": {"parts: [retry", `f.yaml:1:8: found sequence end token ']' not found; meant YAML`},
		"parts no list": {
			"parts: retry",
			`f.yaml:1:8: found parts: retry; meant a list, like parts: [retry, cache]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("f.yaml", []byte(test.text))
			var config *ConfigError
			require.ErrorAs(t, err, &config)
			require.EqualError(t, err, test.want)
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("parts: [retry, cache]")
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
