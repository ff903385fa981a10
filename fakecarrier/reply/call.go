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

	body   any               // nil: none
	size   int               // bytes of it
	places map[string]string // the segments in braces
}

// Read reads the body of a call: JSON, or a multipart form, whose parts become members. Not ok
// means that it is neither, or no object.
func (c *Call) Read(kind string, text []byte) (ok bool) {
	c.size = len(text)
	media, parameters, err := mime.ParseMediaType(kind)
	if err == nil && media == "multipart/form-data" {
		c.body, ok = readForm(text, parameters["boundary"])
		return ok
	}
	c.body, ok = readJSON(text)
	if list, isList := c.body.([]any); isList {
		return ok && len(list) > 0
	}
	_, isObject := c.body.(map[string]any)
	return ok && isObject
}

// readJSON reads one JSON value, whose numbers stay as they are written.
func readJSON(text []byte) (value any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&value) != nil {
		return nil, false
	}
	_, err := d.Token()
	return value, errors.Is(err, io.EOF)
}

// readForm reads a multipart form: a part of JSON is what it says, a file an object with its name,
// type and size, and parts of one name are a list.
func readForm(text []byte, boundary string) (value any, ok bool) {
	form := map[string]any{}
	for parts := multipart.NewReader(bytes.NewReader(text), boundary); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, len(form) > 0
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
	c.places = map[string]string{}
	given := strings.Split(c.Path, "/")
	for i, s := range segments {
		if name, named := wire.SegmentName(s); named && i < len(given) {
			c.places[name] = given[i]
		}
	}
}
