package reports

import (
	"encoding/json"
	"io"
)

// WriteJSON writes one value, indented.
func WriteJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
