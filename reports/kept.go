package reports

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

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

// KeptJSON writes the same for programs.
func KeptJSON(w io.Writer, folder fmt.Stringer, entries []cells.Entry) error {
	type entry struct {
		study.Contestant
		Runs    int       `json:"runs"`
		Seeds   string    `json:"seeds"`
		Bytes   int64     `json:"bytes"`
		Used    time.Time `json:"used"`
		Program string    `json:"program"`
		Damaged bool      `json:"damaged"`
	}
	all := []entry{}
	for _, e := range entries {
		all = append(all, entry{e.Contestant, e.Runs, e.Seeds, e.Bytes, e.Used.UTC(), e.Program,
			e.Damaged})
	}
	return WriteJSON(w, struct {
		Folder  string  `json:"folder"`
		Entries []entry `json:"entries"`
	}{folder.String(), all})
}
