package command

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

func TestTemplateIsAScenario(t *testing.T) {
	s, err := scenarios.Parse("template.yaml", template)
	require.NoError(t, err)
	require.Contains(t, s.Strategies, "naive", "init says: try it with naive")
}

// What a scenario may say changes; the template must keep up.
func TestTemplateSpeaksOfEveryKey(t *testing.T) {
	keys := schemaKeys(t)
	require.Contains(t, keys, "think")
	for _, key := range keys {
		require.Regexp(t, `(^|[^a-z_])`+key+`[^a-z_]`, string(template))
	}
}

func schemaKeys(t *testing.T) []string {
	text, err := scenarios.Schema()
	require.NoError(t, err)
	var schema any
	require.NoError(t, json.Unmarshal(text, &schema))
	keys := map[string]bool{}
	var walk func(node any)
	walk = func(node any) {
		switch node := node.(type) {
		case map[string]any:
			for name, below := range node {
				if properties, ok := below.(map[string]any); ok && name == "properties" {
					for key := range properties {
						keys[key] = true
					}
				}
				walk(below)
			}
		case []any:
			for _, below := range node {
				walk(below)
			}
		}
	}
	walk(schema)
	return slices.Sorted(maps.Keys(keys))
}
