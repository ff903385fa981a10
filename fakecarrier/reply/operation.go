package reply

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// An Operation is one of a Set, ready to answer.
type Operation struct {
	wire.Operation
	Number   uint16 // of the Wire
	set      *Set
	segments []string

	shape    *shape // of the body
	requires []place
	document *place
	makes    *maker
	finds    *value
	quoter   *quoter
	body     node
	recalls  bool // the body looks for things
	text     node // in place of the body, of a Stub
	headers  []header
}

// A maker is a wire.Makes, compiled.
type maker struct {
	*wire.Makes
	key, of, each, times, zip *place
	known                     []place
}

func newOperation(set *Set, number int, o wire.Operation) *Operation {
	return &Operation{
		Operation: o, Number: uint16(number), set: set, segments: strings.Split(o.Path, "/"),
	}
}

// compile reads the texts of the operation. Its error names those that are wrong.
func (o *Operation) compile() error {
	var wrong []error
	at := func(text string) *place {
		if text == "" {
			return nil
		}
		p, err := parsePlace(text)
		if err != nil {
			wrong = append(wrong, err)
		}
		return &p
	}
	if slices.Contains(o.segments, "*") {
		wrong = append(wrong, errors.New("found * in the path; meant a name in braces, as {id}"))
	}
	for _, text := range o.Requires {
		o.requires = append(o.requires, *at(text))
	}
	o.document = at(o.Document)
	if m := o.Makes; m != nil {
		o.makes = &maker{
			Makes: m, key: at(m.Key), of: at(m.Of), each: at(m.Each), times: at(m.Times),
			zip: at(m.Number.Zip),
		}
		for _, text := range m.Known {
			o.makes.known = append(o.makes.known, *at(text))
		}
	}
	if o.Finds != nil {
		by, err := parseValue(o.Finds.By)
		if err != nil {
			wrong = append(wrong, err)
		}
		o.finds = &by
	}
	if q := o.Quotes; q != nil {
		o.quoter = &quoter{
			service: at(q.Service), all: at(q.All), packages: at(q.Packages), weight: at(q.Weight),
			unit: at(q.Unit), times: at(q.Times),
		}
	}
	if o.Body != "" {
		body, err := parseTemplate(o.Body)
		if err != nil {
			wrong = append(wrong, err)
		}
		o.body, o.recalls = body, strings.Contains(o.Body, `"$find"`) ||
			strings.Contains(o.Body, `"kept `)
		if !o.Form { // whose members are parts
			o.body = folded(o.body)
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return fmt.Errorf("%s %s: %w", o.Method, o.Path, err)
	}
	return nil
}

// NeedsBody reports whether a request of the operation has a JSON object or a form.
func (o *Operation) NeedsBody() bool {
	switch o.Method {
	case "POST", "PUT", "PATCH":
		return true
	}
	return o.Example.Body != "" // of a DELETE, as some are
}

// An Answer is what an operation answers, or what is wrong with the request.
type Answer struct {
	Wrong  wire.Outcome // Answered: nothing is
	Field  string       // that is missing or of the wrong kind, as requestedShipment.shipper
	Thing  string       // that is unknown, or was cancelled before
	Status int
	Type   string // of the body; "" is application/json
	Body   []byte // nil: none, unless Later makes one
	Header [][2]string

	// Of a field of the wrong kind: its JSON pointer, what it is, and what was meant.
	Pointer      string
	Found, Meant Kind

	// Later makes the body where it hangs on the call alone: the Memory is not needed for it.
	Later func() []byte
}

// Answer answers a call that was read, and remembers what it made.
func (o *Operation) Answer(c *Call, m *Memory) Answer {
	c.match(o.segments)
	room := c.Room
	c.Room = nil // a call is kept that made something
	if w := o.set.takes.contradicts(o.shape, c.body); w != nil {
		return Answer{
			Wrong: wire.WrongKind, Field: w.field(), Pointer: w.pointer(), Found: w.found, Meant: w.meant,
		}
	}
	s := &scope{call: c, memory: m, op: o}
	for i := range o.requires {
		if o.requires[i].missing(s) {
			return Answer{Wrong: wire.MissingField, Field: o.requires[i].field()}
		}
	}
	if o.finds != nil {
		key := textOf(o.finds.of(s))
		s.thing = m.find(o.Finds.Kind, key)
		switch {
		case s.thing == nil:
			return Answer{Wrong: wire.UnknownThing, Thing: key}
		case s.thing.ended && !o.Finds.Ended:
			return Answer{Wrong: wire.EndedThing, Thing: key}
		case o.Finds.Ends:
			m.end(s.thing, key)
		case o.Finds.Changes:
			s.thing.call = c
		}
	}
	if o.makes != nil {
		s.made = o.makes.make(s)
		s.thing = s.made[0]
	}
	a := Answer{Status: max(o.Status, 200)}
	for _, h := range o.headers {
		a.Header = append(a.Header, [2]string{h.name, plainly(h.text, s)})
	}
	switch {
	case o.text != nil:
		a.Body, a.Type = []byte(plainly(o.text, s)), "text/plain; charset=utf-8"
	case o.Form && !c.acceptsJSON():
		a.Body, a.Type = o.form(s)
	case o.body != nil && o.forgetful():
		a.Later = func() []byte {
			body, _ := o.body.render(room, s)
			return body
		}
	case o.body != nil:
		a.Body, _ = o.body.render(room, s)
	}
	return a
}

// forgetful reports whether the answer hangs on the call alone.
func (o *Operation) forgetful() bool {
	return o.makes == nil && o.finds == nil && !o.recalls
}

// field is the place as messages name it: members with dots between them.
func (p *place) field() string {
	if p.root == inBody {
		return strings.ReplaceAll(strings.Join(p.words, "."), ".*", "")
	}
	return p.text
}

// make makes the things of a request, one at least, and keeps them.
func (k *maker) make(s *scope) []*Thing {
	items := []any{nil}
	if k.each != nil {
		items = nil
		for _, item := range k.each.listAt(s) {
			of := *s
			of.item = item
			for range countAt(k.times, &of) {
				items = append(items, item)
			}
		}
		items = items[:min(len(items), 200)]
		if len(items) == 0 {
			items = []any{nil}
		}
	}
	things := make([]*Thing, len(items))
	for i, item := range items {
		t := &Thing{kind: k.Kind, call: s.call, item: item, index: i + 1, count: len(items)}
		of := *s
		of.item = item
		t.number = s.memory.next(k.Number, zipOf(k.zip.textAt(&of)))
		t.key = cmp.Or(k.key.textAt(&of), t.number)
		t.master = t.key
		if i > 0 {
			t.master = things[0].key
		}
		t.master = cmp.Or(k.of.textAt(&of), t.master)
		for j := range k.known {
			for v := range func(yield func(any) bool) { k.known[j].each(&of, yield) } {
				t.known = append(t.known, textOf(v))
			}
		}
		things[i] = t
		s.memory.keep(t)
	}
	return things
}
