package reply

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// readJSON reads one JSON value, whose numbers stay as they are written.
func readJSON(text []byte) (value any, ok bool) {
	if value, ok = readPlain(text); ok {
		return value, true
	}
	return decodeJSON(text)
}

// decodeJSON is readJSON, of whatever there is.
func decodeJSON(text []byte) (value any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&value) != nil {
		return nil, false
	}
	_, err := d.Token()
	return objects(value), errors.Is(err, io.EOF)
}

// readPlain is readJSON of what callers nearly always send: texts without escapes, in UTF-8, and no
// more than mostNested values within each other. It is not ok of anything else, and of what is no
// JSON; what it reads decodeJSON reads alike, three times slower.
func readPlain(text []byte) (value any, ok bool) {
	if !utf8.Valid(text) || bytes.IndexByte(text, '\\') >= 0 {
		return nil, false
	}
	var begun [16]field
	p := &plainReader{text: string(text), fields: begun[:0]}
	p.ended = make([]field, 0, min(strings.Count(p.text, ":"), mostNested))
	value, ok = p.value(0)
	return value, ok && p.next() == 0 && p.at == len(p.text)
}

// mostNested is how deep a plain value is.
const mostNested = 100

// A plainReader is within a text. Its texts and numbers are parts of that.
type plainReader struct {
	text   string
	at     int
	fields []field // of the objects that have begun, the innermost last
	ended  []field // of those that have ended: one piece of memory, as a rule
}

// next is the byte after spaces; 0 at the end.
func (p *plainReader) next() byte {
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// takes steps over the next byte if it is that one.
func (p *plainReader) takes(c byte) bool {
	if p.next() != c {
		return false
	}
	p.at++
	return true
}

func (p *plainReader) value(depth int) (value any, ok bool) {
	if depth > mostNested {
		return nil, false
	}
	switch p.next() {
	case '{':
		return p.object(depth)
	case '[':
		return p.list(depth)
	case '"':
		return p.string()
	case 't':
		return true, p.word("true")
	case 'f':
		return false, p.word("false")
	case 'n':
		return nil, p.word("null")
	}
	return p.number()
}

func (p *plainReader) object(depth int) (any, bool) {
	p.at++
	from := len(p.fields)
	if p.takes('}') {
		return object{}, true
	}
	for {
		if p.next() != '"' {
			return nil, false
		}
		name, ok := p.string()
		if !ok || !p.takes(':') {
			return nil, false
		}
		value, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		p.fields = append(p.fields, field{name, value})
		if p.takes('}') {
			start := len(p.ended)
			p.ended = append(p.ended, p.fields[from:]...)
			p.fields = p.fields[:from]
			return newObject(slices.Clip(p.ended[start:])), true
		}
		if !p.takes(',') {
			return nil, false
		}
	}
}

func (p *plainReader) list(depth int) (any, bool) {
	p.at++
	list := []any{}
	if p.takes(']') {
		return list, true
	}
	for {
		element, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		list = append(list, element)
		if p.takes(']') {
			return list, true
		}
		if !p.takes(',') {
			return nil, false
		}
	}
}

// string reads a text, which has no escapes, from its first quote.
func (p *plainReader) string() (string, bool) {
	rest := p.text[p.at+1:]
	end := strings.IndexByte(rest, '"')
	if end < 0 {
		return "", false
	}
	for i := range end {
		if rest[i] < ' ' {
			return "", false
		}
	}
	p.at += end + 2
	return rest[:end], true
}

func (p *plainReader) word(word string) bool {
	if !strings.HasPrefix(p.text[p.at:], word) {
		return false
	}
	p.at += len(word)
	return true
}

func (p *plainReader) number() (any, bool) {
	from := p.at
	for p.at < len(p.text) && strings.IndexByte("+-.0123456789eE", p.text[p.at]) >= 0 {
		p.at++
	}
	number := p.text[from:p.at]
	return json.Number(number), isNumber(number)
}

// isNumber reports whether a text is a number of JSON.
func isNumber(text string) bool {
	rest := strings.TrimPrefix(text, "-")
	whole := digits(rest)
	if whole == 0 || rest[0] == '0' && whole > 1 {
		return false
	}
	if rest = rest[whole:]; strings.HasPrefix(rest, ".") {
		part := digits(rest[1:])
		if part == 0 {
			return false
		}
		rest = rest[1+part:]
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	rest = rest[1:]
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	return rest != "" && digits(rest) == len(rest)
}

// digits is how many of them a text begins with.
func digits(text string) (n int) {
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n
}
