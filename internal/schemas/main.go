// Command schemas writes the JSON schema of scenario files, which package scenarios embeds, anew
// from the types that the files are read into: go generate runs it.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

func main() {
	if err := write(filepath.Join("scenarios", "scenario.schema.json")); err != nil {
		fmt.Fprintln(os.Stderr, "schemas:", err)
		os.Exit(1)
	}
}

// write writes the schema into a file.
func write(file string) error {
	schema, err := generate()
	if err != nil {
		return err
	}
	return os.WriteFile(file, schema, 0o644)
}

// generate returns the schema as it follows from the types.
func generate() ([]byte, error) {
	return strict.Schema(reflect.TypeFor[scenarios.Scenario](), "A tokenstorm scenario")
}
