package scenarios

import _ "embed" // of the schema

// schema follows from the Go structs: go generate writes it.
//
//go:embed scenario.schema.json
var schema []byte

// Schema returns the JSON schema of scenario files. It refuses what Load refuses, but for what only
// a look at several values together can see.
func Schema() ([]byte, error) { return schema, nil }
