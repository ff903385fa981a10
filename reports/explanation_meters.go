package reports

import (
	"bytes"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
)

// writeObjections tells which meters objected, and by what count: a table.
func writeObjections(b *bytes.Buffer, all []lineage.Objector, format Format) {
	if len(all) == 0 {
		return
	}
	t := newTable(text.AlignLeft, "meter", "what it allows, and beyond", "objected", "first at", "to",
		"by")
	t.folds = true
	for i := range all {
		m := &all[i]
		by := unit.None
		if m.Hits > 0 {
			by = fmt.Sprintf("%s since %s", unit.Counted(m.Hits, "hit"), clock(m.Since))
		}
		t.AppendRow(table.Row{
			m.Name(), m.Says, unit.Count(m.Count), clock(m.At), m.First.Name(), by,
		})
	}
	putTable(b, t, "\nThe meters of the carrier that objected, by their place in its list. objected: "+
		"to so many hits, as the first in the list; by: the count with which it did first.", format)
}
