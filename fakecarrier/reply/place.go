package reply

import (
	"fmt"
	"net/textproto"
	"strings"
)

// A place names a value: of the request, of an element, of a thing, or a word.
type place struct {
	text  string
	root  root
	name  string           // of a segment, a parameter, a header, a word; a literal text
	words []string         // of a pointer
	of    func(*scope) any // of a word
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
	if p.root == word {
		return p.of(s)
	}
	var found any
	p.each(s, func(v any) bool {
		found = v
		return false
	})
	return found
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
	case inBody:
		follow(s.call.body, p.words, yield)
	case inItem:
		follow(s.item, p.words, yield)
	case inRequest:
		if s.thing != nil {
			follow(s.thing.call.body, p.words, yield)
		}
	case inElement:
		if s.thing != nil {
			follow(s.thing.item, p.words, yield)
		}
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
	case map[string]any:
		if words[0] == "*" { // one where several may be
			return follow(v, words[1:], yield)
		}
		return follow(v[words[0]], words[1:], yield)
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
	case map[string]any:
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
	from := s.call.body
	if p.root == inItem {
		from = s.item
	}
	return lacking(from, p.words)
}

func lacking(value any, words []string) bool {
	if len(words) == 0 || value == nil {
		return isEmpty(value)
	}
	switch v := value.(type) {
	case map[string]any:
		if words[0] == "*" { // one where several may be
			return lacking(v, words[1:])
		}
		return lacking(v[words[0]], words[1:])
	case []any:
		if words[0] != "*" {
			return len(v) == 0
		}
		for _, element := range v {
			if lacking(element, words[1:]) {
				return true
			}
		}
		return len(v) == 0
	}
	return true
}
