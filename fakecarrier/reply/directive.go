package reply

import (
	"encoding/json"
	"fmt"
	"strings"
)

// An eachNode is a list of one node for each of several things.
type eachNode struct {
	what string // made, quotes, kept; "": the place
	kind string // of what is kept
	of   place  // the place of the list; or of the number of what is kept is a part of
	item node
}

// A choiceNode is one node or another.
type choiceNode struct {
	kind       string // of a thing that is looked for; "": whether something is at the place
	by         place
	then, also node // also is nil if there is no $else
}

// parseDirective reads an object whose first member is $each, $find or $if.
func parseDirective(d *json.Decoder, word string) (node, error) {
	var what string
	if err := d.Decode(&what); err != nil {
		return nil, fmt.Errorf("%s: %w", word, err)
	}
	texts, nodes := map[string]string{}, map[string]node{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch name := name.(string); name { // of a member
		case "$of", "$by":
			var text string
			err = d.Decode(&text)
			texts[name] = text
		case "$item", "$then", "$else":
			nodes[name], err = parseNode(d)
		default:
			err = fmt.Errorf("found %s beside %s; meant $of, $by, $item, $then or $else", name, word)
		}
		if err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	switch word {
	case "$each":
		return newEach(what, texts, nodes)
	case "$find":
		by, err := parsePlace(texts["$by"])
		return &choiceNode{kind: what, by: by, then: nodes["$then"], also: nodes["$else"]}, err
	case "$if":
		by, err := parsePlace(what)
		return &choiceNode{by: by, then: nodes["$then"], also: nodes["$else"]}, err
	}
	return nil, fmt.Errorf("found %s; meant $each, $find or $if", word)
}

func newEach(what string, texts map[string]string, nodes map[string]node) (node, error) {
	e := &eachNode{item: nodes["$item"]}
	if e.item == nil {
		return nil, fmt.Errorf("$each %s: found no $item", what)
	}
	var err error
	switch kind, kept := strings.CutPrefix(what, "kept "); {
	case kept:
		e.what, e.kind = "kept", kind
		e.of, err = parsePlace(texts["$of"])
	case what == "made", what == "quotes":
		e.what = what
	default:
		e.of, err = parsePlace(what)
	}
	return e, err
}

func (e *eachNode) render(b []byte, s *scope) ([]byte, bool) {
	b = append(b, '[')
	start := len(b)
	one := *s
	add := func() { b = appendElement(b, start, e.item, &one) }
	switch e.what {
	case "made", "kept":
		things := s.made
		if e.what == "kept" {
			things = s.memory.parts(e.kind, textOf(e.of.value(s)))
		}
		for _, t := range things {
			one.thing, one.item = t, t.item
			add()
		}
	case "quotes":
		if s.all == nil {
			s.all = s.op.quotes(s)
		}
		for i := range s.all {
			one.quote = &s.all[i]
			add()
		}
	default:
		for _, item := range e.of.listAt(s) {
			one.item = item
			add()
		}
	}
	return append(b, ']'), true
}

func (c *choiceNode) render(b []byte, s *scope) ([]byte, bool) {
	one, holds := *s, false
	if c.kind == "" {
		holds = c.by.value(s) != nil
	} else {
		one.thing = s.memory.find(c.kind, textOf(c.by.value(s)))
		holds = one.thing != nil
	}
	switch {
	case holds && c.then != nil:
		return c.then.render(b, &one)
	case !holds && c.also != nil:
		return c.also.render(b, s)
	}
	return b, false
}
