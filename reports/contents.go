package reports

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Contents writes what a file of a study holds: what was asked for, the files that it was made
// from, and of what each says, and the verdicts.
func Contents(b *bytes.Buffer, s *study.Study, inputs [][]byte, f Format) {
	p := &s.Plan
	t := newTable(text.AlignLeft, "what", "it is")
	for _, row := range [][2]string{
		{"scenarios", strings.Join(p.Scenarios, ", ")},
		{"strategies", strings.Join(p.Strategies, ", ")},
		{"readings", strings.Join(p.Readings, ", ")},
		{"seeds", fmt.Sprintf("%d to %d", p.First, p.First+uint64(p.Seeds-1))},
		{"runs", fmt.Sprintf("%d, %d failed, %d missing", s.Len(), len(s.Failures()),
			s.Missing())},
		{"version", s.Version},
	} {
		t.AppendRow(table.Row{row[0], row[1]})
	}
	putTable(b, t, s.Name, f)
	fmt.Fprintln(b)
	if len(p.Inputs) > 0 {
		files := newTable(text.AlignLeft, "file", "kind", "size", "SHA-256")
		for i, input := range p.Inputs {
			size := "not in the file"
			if i < len(inputs) {
				size = unit.Bytes(int64(len(inputs[i])))
			}
			files.AppendRow(table.Row{input.Name, input.Kind, size, input.SHA256[:min(12,
				len(input.SHA256))]})
		}
		putTable(b, files, "made from", f)
		fmt.Fprintln(b)
	}
	e := Evidence{Study: s}
	e.flips(b, f)
}
