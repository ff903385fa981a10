package scenarios

import (
	"bytes"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

func TestCatalogueFitsTheSchema(t *testing.T) {
	schema := compiledSchema(t)
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			text, err := Source(name)
			require.NoError(t, err)
			require.NoError(t, schema.Validate(asJSON(t, text)))
		})
	}
}

// What Parse refuses for its form, the schema refuses too.
func TestSchemaRefuses(t *testing.T) {
	schema := compiledSchema(t)
	const good = `{about: a, length: 1m, fleet: {}, workload: [{closed: {think: 5s}}],
		network: {api: {leg: 50ms}, token: {leg: 50ms}}, strategies: [naive]}`
	require.NoError(t, schema.Validate(asJSON(t, []byte(good))))
	for about, change := range map[string][2]string{
		"a misspelt key":           {"fleet:", "fleets:"},
		"a misspelt key below":     {"fleet: {}", "fleet: {nods: 1}"},
		"no nodes":                 {"fleet: {}", "fleet: {nodes: 0}"},
		"users by name":            {"fleet: {}", "fleet: {users: many}"},
		"a length without a unit":  {"length: 1m", `length: "100"`},
		"a length as a number":     {"length: 1m", "length: 100"},
		"a missing about":          {"about: a, ", ""},
		"a rate without its unit":  {"closed: {think: 5s}", "open: {rate: 5}"},
		"gaps of an unknown kind":  {"closed: {think: 5s}", "open: {rate: 5/s, gaps: odd}"},
		"a share of more than all": {"leg: 50ms}}", "leg: 50ms, lose_replies: 2}}"},
	} {
		t.Run(about, func(t *testing.T) {
			text := bytes.Replace([]byte(good), []byte(change[0]), []byte(change[1]), 1)
			require.NotEqual(t, good, string(text))
			require.Error(t, schema.Validate(asJSON(t, text)))
			_, err := Parse("changed.yaml", text)
			require.Error(t, err)
		})
	}
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	text, err := Schema()
	require.NoError(t, err)
	require.Equal(t, byte('\n'), text[len(text)-1])
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("scenario.schema.json", doc))
	schema, err := c.Compile("scenario.schema.json")
	require.NoError(t, err)
	return schema
}

// asJSON is a YAML file as the schema sees it.
func asJSON(t *testing.T, text []byte) any {
	data, err := yaml.YAMLToJSON(text)
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	return doc
}
