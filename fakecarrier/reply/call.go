package reply

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A Call is one request of the API, and what is known of it.
type Call struct {
	Path   string
	Query  map[string][]string
	Header map[string][]string // by canonical name
	Client string
	Now    time.Time
	ID     string // of the answer

	// Room is memory that the answer may be written into; nil: new memory.
	Room []byte

	body   any               // nil: none
	size   int               // bytes of it
	places map[string]string // the segments in braces
}

// Read reads the body of a call: JSON, or a multipart form, whose parts become members. Not ok
// means that it is neither, or no object.
func (c *Call) Read(kind string, text []byte) (ok bool) {
	c.size = len(text)
	var media string
	var parameters map[string]string
	var err error
	if kind != "application/json" { // which nearly all are
		media, parameters, err = mime.ParseMediaType(kind)
	}
	if err == nil && media == "multipart/form-data" {
		c.body, ok = readForm(text, parameters["boundary"])
		return ok
	}
	c.body, ok = readJSON(text)
	if list, isList := c.body.([]any); isList {
		return ok && len(list) > 0
	}
	_, isObject := c.body.(object)
	return ok && isObject
}

// readForm reads a multipart form: a part of JSON is what it says, a file an object with its name,
// type and size, and parts of one name are a list.
func readForm(text []byte, boundary string) (value any, ok bool) {
	form := map[string]any{}
	for parts := multipart.NewReader(bytes.NewReader(text), boundary); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return objects(form), len(form) > 0
		}
		if err != nil {
			return nil, false
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, false
		}
		member, isJSON := readJSON(content)
		switch {
		case part.FileName() != "":
			member = map[string]any{
				"name": part.FileName(), "type": part.Header.Get("Content-Type"),
				"size": json.Number(itoa(len(content))),
			}
		case !isJSON:
			member = string(content)
		}
		switch before := form[part.FormName()].(type) {
		case nil:
			form[part.FormName()] = member
		case []any:
			form[part.FormName()] = append(before, member)
		default:
			form[part.FormName()] = []any{before, member}
		}
	}
}

// match notes the segments of the path that a pattern names.
func (c *Call) match(segments []string) {
	c.places = nil
	rest := c.Path
	for _, s := range segments {
		given, after, more := strings.Cut(rest, "/")
		if name, named := wire.SegmentName(s); named {
			if c.places == nil {
				c.places = map[string]string{}
			}
			c.places[name] = given
		}
		if rest = after; !more {
			return
		}
	}
}

// Value is a value of JSON as calls have them; nil if it is none.
func Value(text []byte) any {
	v, _ := readJSON(text)
	return v
}
