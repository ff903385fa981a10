package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// jsonFormat is the number of the format of JSON objects: it grows with every change of a key.
const jsonFormat = 1

// WriteJSON writes one value, indented. An object names its format first.
func WriteJSON(w io.Writer, value any) error {
	var plain, indented bytes.Buffer
	e := json.NewEncoder(&plain)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return err
	}
	text := plain.Bytes()
	if members, isObject := bytes.CutPrefix(text, []byte("{")); isObject {
		text = fmt.Appendf(nil, `{"format":%d,%s`, jsonFormat, members)
	}
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		return err
	}
	_, err := w.Write(indented.Bytes())
	return err
}
