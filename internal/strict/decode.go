package strict

import (
	"cmp"
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
// read, and asks by Sound of the values that it looks at: some of them may not have been read.
type Checker interface{ Check(at Place) }

// A demanding struct has lists of which at least one must have an item.
type demanding interface{ AtLeastOne() []string }

// Decode reads the value here into the value that into points to, and keeps the mistakes.
func (p Place) Decode(into any) { p.Read(Field{Into: into}) }

// Read reads the value here into a field, and keeps the mistakes. It reports whether there were
// none.
func (p Place) Read(f Field) (sound bool) {
	before := len(p.document.mistakes)
	p.read(f)
	return len(p.document.mistakes) == before
}

func (p Place) read(f Field) {
	switch into := f.Into.(type) {
	case Own:
		into.Take(p)
		return
	case optional:
		f.Into = into.give()
		p.read(f)
		return
	case Union:
		p.union(into)
		return
	case named:
		p.named(into)
		return
	}
	v := reflect.ValueOf(f.Into).Elem()
	switch t := v.Type(); {
	case isText(t):
	case t.Kind() == reflect.Pointer:
		if p.node.Kind != Null || t.Elem().Kind() != reflect.Struct {
			v.Set(reflect.New(t.Elem()))
			f.Into = v.Interface()
			p.read(f)
		}
		return
	case t.Kind() == reflect.Struct:
		p.mapping(f.Into)
		return
	case t.Kind() == reflect.Slice:
		p.list(f, v)
		return
	}
	if p.node.Kind != Scalar {
		p.Wrong(p.node.String(), f.wanted())
	} else if c, ok := f.Into.(clocked); ok && !p.document.begins.IsZero() &&
		c.setClock(p.document.begins, p.node.Text) {
		p.document.timely = true
	} else if found, meant := f.scalar(p.node, v); found != "" {
		p.Wrong(found, meant)
	}
}

// scalar reads a single value. It returns what is wrong with it.
func (f Field) scalar(n *Node, v reflect.Value) (found, meant string) {
	if isText(v.Type()) {
		return f.text(n, v)
	}
	switch v.Kind() {
	case reflect.String:
		return f.word(n, v)
	case reflect.Bool:
		yes, ok := n.value.(bool)
		if !ok {
			return n.String(), f.wanted()
		}
		v.SetBool(yes)
	case reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64:
		return f.number(n, v)
	default:
		panic(fmt.Sprintf("strict: a field of type %s", v.Type()))
	}
	return "", ""
}

// text reads a value that has an UnmarshalText method, or is a time.
func (f Field) text(n *Node, v reflect.Value) (found, meant string) {
	if err := unmarshal(f.Into, n.Text); err != nil {
		return n.told(err)
	}
	if v.Kind() != reflect.Int64 {
		return "", ""
	}
	least := bound(f.Key, f.Min, -mostTime, unit.ParseDuration)
	most := bound(f.Key, f.Max, mostTime, unit.ParseDuration)
	switch read := time.Duration(v.Int()); {
	case read < least:
		return n.Text, cmp.Or(f.Meant, "at least "+unit.FormatDuration(least))
	case read > most:
		return n.Text, cmp.Or(f.Meant, "at most "+unit.FormatDuration(most))
	}
	return "", ""
}

// told is what an error about a value found, and what was meant.
func (n *Node) told(err error) (found, meant string) {
	if u, ok := errors.AsType[*unit.Error](err); ok {
		return u.Found, u.Meant
	}
	return n.String() + ", " + err.Error(), "another value"
}

// unmarshal reads text into such a value.
func unmarshal(into any, text string) (err error) {
	switch into := into.(type) {
	case *time.Time:
		return readDate(into, text)
	case *time.Duration:
		*into, err = unit.ParseDuration(text)
		return err
	}
	return into.(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
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

// word reads a string.
func (f Field) word(n *Node, v reflect.Value) (found, meant string) {
	if n.Text == "" && f.Required {
		return "nothing", f.wanted()
	}
	v.SetString(n.Text)
	if choices := f.choices(); choices != nil && !slices.Contains(choices, n.Text) {
		return n.String(), unit.Meant(n.Text, choices)
	}
	return "", ""
}

// number reads a number within the bounds of its type and its field.
func (f Field) number(n *Node, v reflect.Value) (found, meant string) {
	signed, unsigned, integral := n.integer()
	number, fine := n.number()
	if !fine || v.Kind() != reflect.Float64 && !integral {
		meant = f.wanted()
		if _, err := strconv.ParseFloat(n.Text, 64); err == nil && n.quoted {
			meant += " without quotes"
		}
		return n.String(), meant
	}
	least, most := f.bounds()
	_, share := f.Into.(*Share)
	plain := func(bound float64) string { return strconv.FormatFloat(bound, 'f', -1, 64) }
	switch outside := number < least || number > most; {
	case outside && share:
		return n.Text, "a share between 0 and 1"
	case number < least:
		return n.Text, "a number of at least " + plain(least)
	case number > most:
		return n.Text, "a number of at most " + plain(most)
	}
	switch v.Kind() {
	case reflect.Float64:
		v.SetFloat(number)
	case reflect.Uint64:
		v.SetUint(unsigned)
	default:
		v.SetInt(signed)
	}
	return "", ""
}

// list reads a list. One that is required has an item at least.
func (p Place) list(f Field, v reflect.Value) {
	n := p.node
	switch {
	case n.Kind == Null:
		return // as if it were left out
	case n.Kind != List:
		p.Wrong(n.String(), f.wanted())
		return
	case len(n.Items) == 0 && f.Required:
		p.Wrong("an empty list", f.wanted())
		return
	}
	sound := true
	v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
	for i := range n.Items {
		sound = p.Item(i).Read(f.item(v.Index(i).Addr().Interface())) && sound
	}
	if f.Items > 0 && len(n.Items) != f.Items && sound {
		p.Wrong(fmt.Sprintf("a list of %d", len(n.Items)), fmt.Sprintf("one of %d", f.Items))
	}
}

// unknownKeys reports the keys of a mapping that are none of those known, and returns them. A key
// is what it is called in a message.
func (p Place) unknownKeys(what string, known []string) (unknown []string) {
	for _, pair := range p.node.Pairs {
		if key := pair.Key.Text; !slices.Contains(known, key) {
			unknown = append(unknown, key)
			at := p.Key(key)
			at.node = at.key
			at.unknown(what, key, known)
		}
	}
	return unknown
}

// unknown reports a word that is none of those known.
func (p Place) unknown(what, word string, known []string) {
	meant := "no keys"
	if len(known) > 0 {
		meant = unit.Meant(word, known)
	}
	p.Wrong(fmt.Sprintf("the unknown %s %q", what, unit.Shorten(word)), meant)
}

// mapping reads a mapping into what into points to.
func (p Place) mapping(into any) {
	if usual, ok := into.(Defaulter); ok {
		usual.Defaults()
	}
	switch n := p.node; {
	case n == nil && p.path == "":
		p.Wrong("an empty file", "keys and values")
		return
	case n != nil && n.Kind != Null && n.Kind != Mapping:
		p.Wrong(n.String(), "keys and values")
		return
	}
	fields := fieldsOf(into)
	var unknown []string
	if p.node != nil {
		unknown = p.unknownKeys("key", keysOf(fields))
	}
	if own, ok := into.(Described); ok {
		own.Read(p)
		return
	}
	for _, f := range fields {
		if below := p.Key(f.Key); below.node != nil {
			below.Read(f)
		}
	}
	p.absent(fields, unknown)
	if of, ok := into.(demanding); ok && !slices.ContainsFunc(of.AtLeastOne(), func(key string) bool {
		below := p.node.Get(key)
		return below != nil && len(below.Items) > 0
	}) {
		p.Wrong("none of "+strings.Join(of.AtLeastOne(), ", "), "at least one of them")
	}
	if checked, ok := into.(Checker); ok {
		checked.Check(p)
	}
}

// absent reports required fields that the file does not give, and sets the defaults of sections
// that it leaves out. A field that an unknown key may have meant is not reported a second time.
func (p Place) absent(fields []Field, unknown []string) {
	for _, f := range fields {
		below, t := p.Key(f.Key), f.typ()
		switch {
		case below.node == nil && len(unit.Nearest(f.Key, unknown)) > 0:
			below.doubt()
		case f.Required && (below.node == nil || below.node.Kind == Null && isEmptied(t)):
			below.Missing(f)
		case below.node == nil && isSection(t):
			below.mapping(f.Into)
		}
	}
}

// isEmptied reports whether nothing, written for a value of this type, is no mistake by itself.
func isEmptied(t reflect.Type) bool { return t.Kind() == reflect.Slice || isSection(t) }
