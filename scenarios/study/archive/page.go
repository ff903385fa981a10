package archive

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
)

// A page has an archive as a block of data: this begins it, and the base64 of the zip stands
// between the next > and the next <.
const blockBegins = `<script type="application/zip" `

// IsPage reports whether a file that begins like this is to be a page.
func IsPage(beginning []byte) bool { return bytes.HasPrefix(beginning, []byte("<!")) }

// ReadPage reads the archive that an HTML page has. The error is a *strict.Mistake.
func ReadPage(name string, page []byte) (*Archive, error) {
	r := reader{name: name}
	blocks := strings.Split(string(page), blockBegins)[1:]
	if len(blocks) != 1 {
		return nil, r.mistake("", fmt.Sprintf("a page of %d studies", len(blocks)),
			"a page of one; of several each lies beside it, in a file -study.zip")
	}
	_, text, _ := strings.Cut(blocks[0], ">")
	text, _, _ = strings.Cut(text, "<")
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, r.mistake("", "a damaged study: "+err.Error(), "it as it was written")
	}
	return Read(name, data)
}
