package stubs

import (
	"regexp"

	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Where is what a request has at places of it: all of it.
type Where []*reply.Condition

func (w Where) hold(c *reply.Call) bool {
	for _, condition := range w {
		if !condition.Holds(c) {
			return false
		}
	}
	return true
}

// testKeys are how the value at a place is looked at, where it is not just a value.
var testKeys = []string{"absent", "contains", "equals", "matches"}

// A pattern is a regular expression of Go.
type pattern struct{ *regexp.Regexp }

// UnmarshalText reads it.
func (p *pattern) UnmarshalText(text []byte) (err error) {
	if p.Regexp, err = regexp.Compile(string(text)); err != nil {
		return &unit.Error{Found: unit.Quote(string(text)), Meant: "a regular expression, as ^79\\d+$"}
	}
	return nil
}

// Take reads a mapping of places: the value there, several of which one is there, or a test.
func (w *Where) Take(at strict.Place) {
	n := at.Node()
	if n.Kind == strict.Null {
		return
	}
	if n.Kind != strict.Mapping {
		at.Wrong(n.String(), "places and what is there, as /accountNumber/value: 510087020")
		return
	}
	for _, pair := range n.Pairs {
		below, c := at.Key(pair.Key.Text), new(reply.Condition)
		if err := c.At(pair.Key.Text); err != nil {
			below.WrongKey(unit.Quote(pair.Key.Text), "a place of the request: a pointer such as "+
				"/a/0/b into the body, query.x, header.X or path.x")
			continue
		}
		if readCondition(below, c) {
			*w = append(*w, c)
		}
	}
}

// readCondition reads what is at a place. It reports whether there were no mistakes.
func readCondition(at strict.Place, c *reply.Condition) (sound bool) {
	switch n := at.Node(); n.Kind {
	case strict.Null:
		at.Wrong("nothing", "a value, several of which one is there, or one of "+unit.Or(testKeys))
		return false
	case strict.Scalar:
		c.OneOf = []any{valueOf(n)}
		return true
	case strict.List:
		for _, item := range n.Items {
			c.OneOf = append(c.OneOf, valueOf(item))
		}
		if len(n.Items) == 0 {
			at.Wrong("an empty list", "values of which one is there")
		}
		return len(n.Items) > 0
	case strict.Mapping:
	}
	pairs := at.Node().Pairs
	if len(pairs) != 1 {
		at.Wrong(at.Node().String(), "one of "+unit.Or(testKeys))
		return false
	}
	below := at.Key(pairs[0].Key.Text)
	switch pairs[0].Key.Text {
	case "equals":
		c.OneOf = []any{valueOf(below.Node())}
	case "contains":
		return below.Read(strict.Field{
			Key: "contains", Into: &c.Contains, Required: true, Meant: "a text",
		})
	case "matches":
		var p pattern
		sound = below.Read(strict.Field{Key: "matches", Into: &p})
		c.Matches = p.Regexp
		return sound
	case "absent":
		if !below.Read(strict.Field{Key: "absent", Into: &c.Absent}) {
			return false
		}
		if !c.Absent { // something is there
			c.Matches = anything
		}
	default:
		below.WrongKey("the unknown key "+unit.Quote(pairs[0].Key.Text),
			unit.Meant(pairs[0].Key.Text, testKeys))
		return false
	}
	return true
}

var anything = regexp.MustCompile("")

// valueOf is a value of the file as package reply has values of requests.
func valueOf(n *strict.Node) any { return reply.Value(n.JSON()) }

// Schema is that of the mapping.
func (w *Where) Schema() *schema.Schema {
	scalar := &schema.Schema{AnyOf: []*schema.Schema{
		{Type: "string"}, {Type: "number"}, {Type: "boolean"},
	}}
	tests := &schema.Schema{
		Type: "object", Additional: false, MinProperties: 1, MaxProperties: 1,
		Properties: schema.Properties{
			{Name: "equals", Schema: &schema.Schema{Description: "It is this value."}},
			{Name: "contains", Schema: &schema.Schema{
				Type: "string", MinLength: 1, Description: "It is a text with this in it.",
			}},
			{Name: "matches", Schema: &schema.Schema{
				Type: "string", Description: "It is a text that the regular expression finds something in.",
			}},
			{Name: "absent", Schema: &schema.Schema{
				Type: "boolean", Description: "Whether nothing is there; false: something is.",
			}},
		},
	}
	several := &schema.Schema{Type: "array", MinItems: 1, Description: "One of these."}
	return &schema.Schema{
		Type:          "object",
		PropertyNames: &schema.Schema{Pattern: `^(/|query\.|header\.|path\.)`},
		Additional: &schema.Schema{
			AnyOf: append(scalar.AnyOf, several, tests),
		},
	}
}
