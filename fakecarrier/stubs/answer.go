package stubs

import (
	"net/textproto"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Body is the body of an answer.
type Body struct {
	template string
	text     bool // no JSON
}

// Template is the body's template, and whether it is a text, and no JSON.
func (b *Body) Template() (template string, isText bool) { return b.template, b.text }

// Take keeps what is there.
func (b *Body) Take(at strict.Place) {
	switch n := at.Node(); n.Kind {
	case strict.Null:
	case strict.Scalar:
		b.template, b.text = n.Text, true
	case strict.List, strict.Mapping:
		b.template = string(n.JSON())
	}
}

// Schema allows anything.
func (*Body) Schema() *schema.Schema { return &schema.Schema{} }

// Headers are those of an answer.
type Headers [][2]string

// ownHeaders are what the server says itself.
var ownHeaders = []string{"Connection", "Content-Encoding", "Content-Length", "Date", "Keep-Alive",
	"Trailer", "Transfer-Encoding", "Upgrade"}

// Take reads names and texts.
func (h *Headers) Take(at strict.Place) {
	n := at.Node()
	if n.Kind == strict.Null {
		return
	}
	if n.Kind != strict.Mapping {
		at.Wrong(n.String(), "names and texts, as Retry-After: 30")
		return
	}
	for _, pair := range n.Pairs {
		below, name := at.Key(pair.Key.Text), textproto.CanonicalMIMEHeaderKey(pair.Key.Text)
		switch {
		case !isName(name):
			below.WrongKey(unit.Quote(pair.Key.Text), "the name of a header")
		case slices.Contains(ownHeaders, name):
			below.WrongKey(name, "a header that the server does not set itself")
		case below.Node().Kind != strict.Scalar:
			below.Wrong(below.Node().String(), "a text")
		default:
			*h = append(*h, [2]string{name, below.Node().Text})
		}
	}
}

// isName reports whether a header may be called so (RFC 9110, 5.1).
func isName(name string) bool {
	for _, c := range []byte(name) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !slices.Contains([]byte("!#$%&'*+-.^_`|~"), c) {
			return false
		}
	}
	return name != ""
}

// Schema is that of names and texts.
func (*Headers) Schema() *schema.Schema {
	return &schema.Schema{Type: "object", Additional: &schema.Schema{AnyOf: []*schema.Schema{
		{Type: "string"}, {Type: "number"}, {Type: "boolean"},
	}}}
}

// compile reads the texts of the answer.
func (a *Answer) compile(of *Stub, whole, at strict.Place) {
	if a.Carrier && (a.Status != 0 || a.Headers != nil || a.Body != (Body{})) {
		at.Key("carrier").WrongKey("carrier beside status, headers or body", "one of them")
	}
	stub := reply.Stub{Operation: of.operation(), Text: a.Body.text, Headers: a.Headers}
	stub.Status, stub.Body = a.Status, a.Body.template
	ready, wrong := stub.Compile()
	if a.ready = ready; wrong == nil {
		return
	}
	for _, part := range []struct {
		key     string
		at      strict.Place
		without func()
		meant   string
	}{
		{"body", at, func() { stub.Body, stub.Text = "", false }, meantValues},
		{"headers", at, func() { stub.Headers = nil }, meantValues},
		{"makes", whole, func() { stub.Makes = nil }, meantPlaces},
		{"finds", whole, func() { stub.Finds = nil }, meantPlaces},
	} {
		part.without()
		if _, err := stub.Compile(); err == nil { // that was it, or it was the last of several
			part.at.Key(part.key).Wrong(foundIn(wrong), part.meant)
			return
		}
	}
}

const (
	meantValues = "values as ${/a/b}, ${query.x}, ${number} or ${id}"
	meantPlaces = "places of the request, as /a/0/b, query.x or header.X"
)

// foundIn is what an error of package reply found, without what it meant: more is meant here.
func foundIn(err error) string {
	text := err.Error()
	if _, after, ok := strings.Cut(text, "found "); ok {
		text = after
	}
	text, _, _ = strings.Cut(text, "; meant ")
	return text
}
