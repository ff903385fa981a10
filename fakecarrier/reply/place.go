package reply

import (
	"fmt"
	"net/textproto"
	"slices"
	"strings"
)

// A place names a value: of the request, of an element, of a thing, or a word.
type place struct {
	text  string
	root  root
	name  string   // of a segment, a parameter, a header, a word; a literal text
	words []string // of a pointer
	one   bool     // it is a pointer without *, which leads to one value at most
	of    wordOf   // of a word
}

type root uint8

const (
	inBody root = iota
	inItem
	inPath
	inQuery
	inHeader
	inRequest // that made the thing
	inElement // of that request
	word
	literal
)

var placePrefixes = []struct {
	prefix string
	root   root
}{
	{"/", inBody}, {"./", inItem}, {"its./", inElement}, {"its/", inRequest}, {"path.", inPath},
	{"query.", inQuery}, {"header.", inHeader}, {"=", literal},
}

// parsePlace reads the text of a place.
func parsePlace(text string) (p place, err error) {
	if text == "." {
		return place{root: inItem}, nil
	}
	for _, known := range placePrefixes {
		rest, ok := strings.CutPrefix(text, known.prefix)
		if !ok {
			continue
		}
		p = place{text: rest, root: known.root, name: rest}
		switch p.root {
		case inBody, inItem, inRequest, inElement:
			if rest != "" {
				p.words = strings.Split(rest, "/")
			}
			p.one = !slices.Contains(p.words, "*")
		case inHeader:
			p.name = textproto.CanonicalMIMEHeaderKey(rest)
		case inPath, inQuery, word, literal:
		}
		return p, nil
	}
	of, ok := values[text]
	if !ok {
		return p, fmt.Errorf("found the place %q; meant a pointer, path., query., header., or one of "+
			"the words that package reply lists", text)
	}
	return place{root: word, name: text, of: of}, nil
}

// value returns what is at the place, the first if there are several; nil if there is nothing.
func (p *place) value(s *scope) any {
	switch p.root {
	case inBody, inItem, inRequest, inElement:
		return first(p.from(s), p.words)
	case word:
		if b, ok := p.of(nil, s); ok {
			return Value(b)
		}
		return nil
	case literal:
		return p.name
	case inPath, inQuery, inHeader:
	}
	for v := range func(yield func(any) bool) { p.each(s, yield) } {
		return v
	}
	return nil
}

// render appends the JSON of what is at the place; not ok means that there is nothing.
func (p *place) render(b []byte, s *scope) ([]byte, bool) {
	switch p.root {
	case word:
		return p.of(b, s)
	case literal:
		return appendText(b, p.name), true
	case inBody, inItem, inPath, inQuery, inHeader, inRequest, inElement:
	}
	found := p.value(s)
	if found == nil {
		return b, false
	}
	return appendJSON(b, found), true
}

// from is where a pointer begins; nil is nowhere.
func (p *place) from(s *scope) any {
	switch {
	case p.root == inBody:
		return s.call.body
	case p.root == inItem:
		return s.item
	case p.root == inRequest && s.thing != nil:
		return s.thing.call.body
	case p.root == inElement && s.thing != nil:
		return s.thing.item
	}
	return nil
}

// first is the first of what follow yields.
func first(value any, words []string) any {
	if len(words) == 0 {
		return value
	}
	switch v := value.(type) {
	case object:
		if words[0] == "*" {
			return first(v, words[1:])
		}
		return first(v.at(words[0]), words[1:])
	case []any:
		for i, element := range v {
			if words[0] != "*" && words[0] != itoa(i) {
				continue
			}
			if found := first(element, words[1:]); found != nil {
				return found
			}
		}
	}
	return nil
}

// textAt is the text at a place that may be none.
func (p *place) textAt(s *scope) string {
	if p == nil {
		return ""
	}
	return textOf(p.value(s))
}

// each yields what is at the place, through lists where the pointer has *.
func (p *place) each(s *scope, yield func(any) bool) {
	switch p.root {
	case inBody, inItem, inRequest, inElement:
		follow(p.from(s), p.words, yield)
	case inPath:
		if v := s.call.places[p.name]; v != "" {
			yield(v)
		}
	case inQuery:
		yieldTexts(s.call.Query[p.name], yield)
	case inHeader:
		yieldTexts(s.call.Header[p.name], yield)
	case word:
		if v := p.value(s); v != nil {
			yield(v)
		}
	case literal:
		yield(p.name)
	}
}

func yieldTexts(texts []string, yield func(any) bool) {
	for _, v := range texts {
		if v != "" && !yield(v) {
			return
		}
	}
}

// follow yields what the words of a pointer lead to; * stands for every element of a list, and an
// element's number for it.
func follow(value any, words []string, yield func(any) bool) (more bool) {
	if len(words) == 0 {
		return value == nil || yield(value)
	}
	switch v := value.(type) {
	case object:
		if words[0] == "*" { // one where several may be
			return follow(v, words[1:], yield)
		}
		return follow(v.at(words[0]), words[1:], yield)
	case []any:
		for i, element := range v {
			if (words[0] == "*" || words[0] == itoa(i)) && !follow(element, words[1:], yield) {
				return false
			}
		}
	}
	return true
}

// listAt returns the elements of the list at a place; a single value is a list of one.
func (p *place) listAt(s *scope) (all []any) {
	if p.one {
		found := p.value(s)
		if list, ok := found.([]any); ok || found == nil {
			return list
		}
		return []any{found}
	}
	for v := range func(yield func(any) bool) { p.each(s, yield) } {
		if list, ok := v.([]any); ok {
			all = append(all, list...)
		} else {
			all = append(all, v)
		}
	}
	return all
}

// isEmpty reports whether a value is as good as none.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case object:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return false
}

// missing returns the first place of the required ones that has nothing; a pointer through a list
// must find something in each element.
func (p *place) missing(s *scope) (lacks bool) {
	if p.root != inBody && p.root != inItem {
		return isEmpty(p.value(s))
	}
	return lacking(p.from(s), p.words)
}

func lacking(value any, words []string) bool {
	if len(words) == 0 || value == nil {
		return isEmpty(value)
	}
	switch v := value.(type) {
	case object:
		if words[0] == "*" { // one where several may be
			return lacking(v, words[1:])
		}
		return lacking(v.at(words[0]), words[1:])
	case []any:
		for i, element := range v {
			if words[0] == itoa(i) {
				return lacking(element, words[1:])
			}
			if words[0] == "*" && lacking(element, words[1:]) {
				return true
			}
		}
		return words[0] != "*" || len(v) == 0
	}
	return true
}
