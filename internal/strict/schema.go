package strict

import (
	"bytes"
	"encoding"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"time"
)

// Schema returns the JSON schema of files that are read into a value of the type. It refuses what
// the reader refuses, but for what only a Check can see.
func Schema(t reflect.Type, title string) ([]byte, error) {
	w := schemaWriter{definitions: map[string]reflect.Type{}}
	root := w.section(t)
	root.Schema, root.Title = "https://json-schema.org/draft/2020-12/schema", title
	root.Properties = append(properties{{formatKey, &schema{
		Description: "The format of the file; without it, the first.", Enum: []any{json.Number(format)},
	}}}, root.Properties...)
	root.Definitions = w.sections
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(root)
	return b.Bytes(), err
}

// A schema is a JSON schema, its keywords in the order in which they are written.
type schema struct {
	Schema        string     `json:"$schema,omitempty"`
	Title         string     `json:"title,omitempty"`
	Description   string     `json:"description,omitempty"`
	Ref           string     `json:"$ref,omitempty"`
	Type          string     `json:"type,omitempty"`
	AnyOf         []*schema  `json:"anyOf,omitempty"`
	AllOf         []*schema  `json:"allOf,omitempty"`
	Enum          []any      `json:"enum,omitempty"`
	Format        string     `json:"format,omitempty"`
	Pattern       string     `json:"pattern,omitempty"`
	MinLength     int        `json:"minLength,omitempty"`
	Minimum       *float64   `json:"minimum,omitempty"`
	Maximum       *float64   `json:"maximum,omitempty"`
	Items         *schema    `json:"items,omitempty"`
	MinItems      int        `json:"minItems,omitempty"`
	MaxItems      int        `json:"maxItems,omitempty"`
	Properties    properties `json:"properties,omitempty"`
	Required      []string   `json:"required,omitempty"`
	MinProperties int        `json:"minProperties,omitempty"`
	MaxProperties int        `json:"maxProperties,omitempty"`
	Additional    *bool      `json:"additionalProperties,omitempty"`
	Default       any        `json:"default,omitempty"`
	Definitions   properties `json:"$defs,omitempty"`
}

// A property is a name and the schema of what may stand there.
type property struct {
	name string
	*schema
}

// properties are written as one object, in their order.
type properties []property

// MarshalJSON writes the object.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, each := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(each.name)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(each.schema); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// A schemaWriter collects the sections that are referred to.
type schemaWriter struct {
	definitions map[string]reflect.Type
	sections    properties
}

// section is the schema of a struct.
func (w *schemaWriter) section(t reflect.Type) *schema {
	closed := false
	s := &schema{Type: "object", Additional: &closed}
	usual := reflect.New(t)
	if d, ok := reflect.TypeAssert[Defaulter](usual); ok {
		d.Defaults()
	}
	for _, f := range fieldsOf(t) {
		below := w.schema(f.typ, f)
		below.Description = f.doc()
		if d, ok := reflect.TypeAssert[documented](usual); ok && below.Description == "" {
			below.Description = d.Doc(f.key)
		}
		if n, ok := reflect.TypeAssert[naming](usual); ok {
			below.restrict(n.Names(f.key))
		}
		if f.required || needed(f.typ) {
			s.Required = append(s.Required, f.key)
			below.demand(f)
		} else {
			below.Default = usualValue(usual.Elem().FieldByIndex(f.index))
			below = orNull(below, f.typ)
		}
		s.Properties = append(s.Properties, property{f.key, below})
	}
	if of, ok := reflect.TypeAssert[demanding](usual); ok {
		for _, key := range of.AtLeastOne() {
			some := &schema{Type: "array", MinItems: 1}
			s.AnyOf = append(s.AnyOf,
				&schema{Required: []string{key}, Properties: properties{{key, some}}})
		}
	}
	return s
}

// A documented struct describes fields that have no tag doc.
type documented interface{ Doc(key string) string }

// A naming struct knows all words that some of its fields may have; it returns none for the others.
// Its Check refuses other words.
type naming interface{ Names(key string) []string }

// restrict allows these names alone, for a word or for each item of a list. No names allow all.
func (s *schema) restrict(names []string) {
	if s.Items != nil {
		s = s.Items
	}
	if len(names) > 0 {
		s.Enum = words(names)
	}
}

// needed reports whether a section has keys that are required: it cannot be left out itself.
func needed(t reflect.Type) bool {
	return isSection(t) && slices.ContainsFunc(fieldsOf(t), func(f field) bool {
		return f.required || needed(f.typ)
	})
}

// demand refuses an empty value of a required field.
func (s *schema) demand(f field) {
	switch {
	case f.kind() == reflect.Slice:
		s.MinItems = max(s.MinItems, 1)
	case f.kind() == reflect.String && s.Enum == nil:
		s.MinLength = 1
	}
}

// usualValue is the default as a file would write it, nil for a zero value.
func usualValue(v reflect.Value) any {
	if v.IsZero() || v.Kind() == reflect.Slice || isSection(v.Type()) {
		return nil
	}
	if o, ok := reflect.TypeAssert[optional](v.Addr()); ok {
		return usualValue(reflect.ValueOf(o.value()).Elem())
	}
	if text, ok := reflect.TypeAssert[encoding.TextMarshaler](v); ok {
		if written, err := text.MarshalText(); err == nil {
			return string(written)
		}
	}
	if isText(v.Type()) || v.Kind() == reflect.Struct {
		return nil
	}
	return v.Interface()
}

// orNull allows null for a section or a list: the same as leaving it out.
func orNull(s *schema, t reflect.Type) *schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !isSection(t) && t.Kind() != reflect.Slice {
		return s
	}
	outer := &schema{Description: s.Description}
	s.Description = ""
	outer.AnyOf = []*schema{s, {Type: "null"}}
	return outer
}

// schema is that of a value.
func (w *schemaWriter) schema(t reflect.Type, f field) *schema {
	v := reflect.New(t)
	switch into := v.Interface().(type) {
	case optional:
		return w.schema(reflect.TypeOf(into.value()).Elem(), f)
	case Union:
		return w.union(into.Kinds())
	case *time.Time:
		return &schema{Type: "string", AnyOf: []*schema{{Format: "date"}, {Format: "date-time"}}}
	case encoding.TextUnmarshaler:
		return textSchema(into)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return w.schema(t.Elem(), f)
	case reflect.Struct:
		return w.reference(t)
	case reflect.Slice:
		s := &schema{Type: "array", Items: w.schema(t.Elem(), field{tags: f.tags, each: true})}
		if n := f.length(); n >= 0 && !f.each {
			s.MinItems, s.MaxItems = n, n
		}
		return s
	case reflect.String:
		s := &schema{Type: "string"}
		if c, ok := reflect.TypeAssert[chooser](v.Elem()); ok {
			s.Enum = words(c.Choices())
		}
		return s
	case reflect.Bool:
		return &schema{Type: "boolean"}
	default:
		return numberSchema(t, f)
	}
}

// union is the schema of a mapping with exactly one key.
func (w *schemaWriter) union(kinds *Kinds) *schema {
	closed := false
	s := &schema{Type: "object", Additional: &closed, MinProperties: 1, MaxProperties: 1}
	for _, key := range kinds.Keys() {
		kind, _ := kinds.Lookup(key)
		below := w.schema(reflect.TypeOf(kind.New()).Elem(), field{})
		below.Description = kind.About
		s.Properties = append(s.Properties, property{key, below})
	}
	return s
}

// reference refers to the section of a struct, which it defines on first demand.
func (w *schemaWriter) reference(t reflect.Type) *schema {
	name := t.Name()
	for other, ok := w.definitions[name]; ok && other != t; other, ok = w.definitions[name] {
		name += "_" // a struct of that name in another package
	}
	if _, ok := w.definitions[name]; !ok {
		w.definitions[name] = t
		i := len(w.sections)
		w.sections = append(w.sections, property{name: name})
		w.sections[i].schema = w.section(t)
	}
	return &schema{Ref: "#/$defs/" + name}
}

// A patterned type knows which text it reads: what each of the patterns matches.
type patterned interface{ Patterns() []string }

func textSchema(into encoding.TextUnmarshaler) *schema {
	s := &schema{Type: "string"}
	switch of := into.(type) {
	case chooser:
		s.Enum = words(of.Choices())
	case patterned:
		patterns := of.Patterns()
		if len(patterns) == 1 {
			s.Pattern = patterns[0]
			break
		}
		for _, p := range patterns {
			s.AllOf = append(s.AllOf, &schema{Pattern: p})
		}
	}
	return s
}

func words(names []string) []any {
	all := make([]any, len(names))
	for i, name := range names {
		all[i] = name
	}
	return all
}

func numberSchema(t reflect.Type, f field) *schema {
	s := &schema{Type: "integer"}
	if t.Kind() == reflect.Float64 {
		s.Type = "number"
	}
	b := f.bounds(t)
	if !math.IsInf(b.least, 0) {
		s.Minimum = &b.least
	}
	if !math.IsInf(b.most, 0) {
		s.Maximum = &b.most
	}
	return s
}
