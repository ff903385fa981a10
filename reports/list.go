package reports

import (
	"fmt"
	"io"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// An Entry is one line of a list.
type Entry struct {
	Name  string `json:"name"`
	About string `json:"about"` // whole

	Settings []spec.Setting `json:"settings,omitempty"` // of a part
}

// A listing is what list prints.
type listing struct {
	Entries []Entry `json:"entries"`
}

var listFormat = schema.Object[listing]("list", 1, "What there is of a kind.", "list")

// ListJSON writes the entries as one JSON object.
func ListJSON(w io.Writer, entries []Entry) error {
	return listFormat.Write(w, listing{entries})
}

// List writes names and the first sentences on each; width 0 does not wrap.
func List(w io.Writer, entries []Entry, width int) {
	widest := 0
	for _, e := range entries {
		widest = max(widest, len(e.Name))
	}
	for _, e := range entries {
		line := fmt.Sprintf("%-*s  %s", widest, e.Name, Opening(e.About))
		fmt.Fprintln(w, foldLine(line, widest+2, width))
	}
}
