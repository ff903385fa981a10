package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A keyCheck walks through a JSON text and refuses keys that come twice in an object, and those
// that a type does not have. Package json takes the last of two, and reads IP as ip.
type keyCheck struct {
	text []byte
	*json.Decoder
}

// checkKeys returns an error for the first such key of a text that is read into a type. It has the
// key's place, and what was meant. A text that is no JSON is the decoder's affair.
func checkKeys(text []byte, t reflect.Type) error {
	c := &keyCheck{text, json.NewDecoder(bytes.NewReader(text))}
	c.UseNumber()
	err := c.value(t)
	if _, found := errors.AsType[*problem](err); found {
		return err
	}
	return nil
}

// value walks through the next value.
func (c *keyCheck) value(t reflect.Type) error {
	token, err := c.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		err = c.object(membersOf(t))
	case json.Delim('['):
		item := t
		if t != nil && t.Kind() == reflect.Slice {
			item = t.Elem()
		}
		for err == nil && c.More() {
			err = c.value(item)
		}
	default:
		return nil
	}
	if err == nil {
		_, err = c.Token() // the end of it
	}
	return err
}

// object walks through the members of an object; nil: it may have any.
func (c *keyCheck) object(known map[string]reflect.Type) error {
	seen := map[string]bool{}
	for c.More() {
		at := c.next()
		token, err := c.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		member, ok := known[key]
		switch {
		case seen[key]:
			return invalid("%sfound the key %q once more; meant it once", placeIn(c.text, at), key)
		case !ok && known != nil:
			return invalid("%sfound the unknown field %q; meant %s", placeIn(c.text, at), key,
				meantField(key, slices.Sorted(maps.Keys(known))))
		}
		seen[key] = true
		if err := c.value(member); err != nil {
			return err
		}
	}
	return nil
}

// meantField says which of the known fields was probably meant. Package json would read IP as ip.
func meantField(key string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(k, key) {
			return fmt.Sprintf("%q", k)
		}
	}
	return meantOf(key, known)
}

// next is where the next token begins.
func (c *keyCheck) next() int64 {
	at := c.InputOffset()
	for int(at) < len(c.text) && bytes.IndexByte([]byte(" \t\r\n,:"), c.text[at]) >= 0 {
		at++
	}
	return at
}

// members remembers what membersOf returns.
var members sync.Map // of map[string]reflect.Type by reflect.Type

// membersOf are the members of a struct that is written as a JSON object; nil of any other type,
// and of one that reads its text itself.
func membersOf(t reflect.Type) (known map[string]reflect.Type) {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	if before, ok := members.Load(t); ok {
		return before.(map[string]reflect.Type)
	}
	if fields := fieldsOf(t, "json"); len(fields) > 0 || t == reflect.TypeFor[none]() {
		known = map[string]reflect.Type{}
		for _, name := range keys(t, "json") {
			known[name] = fields[name].Type
		}
	}
	members.Store(t, known)
	return known
}

// placeIn is the line and the column of a byte of a body, as messages begin with it.
func placeIn(text []byte, at int64) string {
	before := text[:min(max(at, 0), int64(len(text)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf("body:%d:%d: ", line, column)
}

// explainJSON turns an error of encoding/json about a text into one that reports its place and what
// was meant.
func explainJSON(err error, text []byte) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return invalid("%sfound a %s in %q; meant a %s", placeIn(text, wrong.Offset-1), wrong.Value,
			strings.TrimPrefix(wrong.Field, "Opening."), wrong.Type)
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return invalid("%sfound a body that cannot be read (%v); meant a JSON object",
			placeIn(text, wrong.Offset-1), wrong)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return invalid("%sfound the end of the body within a JSON object; meant all of it",
			placeIn(text, int64(len(text))))
	}
	if wrong, ok := errors.AsType[*unit.Error](err); ok {
		return invalid("%v", wrong)
	}
	return invalid("%v", err)
}
