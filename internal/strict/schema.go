package strict

import (
	"encoding"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Schema returns the JSON schema of files that are read into a value as into points to. It refuses
// what the reader refuses, but for what only a Check can see.
func Schema(into any, title string) ([]byte, error) {
	w := schemaWriter{definitions: map[string]reflect.Type{}}
	root := w.section(into)
	root.Dialect, root.Title = schema.Dialect, title
	root.Properties = append(schema.Properties{{Name: formatKey, Schema: &schema.Schema{
		Description: aboutFormat, Enum: []any{json.Number(format)},
	}}}, root.Properties...)
	root.Definitions = w.sections
	return root.Text()
}

// A schemaWriter collects the sections that are referred to.
type schemaWriter struct {
	definitions map[string]reflect.Type
	sections    schema.Properties
}

// section is the schema of what is read into the value that into points to.
func (w *schemaWriter) section(into any) *schema.Schema {
	s := &schema.Schema{Type: "object", Additional: false}
	if d, ok := into.(Defaulter); ok {
		d.Defaults()
	}
	for _, f := range fieldsOf(into) {
		below := w.schema(f)
		below.Description = f.Doc
		if n, ok := into.(naming); ok {
			restrict(below, n.Names(f.Key))
		}
		if f.needed() {
			s.Required = append(s.Required, f.Key)
			demand(below, f)
		} else {
			below.Default = f.usual()
			below = orNull(below, f.typ())
		}
		s.Properties = append(s.Properties, schema.Property{Name: f.Key, Schema: below})
	}
	if of, ok := into.(demanding); ok {
		for _, key := range of.AtLeastOne() {
			some := &schema.Schema{Type: "array", MinItems: 1}
			s.AnyOf = append(s.AnyOf, &schema.Schema{
				Required: []string{key}, Properties: schema.Properties{{Name: key, Schema: some}},
			})
		}
	}
	return s
}

// A naming struct knows all words that some of its fields may have; it returns none for the others.
// Its Check refuses other words.
type naming interface{ Names(key string) []string }

// restrict allows these names alone, for a word or for each item of a list. No names allow all.
func restrict(s *schema.Schema, names []string) {
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
func demand(s *schema.Schema, f Field) {
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
func orNull(s *schema.Schema, t reflect.Type) *schema.Schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !isEmptied(t) {
		return s
	}
	outer := &schema.Schema{Description: s.Description}
	s.Description = ""
	outer.AnyOf = []*schema.Schema{s, {Type: "null"}}
	return outer
}

// schema is that of a value.
func (w *schemaWriter) schema(f Field) *schema.Schema {
	switch into := f.Into.(type) {
	case Own:
		return into.Schema()
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
		return &schema.Schema{
			Type: "array", Items: w.schema(item), MinItems: max(f.Items, f.Fewest), MaxItems: f.Items,
		}
	case reflect.String:
		return &schema.Schema{Type: "string", Enum: words(f.choices())}
	case reflect.Bool:
		return &schema.Schema{Type: "boolean"}
	default:
		return f.numberSchema()
	}
}

// union is the schema of a mapping with exactly one key, or of that key alone. Where other keys may
// stand beside it, one of the kinds is required.
func (w *schemaWriter) union(into Union) *schema.Schema {
	kinds, labels := into.Kinds(), beside(into)
	s := &schema.Schema{Type: "object", Additional: false, MinProperties: 1, MaxProperties: 1}
	bare := &schema.Schema{}
	for _, f := range labels {
		below := w.schema(f)
		below.Description = f.Doc
		s.Properties = append(s.Properties, schema.Property{Name: f.Key, Schema: orNull(below, f.typ())})
	}
	if labels != nil {
		s.MinProperties, s.MaxProperties = 0, 0
		for _, key := range kinds.mapped() {
			s.OneOf = append(s.OneOf, &schema.Schema{Required: []string{key}})
		}
	}
	for _, f := range kinds.fields() {
		below := w.schema(f)
		if kinds.Bare && isSection(f.typ()) && !f.needed() {
			bare.AnyOf = append(bare.AnyOf, &schema.Schema{Description: f.Doc, Enum: []any{f.Key}})
			below = orNull(below, f.typ())
		}
		if b, ok := f.Into.(brief); ok && b.Brief() != "" {
			below = &schema.Schema{AnyOf: []*schema.Schema{below, w.alone(f, b.Brief())}}
		}
		below.Description = f.Doc
		s.Properties = append(s.Properties, schema.Property{Name: f.Key, Schema: below})
	}
	for _, key := range kinds.Keys() {
		if kinds.byKey[key].Word {
			bare.AnyOf = append(bare.AnyOf,
				&schema.Schema{Description: kinds.About(key), Enum: []any{key}})
		}
	}
	if bare.AnyOf == nil {
		return s
	}
	bare.AnyOf = append(bare.AnyOf, s)
	return bare
}

// alone is the schema of the value of a key that may stand in place of all.
func (w *schemaWriter) alone(f Field, key string) *schema.Schema {
	fields := fieldsOf(f.Into)
	return w.schema(fields[slices.Index(keysOf(fields), key)])
}

// reference refers to the section of a struct, which it defines on first demand.
func (w *schemaWriter) reference(into any) *schema.Schema {
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
		w.sections = append(w.sections, schema.Property{Name: name})
		w.sections[i].Schema = w.section(into)
	}
	return &schema.Schema{Ref: "#/$defs/" + name}
}

// A patterned type knows which text it reads: what each of the patterns matches.
type patterned interface{ Patterns() []string }

func (f Field) textSchema() *schema.Schema {
	s := &schema.Schema{Type: "string", Enum: words(f.choices())}
	var patterns []string
	switch into := f.Into.(type) {
	case *time.Time:
		s.AnyOf = []*schema.Schema{{Format: "date"}, {Format: "date-time"}}
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
		s.AllOf = append(s.AllOf, &schema.Schema{Pattern: p})
	}
	return s
}

func words(names []string) (all []any) {
	for _, name := range names {
		all = append(all, name)
	}
	return all
}

func (f Field) numberSchema() *schema.Schema {
	s := &schema.Schema{Type: "integer"}
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
