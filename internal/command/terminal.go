package command

import (
	"io"
	"os"

	"golang.org/x/term"

	"github.com/tokenstorm/tokenstorm/reports"
)

func onTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// formatFor is coloured on a terminal, unless NO_COLOR is set (no-color.org).
func formatFor(w io.Writer) reports.Format {
	f, ok := w.(*os.File)
	if ok && onTerminal(f) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" {
		return reports.Coloured
	}
	return reports.Plain
}

// widthOf is the number of columns of the terminal, 0 for what is none.
func widthOf(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok || !onTerminal(f) {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}
