package command

import (
	"io"
	"os"

	"golang.org/x/term"

	"github.com/tokenstorm/tokenstorm/reports"
)

// onTerminal reports whether w is a terminal, and its number as a file.
func onTerminal(w io.Writer) (fd int, is bool) {
	f, ok := w.(interface{ Fd() uintptr })
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// formatFor is coloured on a terminal, unless NO_COLOR is set (no-color.org).
func formatFor(w io.Writer) reports.Format {
	_, is := onTerminal(w)
	if is && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" {
		return reports.Coloured
	}
	return reports.Plain
}

// widthOf is the number of columns of the terminal, 0 for what is none.
func widthOf(w io.Writer) int {
	fd, is := onTerminal(w)
	if !is {
		return 0
	}
	width, _, err := term.GetSize(fd)
	if err != nil {
		return 0
	}
	return width
}
