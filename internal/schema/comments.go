package schema

import (
	_ "embed"
	"reflect"
	"strings"
	"sync"
)

// comments are those of the structs and fields that JSON is made of, one a line:
//
//	scenarios/measure.Outcome.Actions	...
//
// go generate writes the file anew from the source.
//
//go:embed comments.txt
var comments string

var byKey = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(comments) {
		key, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		all[key] = text
	}
	return all
})

// Module is the path before all packages of ours.
const Module = "github.com/tokenstorm/tokenstorm/"

// key is what comments call a field of a type, or the type itself.
func key(t reflect.Type, field string) string {
	name, _, _ := strings.Cut(t.Name(), "[")
	name = strings.TrimPrefix(t.PkgPath(), Module) + "." + name
	if field != "" {
		name += "." + field
	}
	return name
}

// about is the comment of a field of a type, or of the type itself.
func about(t reflect.Type, field string) string { return byKey()[key(t, field)] }
