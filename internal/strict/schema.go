package strict

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Schema returns the JSON schema of files that are read into a value as into points to. It refuses
// what the reader refuses, but for what only a Check can see.
func Schema(into any, title string) ([]byte, error) {
	w := schemaWriter{definitions: map[string]reflect.Type{}}
	root := w.section(into)
	root.Schema, root.Title = "https://json-schema.org/draft/2020-12/schema", title
	root.Properties = append(properties{{formatKey, &schema{
		Description: aboutFormat, Enum: []any{json.Number(format)},
	}}}, root.Properties...)
	root.Definitions = w.sections
	var b bytes.Buffer
	err := encode(&b, root, "  ")
	return b.Bytes(), err
}

func encode(b *bytes.Buffer, v any, indent string) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e.Encode(v)
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
	OneOf         []*schema  `json:"oneOf,omitempty"`
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
	PropertyNames *schema    `json:"propertyNames,omitempty"`
	Additional    any        `json:"additionalProperties,omitempty"` // false, or a *schema
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
		err := errors.Join(encode(&b, each.name, ""), b.WriteByte(':'), encode(&b, each.schema, ""))
		if err != nil {
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

// section is the schema of what is read into the value that into points to.
func (w *schemaWriter) section(into any) *schema {
	s := &schema{Type: "object", Additional: false}
	if d, ok := into.(Defaulter); ok {
		d.Defaults()
	}
	for _, f := range fieldsOf(into) {
		below := w.schema(f)
		below.Description = f.Doc
		if n, ok := into.(naming); ok {
			below.restrict(n.Names(f.Key))
		}
		if f.needed() {
			s.Required = append(s.Required, f.Key)
			below.demand(f)
		} else {
			below.Default = f.usual()
			below = orNull(below, f.typ())
		}
		s.Properties = append(s.Properties, property{f.Key, below})
	}
	if of, ok := into.(demanding); ok {
		for _, key := range of.AtLeastOne() {
			some := &schema{Type: "array", MinItems: 1}
			s.AnyOf = append(s.AnyOf,
				&schema{Required: []string{key}, Properties: properties{{key, some}}})
		}
	}
	return s
}

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

// needed reports whether a key cannot be left out: it is required, or is one below it.
func (f Field) needed() bool {
	return f.Required || isSection(f.typ()) && slices.ContainsFunc(fieldsOf(f.Into), Field.needed)
}

// demand refuses an empty value of a required field.
func (s *schema) demand(f Field) {
	switch {
	case f.typ().Kind() == reflect.Slice:
		s.MinItems = max(s.MinItems, 1)
	case f.typ().Kind() == reflect.String && s.Enum == nil:
		s.MinLength = 1
	}
}

// usual is the default as a file would write it, nil for a zero value.
func (f Field) usual() any {
	v := reflect.ValueOf(f.Into).Elem()
	if f.Default != nil || v.IsZero() || v.Kind() == reflect.Slice || isSection(v.Type()) {
		return f.Default
	}
	if o, ok := f.Into.(optional); ok {
		return Field{Into: o.value()}.usual()
	}
	if text, ok := f.Into.(encoding.TextMarshaler); ok {
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
	if !isEmptied(t) {
		return s
	}
	outer := &schema{Description: s.Description}
	s.Description = ""
	outer.AnyOf = []*schema{s, {Type: "null"}}
	return outer
}

// schema is that of a value.
func (w *schemaWriter) schema(f Field) *schema {
	switch into := f.Into.(type) {
	case optional:
		f.Into = into.value()
		return w.schema(f)
	case Union:
		return w.union(into)
	case named:
		return w.namedSchema(into)
	}
	t := f.typ()
	if isText(t) {
		return f.textSchema()
	}
	switch t.Kind() {
	case reflect.Pointer:
		f.Into = reflect.New(t.Elem()).Interface()
		return w.schema(f)
	case reflect.Struct:
		return w.reference(f.Into)
	case reflect.Slice:
		item := f.item(reflect.New(t.Elem()).Interface())
		return &schema{
			Type: "array", Items: w.schema(item), MinItems: max(f.Items, f.Fewest), MaxItems: f.Items,
		}
	case reflect.String:
		return &schema{Type: "string", Enum: words(f.choices())}
	case reflect.Bool:
		return &schema{Type: "boolean"}
	default:
		return f.numberSchema()
	}
}

// union is the schema of a mapping with exactly one key, or of that key alone. Where other keys may
// stand beside it, one of the kinds is required.
func (w *schemaWriter) union(into Union) *schema {
	kinds, labels := into.Kinds(), beside(into)
	s := &schema{Type: "object", Additional: false, MinProperties: 1, MaxProperties: 1}
	bare := &schema{}
	for _, f := range labels {
		below := w.schema(f)
		below.Description = f.Doc
		s.Properties = append(s.Properties, property{f.Key, orNull(below, f.typ())})
	}
	if labels != nil {
		s.MinProperties, s.MaxProperties = 0, 0
		for _, key := range kinds.mapped() {
			s.OneOf = append(s.OneOf, &schema{Required: []string{key}})
		}
	}
	for _, f := range kinds.fields() {
		below := w.schema(f)
		if kinds.Bare && isSection(f.typ()) && !f.needed() {
			bare.AnyOf = append(bare.AnyOf, &schema{Description: f.Doc, Enum: []any{f.Key}})
			below = orNull(below, f.typ())
		}
		if b, ok := f.Into.(brief); ok && b.Brief() != "" {
			below = &schema{AnyOf: []*schema{below, w.alone(f, b.Brief())}}
		}
		below.Description = f.Doc
		s.Properties = append(s.Properties, property{f.Key, below})
	}
	for _, key := range kinds.Keys() {
		if kinds.byKey[key].Word {
			bare.AnyOf = append(bare.AnyOf, &schema{Description: kinds.About(key), Enum: []any{key}})
		}
	}
	if bare.AnyOf == nil {
		return s
	}
	bare.AnyOf = append(bare.AnyOf, s)
	return bare
}

// alone is the schema of the value of a key that may stand in place of all.
func (w *schemaWriter) alone(f Field, key string) *schema {
	fields := fieldsOf(f.Into)
	return w.schema(fields[slices.Index(keysOf(fields), key)])
}

// reference refers to the section of a struct, which it defines on first demand.
func (w *schemaWriter) reference(into any) *schema {
	if _, ok := into.(Described); ok {
		return w.section(into) // there are as many of them as there are values
	}
	t := reflect.TypeOf(into).Elem()
	name := t.Name()
	for other, ok := w.definitions[name]; ok && other != t; other, ok = w.definitions[name] {
		name += "_" // a struct of that name in another package
	}
	if _, ok := w.definitions[name]; !ok {
		w.definitions[name] = t
		i := len(w.sections)
		w.sections = append(w.sections, property{name: name})
		w.sections[i].schema = w.section(into)
	}
	return &schema{Ref: "#/$defs/" + name}
}

// A patterned type knows which text it reads: what each of the patterns matches.
type patterned interface{ Patterns() []string }

func (f Field) textSchema() *schema {
	s := &schema{Type: "string", Enum: words(f.choices())}
	var patterns []string
	switch into := f.Into.(type) {
	case *time.Time:
		s.AnyOf = []*schema{{Format: "date"}, {Format: "date-time"}}
	case *time.Duration:
		patterns = timePatterns(float64(bound(f.Key, f.Min, -mostTime, unit.ParseDuration)))
	case patterned:
		patterns = into.Patterns()
	}
	if len(patterns) == 1 {
		s.Pattern = patterns[0]
		return s
	}
	for _, p := range patterns {
		s.AllOf = append(s.AllOf, &schema{Pattern: p})
	}
	return s
}

func words(names []string) (all []any) {
	for _, name := range names {
		all = append(all, name)
	}
	return all
}

func (f Field) numberSchema() *schema {
	s := &schema{Type: "integer"}
	if f.typ().Kind() == reflect.Float64 {
		s.Type = "number"
	}
	least, most := f.bounds()
	if !math.IsInf(least, 0) {
		s.Minimum = &least
	}
	if !math.IsInf(most, 0) {
		s.Maximum = &most
	}
	return s
}
