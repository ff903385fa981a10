package reply

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A Condition is what a request has at a place: one of these values, a text in it, a text that
// matches, or nothing. Where a place leads to several values, one of them is enough.
type Condition struct {
	OneOf    []any // as JSON has them; a text, a number, true and false are equal to what reads alike
	Contains string
	Matches  *regexp.Regexp
	Absent   bool

	at value
}

// At reads the place of the condition: of the body, path., query. or header.
func (c *Condition) At(place string) error {
	at, err := parseValue(place)
	if err != nil {
		return err
	}
	for _, p := range at.places {
		switch p.root {
		case inBody, inPath, inQuery, inHeader:
		case inItem, inRequest, inElement, word, literal:
			return fmt.Errorf("found the place %q, of which nothing is known before the request is "+
				"answered; meant a pointer, path.x, query.x or header.X", place)
		}
	}
	c.at = at
	return nil
}

// Holds reports whether the call, which a pattern of a path matches, is as the condition says.
func (c *Condition) Holds(call *Call) bool {
	s := &scope{call: call}
	there := false
	for i := range c.at.places {
		for v := range func(yield func(any) bool) { c.at.places[i].each(s, yield) } {
			there = true
			if !c.Absent && c.fits(v) {
				return true
			}
		}
	}
	return c.Absent && !there
}

func (c *Condition) fits(v any) bool {
	switch {
	case c.Matches != nil:
		return c.Matches.MatchString(textOf(v))
	case c.Contains != "":
		return strings.Contains(textOf(v), c.Contains)
	}
	return slices.ContainsFunc(c.OneOf, func(want any) bool { return equal(v, want) })
}

// equal reports whether two values are the same; a number is the same as the text that it is
// written as.
func equal(a, b any) bool {
	switch a := a.(type) {
	case object:
		b, ok := b.(object)
		return ok && slices.EqualFunc(a, b, func(a, b field) bool {
			return a.name == b.name && equal(a.value, b.value)
		})
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, equal)
	}
	switch b.(type) {
	case object, []any:
		return false
	}
	return textOf(a) == textOf(b)
}
