package reply

import (
	"fmt"
	"maps"
	"mime"
	"net/url"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A Stub is an operation that somebody puts over those of a carrier. Its Method and Path may be
// "": any.
type Stub struct {
	wire.Operation
	Text    bool        // the Body is a text with values, and no JSON
	Headers [][2]string // names, and texts with values
}

// A header is one of an answer.
type header struct {
	name string
	text node
}

// Compile makes the stub ready to answer. The error is a text of it that cannot be read.
func (s *Stub) Compile() (*Operation, error) {
	body := s.Body
	plain := s.Operation
	if s.Text {
		plain.Body = ""
	}
	o := newOperation(&Set{}, 0, plain)
	if err := o.compile(); err != nil {
		return nil, err
	}
	if s.Text {
		text, err := parseText(body)
		if err != nil {
			return nil, err
		}
		o.text = text
	}
	for _, h := range s.Headers {
		text, err := parseText(h[1])
		if err != nil {
			return nil, fmt.Errorf("header %s: %w", h[0], err)
		}
		o.headers = append(o.headers, header{h[0], text})
	}
	return o, nil
}

// In returns the operation as one of the set of a carrier, which answers in its name.
func (o *Operation) In(set *Set, number uint16) *Operation {
	of := *o
	of.set, of.Number = set, number
	return &of
}

// Fits reports whether a path is the operation's. It notes the segments in braces in the call.
func (o *Operation) Fits(c *Call) bool {
	if o.Path == "" {
		c.places = nil
		return true
	}
	if !o.matches(strings.TrimSuffix(c.Path, "/")) {
		return false
	}
	c.match(o.segments)
	return true
}

// plainly is a text with values as it is, without quotes.
func plainly(n node, s *scope) string {
	quoted, _ := n.render(nil, s)
	text, _ := readJSON(quoted)
	return textOf(text)
}

// ReadAny reads the body of a call, whatever it is: JSON or a multipart form as Read has them, the
// fields of a form as texts, and anything else as one text.
func (c *Call) ReadAny(kind string, text []byte) {
	c.size = len(text)
	media, _, _ := mime.ParseMediaType(kind)
	if len(text) == 0 {
		return
	}
	if media == "application/x-www-form-urlencoded" {
		if fields, err := url.ParseQuery(string(text)); err == nil {
			c.body = formOf(fields)
			return
		}
	}
	if c.Read(kind, text) {
		return
	}
	if value, ok := readJSON(text); ok {
		c.body = value
		return
	}
	c.body = string(text)
}

// formOf are the fields of a form as members; those that come several times are lists.
func formOf(fields url.Values) any {
	form := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		values := fields[name]
		if len(values) == 1 {
			form[name] = values[0]
			continue
		}
		list := make([]any, len(values))
		for i, v := range values {
			list[i] = v
		}
		form[name] = list
	}
	return objects(form)
}
