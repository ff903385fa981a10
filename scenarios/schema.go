package scenarios

import (
	"reflect"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// Schema returns the JSON schema of scenario files, as it follows from the Go structs.
func Schema() ([]byte, error) {
	return strict.Schema(reflect.TypeFor[Scenario](), "A tokenstorm scenario")
}
