package strict

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Field is what a file may write below a key. The reader, the schema and the tables of docs all
// follow it.
type Field struct {
	Key      string
	Into     any    // a pointer to the value
	Doc      string // one sentence
	Required bool
	Min, Max string   // narrow the bounds of the type; as a file writes them
	Words    []string // a string, or each of a list, is one of them; none: any
	Items    int      // the length of a list; 0: any
	Fewest   int      // the least length of a list, for the schema
	Meant    string   // for the error of a required key that is missing, or of a time out of bounds
	Default  any      // of a file that leaves the key out; nil: the value, unless it is zero
}

// A Described value has Fields of its own, and reads them itself, where the tags of a struct cannot
// say what it holds.
type Described interface {
	Fields() []Field
	Read(at Place)
}

// A documented struct describes fields that have no tag doc.
type documented interface{ Doc(key string) string }

// fieldsOf lists the fields that a file may set of what into points to, in order.
func fieldsOf(into any) []Field {
	if own, ok := into.(Described); ok {
		return own.Fields()
	}
	var fields []Field
	v := reflect.ValueOf(into).Elem()
	for f, value := range v.Fields() {
		key, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case options == "inline":
			fields = append(fields, fieldsOf(value.Addr().Interface())...)
			continue
		case key == "" || key == "-":
			continue
		}
		items, _ := strconv.Atoi(f.Tag.Get("items"))
		field := Field{
			Key: key, Into: value.Addr().Interface(), Doc: f.Tag.Get("doc"),
			Required: options == "required", Min: f.Tag.Get("min"), Max: f.Tag.Get("max"),
			Items: items, Meant: f.Tag.Get("meant"),
		}
		if d, ok := into.(documented); ok && field.Doc == "" {
			field.Doc = d.Doc(key)
		}
		fields = append(fields, field)
	}
	return fields
}

// Sections calls each with every mapping that a file may have which is read into what into points
// to, from the whole file down: its path, and its fields. A field is Required if one below it is.
func Sections(into any, each func(path string, fields []Field)) {
	whole := Field{Key: formatKey, Doc: aboutFormat, Into: new(string)}
	sections("", append([]Field{whole}, section(into)...), each)
}

func sections(path string, fields []Field, each func(path string, fields []Field)) {
	each(path, fields)
	for _, f := range fields {
		if below := f.below(); len(below) > 0 {
			sections(strings.TrimPrefix(path+"."+f.Key, "."), below, each)
		}
	}
}

func section(into any) []Field {
	fields := fieldsOf(into)
	for i, f := range fields {
		fields[i].Required = f.needed()
	}
	return fields
}

// below are the fields of the mapping that the value is, or each item of it.
func (f Field) below() []Field {
	switch into := f.Into.(type) {
	case optional:
		return Field{Into: into.value()}.below()
	case Union:
		return append(into.Kinds().fields(), beside(into)...)
	case Own:
		return nil
	case named:
		return nil // another section has these fields
	}
	switch t := f.typ(); {
	case isText(t):
		return nil
	case t.Kind() == reflect.Pointer, t.Kind() == reflect.Slice:
		return Field{Into: reflect.New(t.Elem()).Interface()}.below()
	case t.Kind() == reflect.Struct:
		return section(f.Into)
	}
	return nil
}

func keysOf(fields []Field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.Key
	}
	return keys
}

// typ is the type of the value.
func (f Field) typ() reflect.Type { return reflect.TypeOf(f.Into).Elem() }

// item is the field of an item of the list that f is.
func (f Field) item(into any) Field {
	f.Into, f.Required, f.Items, f.Fewest, f.Default = into, false, 0, 0, nil
	return f
}

// wanted says what belongs here: the second half of the error about what is missing, or of another
// kind.
func (f Field) wanted() string {
	if f.Required && f.Meant != "" {
		return f.Meant
	}
	if choices := f.choices(); choices != nil && f.typ().Kind() != reflect.Slice {
		return unit.Or(choices)
	}
	t := f.typ()
	if isText(t) { // its error about an empty text says it
		if u, ok := errors.AsType[*unit.Error](unmarshal(reflect.New(t).Interface(), "")); ok {
			return u.Meant
		}
		return "a single value"
	}
	switch t.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.Struct:
		return f.Key + " with " + strings.Join(keysOf(fieldsOf(f.Into)), ", ")
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64:
		return "a number"
	}
	return "a whole number"
}

// A chooser is written as one of its Choices.
type chooser interface{ Choices() []string }

// choices are the words of which the value is one; nil where it may be any.
func (f Field) choices() []string {
	if c, ok := f.Into.(chooser); ok {
		return c.Choices()
	}
	return f.Words
}

// isText reports whether a file writes values of a type as a text with a meaning of its own.
func isText(t reflect.Type) bool {
	return t == reflect.TypeFor[time.Duration]() ||
		reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// isSection reports whether a struct is written as keys and values.
func isSection(t reflect.Type) bool {
	pointer := reflect.PointerTo(t)
	return t.Kind() == reflect.Struct && !isText(t) && !pointer.Implements(reflect.TypeFor[Union]()) &&
		!pointer.Implements(reflect.TypeFor[optional]()) && !pointer.Implements(reflect.TypeFor[Own]())
}

// A bounded type knows the bounds of its numbers.
type bounded interface{ Bounds() (least, most float64) }

// bounds are the least and the most that a number may be: those of the type, narrowed by the field.
func (f Field) bounds() (least, most float64) {
	least, most = math.Inf(-1), math.Inf(1)
	if of, ok := f.Into.(bounded); ok {
		least, most = of.Bounds()
	}
	switch f.typ().Kind() {
	case reflect.Uint64:
		least = 0
	case reflect.Int, reflect.Int64:
		least, most = max(least, -mostExact), min(most, mostExact)
	}
	parse := func(text string) (float64, error) { return strconv.ParseFloat(text, 64) }
	return max(least, bound(f.Key, f.Min, least, parse)), min(most, bound(f.Key, f.Max, most, parse))
}

// mostExact is the largest number up to which every program that reads JSON tells whole numbers
// apart (RFC 8259, 6).
const mostExact = 1<<53 - 1

// bound reads a bound of the field. One that cannot be read is a mistake of ours.
func bound[T any](key, text string, absent T, parse func(string) (T, error)) T {
	if text == "" {
		return absent
	}
	v, err := parse(text)
	if err != nil {
		panic(fmt.Sprintf("strict: the bound %q of %s", text, key))
	}
	return v
}
