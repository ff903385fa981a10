package reports

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTables(t *testing.T) {
	c := handmadeChapter()
	for _, table := range []struct {
		name  string
		write func(*bytes.Buffer, Format)
	}{
		{"table", func(b *bytes.Buffer, f Format) { Table(b, c, f) }},
		{"parts", func(b *bytes.Buffer, f Format) { Table(b, townChapter(), f) }},
		{"verdicts", func(b *bytes.Buffer, f Format) { verdicts(b, c, f) }},
		{"overview", func(b *bytes.Buffer, f Format) { overview(b, []Chapter{*c}, f) }},
	} {
		for suffix, f := range map[string]Format{
			".txt": {}, ".coloured.txt": {Coloured: true}, ".md": {Markdown: true},
			".narrow.txt": {Width: 60},
		} {
			t.Run(table.name+suffix, func(t *testing.T) {
				var b bytes.Buffer
				table.write(&b, f)
				golden(t, table.name+suffix, b.Bytes())
			})
		}
	}
}

func TestTableWithoutColoursHasNoEscapes(t *testing.T) {
	for _, f := range []Format{{}, {Markdown: true}} {
		var b bytes.Buffer
		Table(&b, handmadeChapter(), f)
		require.NotContains(t, b.String(), "\x1b")
	}
}

func Example_verdicts() {
	var b bytes.Buffer
	verdicts(&b, handmadeChapter(), Format{})
	fmt.Print(b.String())
	// Output:
	// handmade · seed 42 · one run per cell: no interval can be given
	//
	// strategy  akamai                   literal                across readings
	// ───────────────────────────────────────────────────────────────────────────
	// idle      no ban, no action ended  no ban, ok 100 % of 2  survives
	// locked    no ban, no action ended  no ban, ok 100 % of 2  survives
	// naive     1 ban, ok 50.0 % of 2    no ban, ok 100 % of 2  CHANGES
}
