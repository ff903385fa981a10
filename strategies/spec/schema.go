package spec

import "github.com/tokenstorm/tokenstorm/internal/strict"

// Schema returns the JSON Schema of strategy files, with the parts that are registered.
func Schema() ([]byte, error) { return strict.Schema(new(file), "A strategy of tokenstorm") }
