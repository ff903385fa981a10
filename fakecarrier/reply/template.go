package reply

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// A node is a part of a template. It appends its JSON; not ok means that it has no value.
type node interface {
	render(b []byte, s *scope) ([]byte, bool)
}

// A scope is what the places of a template are looked for in.
type scope struct {
	call   *Call
	memory *Memory
	op     *Operation
	item   any    // the element that is being answered
	thing  *Thing // that was made or found
	made   []*Thing
	quote  *quote
	all    []quote // nil: not looked for yet
}

// quoted is the quote in question: the first, outside of a list of them.
func (s *scope) quoted() *quote {
	if s.quote == nil {
		if s.all == nil {
			s.all = s.op.quotes(s)
		}
		if len(s.all) == 0 {
			return nil
		}
		return &s.all[0]
	}
	return s.quote
}

type (
	fixed      []byte
	listNode   []node
	objectNode []memberNode
	memberNode struct {
		name  []byte // JSON, and the colon
		value node
	}
)

func (f fixed) render(b []byte, _ *scope) ([]byte, bool) { return append(b, f...), true }

func (l listNode) render(b []byte, s *scope) ([]byte, bool) {
	b = append(b, '[')
	start := len(b)
	for _, n := range l {
		b = appendElement(b, start, n, s)
	}
	return append(b, ']'), true
}

// appendElement appends an element and the comma before it, or nothing.
func appendElement(b []byte, start int, n node, s *scope) []byte {
	before := len(b)
	if before > start {
		b = append(b, ',')
	}
	b, ok := n.render(b, s)
	if !ok {
		return b[:before]
	}
	return b
}

func (o objectNode) render(b []byte, s *scope) ([]byte, bool) {
	b = append(b, '{')
	start := len(b)
	for _, m := range o {
		before := len(b)
		if before > start {
			b = append(b, ',')
		}
		var ok bool
		if b, ok = m.value.render(append(b, m.name...), s); !ok {
			b = b[:before]
		}
	}
	return append(b, '}'), true
}

// parseTemplate reads a template.
func parseTemplate(text string) (node, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	n, err := parseNode(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("found more after the template: %s", text[d.InputOffset():])
	}
	return n, nil
}

func parseNode(d *json.Decoder) (node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			return parseList(d)
		}
		return parseObject(d)
	case string:
		return parseText(t)
	}
	literal, err := json.Marshal(token)
	return fixed(literal), err
}

func parseList(d *json.Decoder) (node, error) {
	l := listNode{}
	for d.More() {
		n, err := parseNode(d)
		if err != nil {
			return nil, err
		}
		l = append(l, n)
	}
	_, err := d.Token()
	return l, err
}

func parseObject(d *json.Decoder) (node, error) {
	var o objectNode
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		word := name.(string) // of a member
		if strings.HasPrefix(word, "$") {
			if len(o) > 0 {
				return nil, fmt.Errorf("found %s after another member; meant it to be the first", word)
			}
			return parseDirective(d, word)
		}
		value, err := parseNode(d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", word, err)
		}
		quoted, err := json.Marshal(word)
		if err != nil {
			return nil, err
		}
		o = append(o, memberNode{append(quoted, ':'), value})
	}
	_, err := d.Token()
	return o, err
}

// A textNode is a text with values in it.
type textNode struct {
	texts  []string // one more than values
	values []value
}

// A value is alternatives, the first of which is there counts, and what is made of it.
type value struct {
	places []place
	filter string
}

var filters = []string{"text", "number", "count", "upper"}

func parseText(text string) (node, error) {
	var t textNode
	for rest := text; ; {
		before, after, more := strings.Cut(rest, "${")
		t.texts = append(t.texts, before)
		if !more {
			break
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed {
			return nil, fmt.Errorf("found %q without its }", "${"+after)
		}
		v, err := parseValue(name)
		if err != nil {
			return nil, err
		}
		t.values, rest = append(t.values, v), tail
	}
	if len(t.values) == 0 {
		quoted, err := json.Marshal(text)
		return fixed(quoted), err
	}
	return &t, nil
}

func parseValue(text string) (v value, err error) {
	for _, filter := range filters {
		if before, ok := strings.CutSuffix(text, ":"+filter); ok {
			text, v.filter = before, filter
		}
	}
	for alternative := range strings.SplitSeq(text, "|") {
		p, err := parsePlace(alternative)
		if err != nil {
			return v, err
		}
		v.places = append(v.places, p)
	}
	return v, nil
}

// of returns the value; nil if there is none.
func (v *value) of(s *scope) any {
	for i := range v.places {
		found := v.places[i].value(s)
		if found == nil {
			continue
		}
		switch v.filter {
		case "text":
			return textOf(found)
		case "upper":
			return strings.ToUpper(textOf(found))
		case "count":
			list, _ := found.([]any)
			return json.Number(itoa(len(list)))
		case "number":
			if n := json.Number(textOf(found)); json.Valid([]byte(n)) {
				return n
			}
			return json.Number("0")
		}
		return found
	}
	return nil
}

// render appends the JSON of the value; not ok means that there is none.
func (v *value) render(b []byte, s *scope) ([]byte, bool) {
	if v.filter != "" {
		found := v.of(s)
		if found == nil {
			return b, false
		}
		return appendJSON(b, found), true
	}
	for i := range v.places {
		if b, ok := v.places[i].render(b, s); ok {
			return b, true
		}
	}
	return b, false
}

func (t *textNode) render(b []byte, s *scope) ([]byte, bool) {
	if len(t.values) == 1 && t.texts[0] == "" && t.texts[1] == "" {
		return t.values[0].render(b, s)
	}
	var text strings.Builder
	any := false
	for i := range t.values {
		text.WriteString(t.texts[i])
		found := t.values[i].of(s)
		any = any || found != nil
		text.WriteString(textOf(found))
	}
	text.WriteString(t.texts[len(t.values)])
	return appendJSON(b, text.String()), any
}

// textOf is a value as a text: "" of nothing.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return string(v)
	}
	return string(appendJSON(nil, v))
}

// appendJSON appends a value that came of JSON, safe in HTML.
func appendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case json.Number:
		return append(b, v...)
	case string:
		return appendText(b, v)
	case object:
		b = append(b, '{')
		for i, f := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(append(appendText(b, f.name), ':'), f.value)
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, element := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, element)
		}
		return append(b, ']')
	}
	return appendMarshalled(b, v)
}

// appendText appends a text.
func appendText(b []byte, text string) []byte {
	if isPlain(text) {
		return append(append(append(b, '"'), text...), '"')
	}
	return appendMarshalled(b, text)
}

func appendMarshalled(b []byte, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil { // what was JSON is JSON again
		panic("reply: " + err.Error())
	}
	return append(b, text...)
}

// plain are the bytes that JSON writes as they are.
var plain = func() (is [256]bool) {
	for c := byte(' '); c <= '~'; c++ {
		is[c] = strings.IndexByte(`"\<>&`, c) < 0
	}
	return is
}()

// isPlain reports whether JSON writes a text as it is: of what is not ASCII, all but what is no
// UTF-8 and two separators of lines.
func isPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		if plain[text[i]] {
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if size == 1 || r == '\u2028' || r == '\u2029' {
			return false
		}
		i += size - 1
	}
	return true
}
