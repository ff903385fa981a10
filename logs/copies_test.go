package logs

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A file that is there twice is counted once.
func TestCopies(t *testing.T) {
	lines := func(from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "198.51.100.7 - - [02/Mar/2026:07:%02d:%02d +0000] \"POST /oauth/token "+
				"HTTP/1.1\" 200 %d\n", i/60%60, i%60, i)
		}
		return b.String()
	}
	zipped := func(plain string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := io.WriteString(w, plain)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return b.String()
	}
	once := func(s Source) Source {
		s.Once = true
		return s
	}
	const many = 20_000 // records, 1.6 MB
	for _, test := range []struct {
		name  string
		files []Source
		want  any // hits, or a mistake
		why   string
	}{
		{"packed and as it was", []Source{text("a.log.1", lines(0, 5)), text("a.log.1.gz",
			zipped(lines(0, 5)))}, 5, "a.log.1"},
		{"a copy from before it grew", []Source{text("copy", lines(0, 3)), text("a.log", lines(0, 5)),
			text("b.log", lines(5, 7))}, 7, "a.log"},
		{"cut in the middle of a line", []Source{text("copy", lines(0, 3)[:150]), text("a.log",
			lines(0, 5))}, 5, "a.log"},
		{"three of them", []Source{text("a", lines(0, 3)), text("b", lines(0, 3)),
			text("c", lines(0, 4))}, 4, "a"}, // and a's are those of c
		{"large ones", []Source{text("a", lines(0, many)), text("b", lines(0, many))}, many, "a"},
		{"from a pipe", []Source{text("a", lines(0, 5)), once(text("stdin", lines(0, 5)))}, 5, "a"},
		{"alike at their beginning alone", []Source{text("a", lines(0, 9)+lines(20, 21)),
			text("b", lines(0, 9)+lines(10, 11))}, 20, ""},
		{"alike for a MiB", []Source{text("a", lines(0, many)+lines(1, 2)), text("b", lines(0, many)+
			lines(3, 4))}, "b:1:1: found the records of a, 1 MiB of them and perhaps not all; " +
			"meant each record once: leave one of the files out, or cut it", ""},
		{"a large pipe", []Source{text("a", lines(0, many)), once(text("b", lines(0, many)))},
			"found the records of a", ""},
		{"lists", []Source{text("a", "0\n3600\n"), text("b", "0\n3600\n")}, 4, ""},
		{"the same heading", []Source{text("a", "time,path\n2026-03-02T07:00:03Z,/a\n"),
			text("b", "time,path\n2026-03-02T07:00:04Z,/a\n")}, 2, ""},
	} {
		hits, a, err := readAll(t, Options{}, test.files...)
		if message, refused := test.want.(string); refused {
			require.ErrorContains(t, err, message, test.name)
			continue
		}
		require.NoError(t, err, test.name)
		require.Len(t, hits, test.want.(int), test.name)
		why := ""
		for _, f := range a.Files {
			if f.Format == "" {
				why = f.Why
			}
		}
		if test.why != "" {
			test.why = "left out, since its records are those of " + test.why
		}
		require.Equal(t, test.why, why, test.name)
	}
}
