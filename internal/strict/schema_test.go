package strict

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// What the reader takes the schema takes, and what it refuses the schema refuses, as long as it is
// YAML at all. A Check sees more than a schema, and so do the bounds of times in a tag.
func TestSchema(t *testing.T) {
	text, err := Schema(new(garden), "A garden")
	require.NoError(t, err)
	golden := filepath.Join("testdata", "garden.schema.json")
	if *update {
		require.NoError(t, os.WriteFile(golden, text, 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	if !bytes.Equal(want, text) {
		t.Errorf("%s is not what the types say: `make golden` writes it anew", golden)
	}
	compiled := compile(t, text)
	require.NoError(t, compiled.Validate(asJSON(t, []byte(whole))))
	require.NoError(t, compiled.Validate(asJSON(t, []byte("name: Kew\ngate: {width: 1}\nbeds:\n"))))
	mistakes, err := os.ReadFile("testdata/mistakes/values.txt")
	require.NoError(t, err)
	for each := range strings.SplitSeq(string(mistakes), "====\n") {
		given, _, _ := strings.Cut(each, "----\n")
		if strings.HasPrefix(given, "# reader only\n") {
			continue
		}
		if strings.Contains(given, ": .nan\n") || strings.Contains(given, ": .inf\n") {
			continue // JSON has no such numbers
		}
		require.Error(t, compiled.Validate(asJSON(t, []byte(given))), given)
	}
}

func compile(t *testing.T, text []byte) *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("garden.schema.json", doc))
	compiled, err := c.Compile("garden.schema.json")
	require.NoError(t, err)
	return compiled
}

// asJSON is a YAML file as the schema sees it.
func asJSON(t *testing.T, text []byte) any {
	data, err := yaml.YAMLToJSON(bytes.TrimPrefix(text, []byte("\ufeff")))
	require.NoError(t, err, "%s", text)
	if len(bytes.TrimSpace(data)) == 0 {
		data = []byte("null")
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err, "%s", text)
	return doc
}
