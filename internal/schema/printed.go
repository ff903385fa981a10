package schema

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
)

// A Format is a kind of JSON that the program prints.
type Format struct {
	Name   string // by which it is asked for
	Number int    // it grows with every change of the schema, and stands first in what is printed
	About  string // what it is, one sentence
	Lines  bool   // one value a line: the first of the first type, the others of the others
	// Commands are those that print it by --json, or by --format json.
	Commands []string

	types []reflect.Type
}

var formats []*Format

// Formats are all of them, in the order of their names.
func Formats() []*Format {
	return slices.SortedFunc(slices.Values(formats), func(a, b *Format) int {
		return cmp.Compare(a.Name, b.Name)
	})
}

func register(f *Format) *Format {
	if slices.ContainsFunc(formats, func(o *Format) bool { return o.Name == f.Name }) {
		panic("schema: two formats named " + f.Name)
	}
	formats = append(formats, f)
	return f
}

// Lines registers JSON of which the first line is a value like first, which has the number below
// the key format, and the others are values like one of others.
func Lines(name string, number int, about string, first any, others ...any) *Format {
	f := &Format{Name: name, Number: number, About: about, Lines: true}
	for _, value := range append([]any{first}, others...) {
		f.types = append(f.types, reflect.TypeOf(value))
	}
	return register(f)
}

// Printed is a kind of JSON that is one object, made of a T.
type Printed[T any] struct{ *Format }

// Object registers JSON that is one object, made of a T.
func Object[T any](name string, number int, about string, commands ...string) Printed[T] {
	t := reflect.TypeFor[T]()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return Printed[T]{register(&Format{
		Name: name, Number: number, About: about, Commands: commands, types: []reflect.Type{t},
	})}
}

// Watch sees every object that is printed, so that tests hold it against its schema. nil: nobody
// looks.
var Watch func(f *Format, line []byte)

// Write writes the value, indented, with the number of its format first.
func (p Printed[T]) Write(w io.Writer, value T) error {
	var indented bytes.Buffer
	line, err := p.Line(value)
	if err != nil {
		return err
	}
	if err := json.Indent(&indented, line, "", "  "); err != nil {
		return err
	}
	_, err = w.Write(indented.Bytes())
	return err
}

// Line is the same on one line.
func (p Printed[T]) Line(value T) ([]byte, error) {
	var plain bytes.Buffer
	if err := encode(&plain, value, ""); err != nil {
		return nil, err
	}
	members, isObject := bytes.CutPrefix(plain.Bytes(), []byte("{"))
	if !isObject || bytes.HasPrefix(members, []byte("}")) {
		panic("schema: " + p.Name + " is no object that has members")
	}
	line := fmt.Appendf(nil, `{"format":%d,%s`, p.Number, members)
	if Watch != nil {
		Watch(p.Format, line)
	}
	return line, nil
}

// Schema is the JSON schema of the object; of lines it is that of each of them.
func (f *Format) Schema() *Schema {
	w := writer{named: map[string]reflect.Type{}}
	root := &Schema{}
	for i, t := range f.types {
		s := w.object(t)
		s.Description = about(t, "")
		if i == 0 {
			s.Properties = slices.DeleteFunc(s.Properties, isFormat)
			s.Properties = slices.Insert(s.Properties, 0, Property{Name: formatKey, Schema: &Schema{
				Description: "The number of this format: another number has another schema.",
				Const:       f.Number,
			}})
			s.Required = append([]string{formatKey},
				slices.DeleteFunc(s.Required, func(key string) bool { return key == formatKey })...)
		}
		if root.OneOf = append(root.OneOf, s); !f.Lines {
			root = s
		}
	}
	root.Dialect, root.Title = Dialect, "tokenstorm "+f.Name
	root.Description = cmp.Or(f.About, root.Description)
	root.Definitions = w.sections
	return root
}

const formatKey = "format"

func isFormat(p Property) bool { return p.Name == formatKey }

// Structs are the structs with a name that what is printed is made of, in the order of their names.
func Structs() []reflect.Type {
	var all []reflect.Type
	for _, f := range Formats() {
		w := writer{named: map[string]reflect.Type{}}
		for _, t := range f.types {
			_ = w.object(t)
			all = append(all, t)
		}
		for _, name := range slices.Sorted(maps.Keys(w.named)) {
			all = append(all, w.named[name])
		}
	}
	for _, t := range slices.Clone(all) {
		if t.Kind() == reflect.Struct { // not what is merely shaped like one
			for _, m := range members(t) {
				all = append(all, m.in)
			}
		}
	}
	all = slices.DeleteFunc(all, func(t reflect.Type) bool { return t.Name() == "" })
	slices.SortFunc(all, func(a, b reflect.Type) int { return cmp.Compare(key(a, ""), key(b, "")) })
	return slices.Compact(all)
}
