package scenarios

import (
	"encoding/json"

	"github.com/invopop/jsonschema"
)

// Schema returns the JSON Schema of scenario files, as it follows from the Go structs. It says what
// may be written where; whether the numbers make sense together is for Parse to say.
func Schema() ([]byte, error) {
	r := jsonschema.Reflector{
		Anonymous: true, ExpandedStruct: true, FieldNameTag: "yaml",
		RequiredFromJSONSchemaTags: true,
	}
	schema := r.Reflect(&Scenario{})
	schema.Title = "A tokenstorm scenario"
	text, err := json.MarshalIndent(schema, "", "  ")
	return append(text, '\n'), err
}
