package spec

import (
	"bytes"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("strategy.json", value))
	s, err := c.Compile("strategy.json")
	require.NoError(t, err)
	return s
}

func TestSchemaTakesTheCatalogue(t *testing.T) {
	s := schema(t)
	for _, name := range Names() {
		text, err := files.ReadFile("catalogue/" + name + ".yaml")
		require.NoError(t, err)
		var value any
		require.NoError(t, yaml.Unmarshal(text, &value))
		require.NoError(t, s.Validate(value), name)
	}
}

// together are the mistakes that several settings or parts make together, the text itself, or how
// long a time is: a schema cannot see them.
var together = map[string]bool{
	"parts:\n  - retry: {retries: 3, spacing: [200ms]}":                true,
	"parts:\n  - retry: {retries: 1, spacing: [200ms], backoff: full}": true,
	"parts:\n  - retry: {cap: 2s}":                                     true,
	"parts: [cache]":                                                   true,
	"parts: [retry, retry]":                                            true,
	"parts: [cache, retry]":                                            true,
	"parts: [retry, kill-switch]":                                      true,
	"parts: [retry]\n---\nparts: [retry]":                              true,
	"about: x\nabout: y":                                               true,
	"parts: [retry":                                                    true,
	"parts:\n  - retry\n  - breaker: {open: 1000000h}":                 true,
}

func TestSchemaRefusesMistakes(t *testing.T) {
	s := schema(t)
	datadriven.RunTest(t, "testdata/parse/mistakes.txt",
		func(t *testing.T, d *datadriven.TestData) string {
			var value any
			if err := yaml.Unmarshal([]byte(d.Input), &value); err == nil && !together[d.Input] {
				require.Error(t, s.Validate(value), d.Input)
			}
			return d.Expected
		})
}
