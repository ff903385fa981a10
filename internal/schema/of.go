package schema

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// A Shaped type writes its JSON by a MarshalJSON of its own: as it would be written of the value
// that JSONShape returns.
type Shaped interface{ JSONShape() any }

// Either is a JSONShape of several: what is written is as one of them.
type Either []any

// A writer makes the schema of what encoding/json writes of Go types.
//
// A field is required unless it has omitempty or omitzero. A pointer may be null, unless it is left
// out instead. A list, or a map, is never null, but where the tag null says what that means.
type writer struct {
	named    map[string]reflect.Type
	sections Properties
}

var (
	shapedType = reflect.TypeFor[Shaped]()
	textType   = reflect.TypeFor[encoding.TextMarshaler]()
	jsonType   = reflect.TypeFor[json.Marshaler]()
	timeType   = reflect.TypeFor[time.Time]()
	numberType = reflect.TypeFor[json.Number]()
)

// of is the schema of a value of a type.
func (w *writer) of(t reflect.Type) *Schema {
	switch {
	case t == timeType:
		return &Schema{Type: "string", Format: "date-time"}
	case t == numberType:
		return &Schema{Type: "number"}
	case t.Kind() == reflect.Pointer:
		return w.of(t.Elem())
	case t.Implements(shapedType):
		value := reflect.Zero(t).Interface().(Shaped).JSONShape()
		if kinds, ok := value.(Either); ok {
			s := &Schema{}
			for _, kind := range kinds {
				s.AnyOf = append(s.AnyOf, w.of(reflect.TypeOf(kind)))
			}
			return s
		}
		shape := reflect.TypeOf(value)
		if shape.Kind() == reflect.Struct && shape.Name() == "" {
			return w.section(t, shape)
		}
		return w.orNull(shape)
	case t.Implements(jsonType):
		panic(fmt.Sprintf("schema: %v writes its own JSON; give it a method JSONShape", t))
	case t.Implements(textType):
		return &Schema{Type: "string", Enum: namesOf(t)}
	}
	switch t.Kind() {
	case reflect.Struct:
		return w.section(t, t)
	case reflect.Slice, reflect.Array:
		s := &Schema{Type: "array", Items: w.orNull(t.Elem())}
		if t.Kind() == reflect.Array {
			s.MinItems, s.MaxItems = t.Len(), t.Len()
		}
		return s
	case reflect.Map:
		return &Schema{Type: "object", Additional: w.orNull(t.Elem())}
	case reflect.String:
		return &Schema{Type: "string"}
	case reflect.Bool:
		return &Schema{Type: "boolean"}
	case reflect.Float64, reflect.Float32:
		return &Schema{Type: "number"}
	case reflect.Interface:
		return &Schema{}
	}
	if !reflect.Zero(t).CanInt() {
		var least float64 // it is unsigned
		return &Schema{Type: "integer", Minimum: &least}
	}
	return &Schema{Type: "integer"}
}

// orNull is the schema of a value that is null where it is a nil pointer.
func (w *writer) orNull(t reflect.Type) *Schema {
	if t.Kind() == reflect.Pointer {
		return nullable(w.of(t))
	}
	return w.of(t)
}

func nullable(s *Schema) *Schema { return &Schema{AnyOf: []*Schema{s, {Type: "null"}}} }

// namesOf are the words of a type that has a name for each value; nil: any text.
func namesOf(t reflect.Type) (words []any) {
	if named, ok := reflect.TypeAssert[interface{ Names() []string }](reflect.Zero(t)); ok {
		for _, name := range named.Names() {
			words = append(words, name)
		}
	}
	return words
}

// section refers to the schema of a type, which it defines on first demand as that of a struct. Of
// a type without a name the schema stands where it is.
func (w *writer) section(t, of reflect.Type) *Schema {
	if t.Name() == "" {
		return w.object(of)
	}
	name, _, _ := strings.Cut(strings.TrimSuffix(t.Name(), "JSON"), "[")
	name = strings.ToUpper(name[:1]) + name[1:]
	for other, ok := w.named[name]; ok && other != t; other, ok = w.named[name] {
		name += "_" // a struct of that name in another package
	}
	if _, ok := w.named[name]; !ok {
		w.named[name] = t
		i := len(w.sections)
		w.sections = append(w.sections, Property{Name: name})
		s := w.object(of)
		s.Description = about(t, "")
		w.sections[i].Schema = s
	}
	return &Schema{Ref: "#/$defs/" + name}
}

func (w *writer) object(t reflect.Type) *Schema {
	s := &Schema{Type: "object", Additional: false}
	for _, m := range members(t) {
		var below *Schema
		switch null := m.field.Tag.Get("null"); {
		case m.optional:
			below = w.of(m.field.Type)
		case null != "":
			below = nullable(w.of(m.field.Type))
		default:
			below = w.orNull(m.field.Type)
		}
		below.Description = about(m.in, m.field.Name)
		s.Properties = append(s.Properties, Property{Name: m.name, Schema: below})
		if !m.optional {
			s.Required = append(s.Required, m.name)
		}
	}
	return s
}

// A member is a field as JSON has it.
type member struct {
	name     string
	optional bool // it may be left out
	in       reflect.Type
	field    reflect.StructField
	depth    int
}

// members are the fields that encoding/json writes of a struct: those of embedded structs among
// them, unless a field of that name lies less deep.
func members(t reflect.Type) []member {
	var all []member
	var walk func(t reflect.Type, depth int)
	walk = func(t reflect.Type, depth int) {
		for field := range t.Fields() {
			name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			inner := field.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			switch {
			case name == "-":
			case field.Anonymous && name == "" && inner.Kind() == reflect.Struct:
				walk(inner, depth+1)
			case field.IsExported():
				if name == "" {
					name = field.Name
				}
				all = append(all, member{name, strings.Contains(options, "omit"), t, field, depth})
			}
		}
	}
	walk(t, 0)
	return slices.DeleteFunc(slices.Clone(all), func(m member) bool {
		return slices.ContainsFunc(all, func(o member) bool {
			return o.name == m.name && o.depth < m.depth
		})
	})
}
