package strict

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Defaulter sets its default values. It is called before its keys are read.
type Defaulter interface{ Defaults() }

// A Checker reports, at its place, values that do not fit together. It is called once it has been
// read without a mistake.
type Checker interface{ Check(at Place) }

// A demanding struct has lists of which at least one must have an item.
type demanding interface{ AtLeastOne() []string }

// decode reads what stands at a place into a value.
func (d *Document) decode(p Place, v reflect.Value, f field) {
	switch into := v.Addr().Interface().(type) {
	case optional:
		d.decode(p, reflect.ValueOf(into.give()).Elem(), f)
		return
	case Union:
		d.union(p, into)
		return
	case *time.Time, encoding.TextUnmarshaler:
		d.text(p, into, f)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if n := p.node; n != nil && n.Kind == Null && v.Type().Elem().Kind() == reflect.Struct {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		d.decode(p, v.Elem(), f)
	case reflect.Struct:
		d.mapping(p, v)
	case reflect.Slice:
		d.list(p, v, f)
	case reflect.String:
		d.word(p, v, f)
	case reflect.Bool:
		if n, ok := p.scalar("true or false"); ok {
			if n.plain != plainBool {
				p.Wrong(n.String(), "true or false")
				return
			}
			v.SetBool(n.Text == "true" || n.Text == "True" || n.Text == "TRUE")
		}
	case reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64:
		d.number(p, v, f)
	default:
		panic(fmt.Sprintf("strict: a field of type %s", v.Type()))
	}
}

// scalar returns the single value at a place. Anything else is reported.
func (p Place) scalar(meant string) (*Node, bool) {
	if p.node.Kind != Scalar {
		p.Wrong(p.node.String(), meant)
		return nil, false
	}
	return p.node, true
}

// text reads a value that has an UnmarshalText method, or a time.Time.
func (d *Document) text(p Place, into any, f field) {
	n, ok := p.scalar(meantBy(into))
	if !ok {
		return
	}
	if err := unmarshal(into, n.Text); err != nil {
		p.Wrong(complaint(err, n))
		return
	}
	if v := reflect.ValueOf(into).Elem(); v.Kind() == reflect.Int64 {
		least := tag(f, "min", -mostTime, unit.ParseDuration)
		most := tag(f, "max", mostTime, unit.ParseDuration)
		switch read := time.Duration(v.Int()); {
		case read < least:
			p.Wrong(n.Text, f.meantOr("at least "+unit.FormatDuration(least)))
		case read > most:
			p.Wrong(n.Text, f.meantOr("at most "+unit.FormatDuration(most)))
		}
	}
}

// unmarshal reads text into such a value.
func unmarshal(into any, text string) error {
	if t, ok := into.(*time.Time); ok {
		return readDate(t, text)
	}
	return into.(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
}

// complaint splits an error about a node into what was found and what was meant.
func complaint(err error, n *Node) (found, meant string) {
	if u, ok := errors.AsType[*unit.Error](err); ok {
		return u.Found, u.Meant
	}
	return n.String() + ", " + err.Error(), "another value"
}

// meantBy is what a type with an UnmarshalText method expects: its error about an empty text says
// it.
func meantBy(into any) string {
	fresh := reflect.New(reflect.TypeOf(into).Elem()).Interface()
	if u, ok := errors.AsType[*unit.Error](unmarshal(fresh, "")); ok {
		return u.Meant
	}
	return "a single value"
}

const meantDate = `a day such as "2100-01-01", or an instant such as "2100-01-01T06:00:00Z"`

func readDate(into *time.Time, text string) (err error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339Nano, time.DateTime} {
		if *into, err = time.Parse(layout, text); err == nil {
			return nil
		}
	}
	return &unit.Error{Found: fmt.Sprintf("%q", unit.Shorten(text)), Meant: meantDate}
}

// A chooser is written as one of its Choices.
type chooser interface{ Choices() []string }

// word reads a string.
func (d *Document) word(p Place, v reflect.Value, f field) {
	choice, chosen := reflect.TypeAssert[chooser](v)
	meant := "text"
	switch {
	case chosen:
		meant = unit.Or(choice.Choices())
	case f.required:
		meant = f.wanted()
	}
	n, ok := p.scalar(meant)
	if !ok {
		return
	}
	if n.Text == "" && f.required {
		p.Wrong("nothing", f.wanted())
		return
	}
	v.SetString(n.Text)
	if chosen && !slices.Contains(choice.Choices(), n.Text) {
		p.Wrong(n.String(), unit.Meant(n.Text, choice.Choices()))
	}
}

// number reads a number within the bounds of its type and its field.
func (d *Document) number(p Place, v reflect.Value, f field) {
	whole := v.Kind() != reflect.Float64
	meant := "a number"
	if whole {
		meant = "a whole number"
	}
	n, ok := p.scalar(meant)
	if !ok {
		return
	}
	signed, unsigned, integral := n.integer()
	number, fine := n.number()
	if !fine || whole && !integral {
		if _, err := strconv.ParseFloat(n.Text, 64); err == nil && n.quoted {
			meant += " without quotes"
		}
		p.Wrong(n.String(), meant)
		return
	}
	b := f.bounds(v.Type())
	switch {
	case number < b.least || v.Kind() == reflect.Uint64 && number < 0:
		p.Wrong(n.Text, b.meant(max(b.least, 0), "least"))
		return
	case number > b.most:
		p.Wrong(n.Text, b.meant(b.most, "most"))
		return
	}
	switch v.Kind() {
	case reflect.Float64:
		v.SetFloat(number)
	case reflect.Uint64:
		v.SetUint(unsigned)
	default:
		v.SetInt(signed)
	}
}

// list reads a list. One that is required has an item at least.
func (d *Document) list(p Place, v reflect.Value, f field) {
	n := p.node
	switch {
	case n.Kind == Null:
		return // as if it were left out
	case n.Kind != List:
		p.Wrong(n.String(), "a list")
		return
	case len(n.Items) == 0 && f.required:
		p.Wrong("an empty list", f.wanted())
		return
	}
	before := len(d.mistakes)
	v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
	for i := range n.Items {
		d.decode(p.Item(i), v.Index(i), field{key: f.key, each: true, tags: f.tags})
	}
	if want := f.length(); want >= 0 && len(n.Items) != want && len(d.mistakes) == before {
		p.Wrong(fmt.Sprintf("a list of %d", len(n.Items)), fmt.Sprintf("one of %d", want))
	}
}

// union reads a mapping with exactly one key.
func (d *Document) union(p Place, into Union) {
	kinds := into.Kinds()
	meant := "exactly one of " + strings.Join(kinds.Keys(), ", ")
	n := p.node
	switch {
	case n.Kind != Mapping:
		p.Wrong(n.String(), meant)
		return
	case len(n.Pairs) == 0:
		p.Wrong("nothing", meant)
		return
	}
	switch {
	case len(p.unknownKeys(kinds.Keys())) > 0:
		return
	case len(n.Pairs) > 1:
		p.Wrong(fmt.Sprintf("%d kinds of %s", len(n.Pairs), kinds.name), meant)
		return
	}
	key := n.Pairs[0].Key.Text
	kind, _ := kinds.Lookup(key)
	value, below := kind.New(), p.Key(key)
	if below.node.Kind == Null {
		below.Wrong("nothing", "keys and values")
		return
	}
	d.decode(below, reflect.ValueOf(value).Elem(), field{})
	into.Take(key, value)
}

// unknownKeys reports the keys of a mapping that are none of those known, and returns them.
func (p Place) unknownKeys(known []string) (unknown []string) {
	for _, pair := range p.node.Pairs {
		key := pair.Key.Text
		if slices.Contains(known, key) {
			continue
		}
		unknown = append(unknown, key)
		meant := "no keys"
		if len(known) > 0 {
			meant = unit.Meant(key, known)
		}
		p.Key(key).WrongKey(fmt.Sprintf("the unknown key %q", unit.Shorten(key)), meant)
	}
	return unknown
}

// mapping reads a mapping into a struct.
func (d *Document) mapping(p Place, v reflect.Value) {
	into, before := v.Addr().Interface(), len(d.mistakes)
	if usual, ok := into.(Defaulter); ok {
		usual.Defaults()
	}
	n := p.node
	switch {
	case n == nil && p.path == "":
		p.Wrong("an empty file", "keys and values")
		return
	case n == nil || n.Kind == Null:
	case n.Kind != Mapping:
		p.Wrong(n.String(), "keys and values")
		return
	}
	fields := fieldsOf(v.Type())
	var unknown []string
	if n != nil {
		unknown = p.unknownKeys(keysOf(fields))
		for _, f := range fields {
			if below := p.Key(f.key); below.node != nil {
				d.decode(below, v.FieldByIndex(f.index), f)
			}
		}
	}
	d.absent(p, v, fields, unknown)
	if of, ok := into.(demanding); ok && !slices.ContainsFunc(of.AtLeastOne(), func(key string) bool {
		below := n.Get(key)
		return below != nil && len(below.Items) > 0
	}) {
		p.Wrong("none of "+strings.Join(of.AtLeastOne(), ", "), "at least one of them")
	}
	if checked, ok := into.(Checker); ok && len(d.mistakes) == before {
		checked.Check(p)
	}
}

// absent reports required fields that the file does not give, and sets the defaults of sections
// that it leaves out. A field that an unknown key may have meant is not reported a second time.
func (d *Document) absent(p Place, v reflect.Value, fields []field, unknown []string) {
	for _, f := range fields {
		below := p.Key(f.key)
		switch {
		case below.node == nil && len(unit.Nearest(f.key, unknown)) > 0:
		case f.required && !below.Given():
			if below.node == nil || below.node.Kind == Null && f.kind() != reflect.String {
				below.Wrong("no "+below.path, f.wanted())
			}
		case below.node == nil && f.kind() == reflect.Struct:
			if part := v.FieldByIndex(f.index); isSection(part.Type()) {
				d.mapping(below, part)
			}
		}
	}
}
