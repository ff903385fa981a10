package reply

import (
	"bytes"
	"mime/multipart"
	"net/textproto"
	"strings"
)

// form returns an answer as a multipart form, and its type: a member that is an object is a part of
// JSON, one that is a text is a file.
func (o *Operation) form(s *scope) (text []byte, kind string) {
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	if err := parts.SetBoundary("tokenstorm" + strings.ReplaceAll(s.call.ID, "-", "")); err != nil {
		panic("reply: " + err.Error()) // an id has letters, digits and hyphens
	}
	object, _ := o.body.(objectNode)
	for _, m := range object {
		content, ok := m.value.render(nil, s)
		if !ok {
			continue
		}
		name, _ := readJSON(m.name[:len(m.name)-1])
		disposition := `form-data; name="` + textOf(name) + `"`
		header := textproto.MIMEHeader{"Content-Type": {"application/json"}}
		if value, _ := readJSON(content); textOf(value) == value {
			content = []byte(textOf(value))
			format := s.format()
			header.Set("Content-Type", map[string]string{"PDF": "application/pdf"}[format])
			if header.Get("Content-Type") == "" {
				header.Set("Content-Type", "application/octet-stream")
			}
			disposition += `; filename="` + textOf(name) + "." + strings.ToLower(format) + `"`
		}
		header.Set("Content-Disposition", disposition)
		part, err := parts.CreatePart(header)
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil { // a write into memory does not fail
			panic("reply: " + err.Error())
		}
	}
	if err := parts.Close(); err != nil {
		panic("reply: " + err.Error())
	}
	return b.Bytes(), parts.FormDataContentType()
}

// acceptsJSON reports whether a request asks for JSON, as application/vnd.usps.labels+json is too.
func (c *Call) acceptsJSON() bool {
	return strings.Contains(strings.Join(c.Header["Accept"], ","), "json")
}
