package reports

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/cells"
)

// Kept writes a line for each entry of a folder of cells, and below them what they come to.
func Kept(b *bytes.Buffer, folder string, entries []cells.Entry, f Format) {
	t := newTable(text.AlignRight, "scenario", "strategy", "reading", "runs", "seeds", "size",
		"last used", "program")
	t.left(3)
	t.leaveOut(7, 4, 6)
	size, runs := int64(0), 0
	for _, e := range entries {
		seeds := e.Seeds
		if e.Damaged {
			seeds += ", rest damaged"
		}
		t.AppendRow(table.Row{e.Scenario, e.Strategy, e.Reading, unit.Count(e.Runs), seeds,
			unit.Bytes(e.Bytes), e.Used.UTC().Format(time.DateTime), e.Program})
		size, runs = size+e.Bytes, runs+e.Runs
	}
	header := fmt.Sprintf("%s · %s, %s", folder, unit.Counted(runs, "run"), unit.Bytes(size))
	if len(entries) == 0 {
		fmt.Fprintln(b, header)
		return
	}
	putTable(b, t, header, f)
}

// A keptRuns is what cache prints.
type keptRuns struct {
	Folder  string     `json:"folder"`
	Entries []keptJSON `json:"entries"`
}

// A keptJSON is the runs of one contestant that one program carried out.
type keptJSON struct {
	study.Contestant
	Runs    int       `json:"runs"`
	Seeds   string    `json:"seeds"`
	Bytes   int64     `json:"bytes"`
	Used    time.Time `json:"used"` // last
	Program string    `json:"program"`
	Damaged bool      `json:"damaged"` // the file, behind these runs
}

var keptFormat = schema.Object[keptRuns]("cache", 1, "The runs that are kept.", "cache")

// KeptJSON writes the same for programs.
func KeptJSON(w io.Writer, folder fmt.Stringer, entries []cells.Entry) error {
	out := keptRuns{Folder: folder.String(), Entries: []keptJSON{}}
	for _, e := range entries {
		out.Entries = append(out.Entries, keptJSON{e.Contestant, e.Runs, e.Seeds, e.Bytes, e.Used.UTC(),
			e.Program, e.Damaged})
	}
	return keptFormat.Write(w, out)
}
