package reply

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// Example returns the example of an operation, with values in place of places: after is the body of
// the answer to the example that comes before it, nil if none does. The error is a text that cannot
// be read.
func Example(o *wire.Operation, after []byte) (e wire.Example, err error) {
	call := &Call{}
	call.body, _ = readJSON(after)
	s := &scope{call: call}
	e = o.Example
	if e.Path == "" {
		e.Path = o.Path
	}
	for _, text := range []*string{&e.Path, &e.Header[1]} {
		node, err := parseText(*text)
		if err != nil {
			return e, fmt.Errorf("%s: %w", *text, err)
		}
		filled, _ := node.render(nil, s)
		value, _ := readJSON(filled)
		*text, _ = value.(string)
	}
	if e.Body == "" || e.Type != "" { // none, or a form
		return e, nil
	}
	node, err := parseTemplate(e.Body)
	if err != nil {
		return e, fmt.Errorf("%s: %w", e.Body, err)
	}
	filled, _ := node.render(nil, s)
	e.Body = string(filled)
	return e, nil
}
