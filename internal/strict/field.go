package strict

import (
	"cmp"
	"encoding"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A field is a field of a struct, with its tags.
type field struct {
	key      string
	required bool
	each     bool // it is an item of the list that the field is
	index    []int
	typ      reflect.Type
	tags     reflect.StructTag
}

// fieldsOf lists the fields that a file may set, in order, those of embedded structs included.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for f := range t.Fields() {
		key, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if f.Anonymous && options == "inline" {
			for _, inner := range fieldsOf(f.Type) {
				inner.index = append(slices.Clone(f.Index), inner.index...)
				fields = append(fields, inner)
			}
			continue
		}
		if key == "" || key == "-" {
			continue
		}
		fields = append(fields, field{key: key, index: f.Index, typ: f.Type, tags: f.Tag,
			required: slices.Contains(strings.Split(options, ","), "required")})
	}
	return fields
}

func keysOf(fields []field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

func (f field) kind() reflect.Kind { return f.typ.Kind() }

// doc is one sentence about the field.
func (f field) doc() string { return f.tags.Get("doc") }

// meantOr is the field's tag meant, or the given text where it has none.
func (f field) meantOr(rest string) string { return cmp.Or(f.tags.Get("meant"), rest) }

// wanted is the second half of the error about a required field that is missing.
func (f field) wanted() string {
	if meant := f.tags.Get("meant"); meant != "" {
		return meant
	}
	switch {
	case isText(f.typ):
		return meantBy(reflect.New(f.typ).Interface())
	case f.kind() == reflect.Slice:
		return "a list"
	case f.kind() == reflect.Struct:
		return f.key + " with " + strings.Join(keysOf(fieldsOf(f.typ)), ", ")
	case f.kind() == reflect.String:
		return "text"
	}
	return "a number"
}

// isText reports whether a type has an UnmarshalText method.
func isText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// isSection reports whether a struct is written as keys and values.
func isSection(t reflect.Type) bool {
	pointer := reflect.PointerTo(t)
	return t.Kind() == reflect.Struct && !isText(t) && !pointer.Implements(reflect.TypeFor[Union]()) &&
		!pointer.Implements(reflect.TypeFor[optional]())
}

// bounds are the least and the most that a number may be.
type bounds struct {
	least, most float64
	share       bool
}

// A bounded type knows the bounds of its numbers.
type bounded interface{ Bounds() (least, most float64) }

// bounds are those of the type, narrowed by the tags of the field.
func (f field) bounds(t reflect.Type) bounds {
	b := bounds{least: math.Inf(-1), most: math.Inf(1), share: t == reflect.TypeFor[Share]()}
	if of, ok := reflect.TypeAssert[bounded](reflect.Zero(t)); ok {
		b.least, b.most = of.Bounds()
	}
	if t.Kind() == reflect.Uint64 {
		b.least = max(b.least, 0)
	}
	b.least = max(b.least, tag(f, "min", b.least, parseFloat))
	b.most = min(b.most, tag(f, "max", b.most, parseFloat))
	return b
}

func parseFloat(text string) (float64, error) { return strconv.ParseFloat(text, 64) }

// tag is the value of a tag of the field. One that cannot be read is a mistake of ours.
func tag[T any](f field, name string, absent T, parse func(string) (T, error)) T {
	text := f.tags.Get(name)
	if text == "" {
		return absent
	}
	v, err := parse(text)
	if err != nil {
		panic(fmt.Sprintf("strict: tag %s:%q of %s", name, text, f.key))
	}
	return v
}

// meant is the second half of the error about a number beyond this bound.
func (b bounds) meant(bound float64, which string) string {
	if b.share {
		return "a share between 0 and 1"
	}
	return fmt.Sprintf("a number of at %s %s", which, strconv.FormatFloat(bound, 'f', -1, 64))
}

// length is how many items a list must have, any number where it is negative.
func (f field) length() int { return tag(f, "items", -1, strconv.Atoi) }
