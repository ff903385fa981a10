package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/schema"
)

// mainHeld is the program, which holds every JSON object that it prints against its schema: so that
// whatever scripts and documents print is held.
func mainHeld() {
	schema.Watch = func(f *schema.Format, line []byte) {
		if err := invalid(f, line); err != nil {
			fmt.Fprintf(os.Stderr, "what is printed is not as `schema --of %s` says: %v\n", f.Name, err)
			os.Exit(3)
		}
	}
	main()
}

// invalid is what is wrong with a text by the schema of a format.
func invalid(f *schema.Format, text []byte) error {
	compiled, err := compiledSchema(f)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return compiled.Validate(value)
}

var schemas sync.Map // compiled, by the name of their format

func compiledSchema(f *schema.Format) (*jsonschema.Schema, error) {
	if known, ok := schemas.Load(f.Name); ok {
		return known.(*jsonschema.Schema), nil
	}
	text, err := f.Schema().Text()
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("printed.schema.json", doc); err != nil {
		return nil, err
	}
	compiled, err := c.Compile("printed.schema.json")
	if err == nil {
		schemas.Store(f.Name, compiled)
	}
	return compiled, err
}

// valid holds a file against a schema, each of its lines if they are objects of their own: valid
// FORMAT FILE.
func valid(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] valid FORMAT FILE")
	}
	at := slices.IndexFunc(schema.Formats(), func(f *schema.Format) bool { return f.Name == args[0] })
	if at < 0 {
		ts.Fatalf("no format is called %s", args[0])
	}
	f, text := schema.Formats()[at], []byte(ts.ReadFile(args[1]))
	parts := [][]byte{text}
	if f.Lines {
		parts = slices.Collect(bytes.Lines(text))
	}
	var err error
	for i, part := range parts {
		if wrong := invalid(f, part); wrong != nil {
			err = fmt.Errorf("%s, object %d: %w", args[1], i+1, wrong)
			break
		}
	}
	switch {
	case neg && err == nil:
		ts.Fatalf("%s is as the schema of %s says", args[1], args[0])
	case !neg:
		ts.Check(err)
	}
}

// A schema refuses what is not of its format: another number, a key that is missing or unknown,
// null where it means nothing.
func TestSchemasRefuse(t *testing.T) {
	at := slices.IndexFunc(schema.Formats(), func(f *schema.Format) bool { return f.Name == "list" })
	f := schema.Formats()[at]
	const fine = `{"format":1,"entries":[{"name":"a","about":"b"}]}`
	require.NoError(t, invalid(f, []byte(fine)))
	for _, text := range []string{
		`{"format":2,"entries":[]}`, `{"entries":[]}`, `{"format":1}`, `{"format":1,"entries":null}`,
		`{"format":1,"entries":[{"name":"a"}]}`, `{"format":1,"entries":[],"more":1}`,
	} {
		require.Error(t, invalid(f, []byte(text)), text)
	}
}
