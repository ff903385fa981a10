package command

import (
	"io"
	"os"
	"strconv"

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

// plainWidth is how wide output is that goes to no terminal, unless COLUMNS says otherwise: a file,
// a pipe (assumed: what two windows side by side have room for).
const plainWidth = 100

// formatFor is as wide as the terminal, and coloured on one, unless NO_COLOR is set (no-color.org).
func formatFor(w io.Writer) reports.Format {
	fd, is := onTerminal(w)
	f := reports.Format{Width: plainWidth}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		f.Width = n
	}
	if !is {
		return f
	}
	if width, _, err := term.GetSize(fd); err == nil && width > 0 {
		f.Width = width
	}
	f.Coloured = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return f
}
