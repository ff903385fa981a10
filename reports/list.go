package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// An Entry is one line of a list.
type Entry struct {
	Name  string `json:"name"`
	About string `json:"about"` // whole

	Settings []spec.Setting `json:"settings,omitempty"` // of a part
}

// List writes names and sentences; width 0 does not wrap.
func List(w io.Writer, entries []Entry, width int) {
	const gap, least = 2, 30
	widest := 0
	for _, e := range entries {
		widest = max(widest, len(e.Name))
	}
	t := table.NewWriter()
	for _, e := range entries {
		t.AppendRow(table.Row{e.Name, Opening(e.About)})
	}
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", strings.Repeat(" ", gap)
	t.SetStyle(style)
	if width > 0 {
		t.SetColumnConfigs([]table.ColumnConfig{{
			Number: 2, WidthMax: max(least, width-widest-2*gap), WidthMaxEnforcer: text.WrapSoft,
		}})
	}
	fmt.Fprintln(w, withoutPadding(t.Render()))
}
