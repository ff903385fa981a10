package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
)

// A sight is how much of a log that is followed could be made use of: of what it does not see it
// must not say that there is no ban.
type sight struct {
	lines      int // of the file, so far
	read, kept int
	leftOut    string   // of the latest records, why
	paths      []string // the commonest of them

	astray, among int        // records in a row that cannot be read, and among how many
	first         logs.Place // of them
}

// A blindness is why it is not known whether there is a ban.
type blindness int

const (
	seeing     blindness = iota
	nothing              // nothing was written yet
	allLeftOut           // of what was written nothing was kept
	unreadable           // the latest records cannot be read
)

// mostAstray is how many records in a row are passed over in silence if they cannot be read.
// Assumed: an error that a server writes into its log has fewer lines.
const mostAstray = 10

// add takes note of what became of the records that were read last, of so many lines below the
// lines above.
func (s *sight) add(r *logs.Reader, lines, above int, tolerate float64) {
	a := r.Account()
	left := a.Left[logs.Unreadable]
	switch {
	case a.Read == 0:
	case float64(left.Count) <= tolerate*float64(a.Read):
		s.astray, s.among = 0, 0
	default:
		if s.astray == 0 {
			s.first = logs.Place{File: left.First.File, Line: left.First.Line - above + s.lines}
		}
		s.astray, s.among = s.astray+left.Count, s.among+a.Read
	}
	s.lines += lines
	s.read, s.kept = s.read+a.Read, s.kept+a.Kept
	if s.kept == 0 && a.Read > 0 {
		s.leftOut = a.LeftOut()
		s.paths, _ = r.Commonest()
	}
}

// blind says why it is not known whether there is a ban, if it is not.
func (s *sight) blind() (b blindness, why string) {
	switch {
	case s.read == 0:
		return nothing, "no record was written so far"
	case s.kept == 0:
		why = fmt.Sprintf("of %s none is kept: %s", unit.Counted(s.read, "record"), s.leftOut)
		if len(s.paths) > 0 {
			why += "; the commonest paths are " + strings.Join(s.paths, ", ")
		}
		return allLeftOut, why
	case s.astray >= mostAstray:
		return unreadable, fmt.Sprintf("of the latest %s %s cannot be read, the first at %s:%d",
			unit.Counted(s.among, "record"), unit.Count(s.astray), s.first.File, s.first.Line)
	}
	return seeing, ""
}

// lines counts the lines that a reader has.
func lines(r io.Reader) (n int, err error) {
	block := make([]byte, 1<<16)
	for {
		k, err := r.Read(block)
		n += bytes.Count(block[:k], []byte("\n"))
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}
