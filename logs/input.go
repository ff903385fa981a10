package logs

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"syscall"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An input is a source that is being read.
type input struct {
	Source
	*reading
	recognised
	account *FileAccount
	starts  int64  // the first stamp at its beginning
	opening string // its first bytes
	head    []byte // of one that can be opened once
	stream  io.ReadCloser
	frame   framer
	unwrap  parser
	ways    []way
	first   way       // how the file was recognised to be written
	tells   bool      // some of its first records have how long they took
	flushed bool      // outer stamps are when a buffer was written, and no request ended
	mixed   bool      // lines may be of other formats as well
	spare   []*Format // those that none was of so far
	record  record
	hit     Hit
	ended   bool

	joined   []byte // the lines of a record that goes on
	firstOf  int    // the line of the first of them
	together int    // how many they are

	settled bool // the widths are known
	seen    int  // stamps
	held    []heldHit
}

// settling is the number of stamps from which the resolution is taken.
const settling = 10_000

// mostTogether is the number of lines that a record may have at most (assumed).
const mostTogether = 100

// A heldHit waits until the resolution is known.
type heldHit struct {
	hit Hit
	times
}

// begin begins to read the file.
func (in *input) begin() error {
	if in.stream == nil {
		var err error
		if in.stream, err = in.Open(); err != nil {
			return err
		}
	}
	plain, err := Plain(in.stream)
	if err != nil {
		return in.failed(err)
	}
	in.frame, in.unwrap = in.cutters(plain, in.options)
	in.first.parse = in.format.open(in.options)
	in.ways, in.spare = []way{in.first}, in.spares()
	in.mixed = len(in.spare) > 0
	if in.options.Resolution > 0 {
		in.settle()
	}
	return nil
}

// next returns the next hit that is kept; nil at the end. It is valid until the next call.
func (in *input) next() (*Hit, error) {
	for {
		if in.settled && len(in.held) > 0 {
			h := &in.held[0]
			if in.held = in.held[1:]; len(in.held) == 0 {
				in.held = nil
			}
			in.place(&h.hit, &h.times)
			return &h.hit, nil
		}
		if in.ended {
			return nil, nil
		}
		kept, err := in.read()
		if err != nil {
			return nil, err
		}
		if kept && in.settled {
			in.place(&in.hit, &in.record.times)
			return &in.hit, nil
		}
		if kept {
			in.held = append(in.held, heldHit{in.hit, in.record.times})
		}
		if !in.settled && (in.ended || in.seen >= settling) {
			in.settle()
		}
	}
}

// settle fixes the resolution: the coarsest of all ways is that of the file.
func (in *input) settle() {
	in.settled = true
	for i := range in.ways {
		if w := &in.ways[i]; in.options.Resolution > 0 {
			w.width = int64(in.options.Resolution)
			in.resolve(w)
		} else if w.records > 0 {
			in.resolve(w)
		}
	}
}

// resolve notes the resolution of a way.
func (in *input) resolve(w *way) {
	if w.width > 1 {
		in.account.Resolution = max(in.account.Resolution, time.Duration(w.width))
	}
}

// read reads one record, and fills in.hit if it is kept.
func (in *input) read() (kept bool, err error) {
	r := &in.record
	if err := in.frame.next(r); errors.Is(err, io.EOF) {
		return false, in.end()
	} else if err != nil {
		return false, in.failed(err)
	}
	text := r.text
	switch in.readText() {
	case other:
		if !blank(text) {
			in.all.Others++
		}
	case broken:
		return false, in.unreadable(text)
	case whole:
		if err := in.see(); err != nil {
			return false, err
		}
		in.all.Read++
		why, out := in.filter.leaves(r, in.ways[r.way].begins(&r.times))
		if out {
			in.tally(r)
			return false, in.leave(why, text)
		}
		in.all.Kept++
		in.fill()
		if in.several && !in.format.Bare && !in.format.offsets {
			in.hit.sum = sum(text)
		}
		if in.hit.Tunnel() {
			in.all.Tunnels++
		}
		return true, nil
	}
	return false, nil
}

// end closes the file. What goes on beyond its end is unreadable.
func (in *input) end() error {
	in.ended = true
	in.tellWays()
	if err := in.stream.Close(); err != nil {
		return in.failed(err)
	}
	if in.together > 0 {
		in.record = record{text: in.joined, line: in.firstOf, column: 1, length: len(in.joined)}
		return in.unreadable(in.joined)
	}
	return nil
}

// readText parses the text at hand, together with the lines before it that it goes on from.
func (in *input) readText() outcome {
	r := &in.record
	r.reset()
	comment := len(r.text) > 0 && r.text[0] == '#'
	if blank(r.text) && in.together == 0 {
		return other
	}
	found := whole
	if in.unwrap != nil {
		found = in.unwrap(r)
	}
	if found == whole || found == more {
		if in.together > 0 {
			in.joined = append(in.joined, r.text...)
			r.text, r.line = in.joined, in.firstOf
		}
		if found == whole {
			if found = in.parseAny(); found == more {
				in.joined = append(in.joinable(), '\n')
			}
		} else {
			in.joined = in.joinable()
		}
	}
	if found == more && in.together < mostTogether {
		in.together++
		return more
	}
	in.joined, in.together = in.joined[:0], 0
	if found == more {
		return broken
	}
	if found == broken && comment {
		return other
	}
	return found
}

// joinable is the text at hand, kept for the lines that follow it.
func (in *input) joinable() []byte {
	if in.together > 0 {
		return in.joined
	}
	in.firstOf = in.record.line
	return append(in.joined, in.record.text...)
}

// see takes note of a stamp.
func (in *input) see() error {
	r := &in.record
	w := &in.ways[r.way]
	w.records++
	if r.outerUnit > 0 && r.outerUnit < r.unit && !in.flushed &&
		w.instant(&r.times) == Ends {
		if r.outer < r.at || r.outer >= r.at+r.unit {
			r.coarse = true
		} else {
			r.at, r.unit = r.outer, r.outerUnit
		}
	}
	switch given := in.options.Resolution > 0; {
	case r.coarse:
	case !in.settled:
		in.seen++
		last := r.printed()
		for !w.format.asPrinted && last < second && r.at%(10*last) == 0 {
			last *= 10
		}
		w.width = min(w.width, last)
	case w.late && w.records == 1: // no finer than what was seen before
		w.width = cmp.Or(int64(in.options.Resolution), max(r.printed(), int64(in.account.Resolution)))
		in.resolve(w)
	case w.width > 1 && !given && !w.late && r.at%w.width != 0:
		width := unit.FormatDuration(time.Duration(w.width))
		return in.mistake(r.line, 1, "a stamp finer than the "+width+" of the stamps before it",
			"stamps of one resolution; --resolution "+width+" makes them so")
	}
	return nil
}

// place turns the stamps of a record into the intervals of its hit.
func (in *input) place(h *Hit, r *times) {
	w := &in.ways[r.way]
	width := w.width
	if r.coarse {
		width = max(width, r.printed())
		in.account.Resolution = max(in.account.Resolution, time.Duration(width))
	}
	from := unit.Floor(r.at, width)
	stamp := Interval{from, from + width + r.unit - r.printed()}
	if r.unit > r.printed() {
		in.account.Twice++
	}
	h.Begin, h.End = w.span(r, stamp)
	in.account.tell(w, r)
	in.account.Within = max(in.account.Within, time.Duration(h.Begin.Until-h.Begin.From))
}

// fill makes a hit of the record, but for its intervals.
func (in *input) fill() {
	r := &in.record
	in.hit = Hit{Client: in.clientName(in.filter.client(r)), Host: in.text(r.host),
		Path: in.text(in.filter.path), Method: in.text(r.method), Status: r.status,
		File: in.Name, Line: r.line}
	if r.trace != nil {
		in.hit.span = &span{string(r.trace), string(r.span), string(r.parent), r.side}
	}
}

// unreadable counts a record that cannot be read. One that the end of the file cut off is not held
// against the log: it was being written.
func (in *input) unreadable(text []byte) error {
	r := &in.record
	in.all.Read++
	if in.frame.torn() {
		in.torn++
	} else if in.broken == nil {
		in.broken = notRead(in.Name, r, in.format)
	}
	if in.options.Strict {
		return notRead(in.Name, r, in.format)
	}
	return in.leave(Unreadable, text)
}

// leave counts a record that is left out, and writes it down where that is wanted.
func (in *input) leave(why Reason, text []byte) error {
	in.all.leave(why, Place{in.Name, in.record.line})
	if in.options.Rejects == nil {
		return nil
	}
	_, err := fmt.Fprintf(in.options.Rejects, "%s:%d\t%s\t%s\n", in.Name, in.record.line, why, text)
	return err
}

func (in *input) mistake(line, column int, found, meant string) error {
	return &strict.Mistake{File: in.Name, Line: line, Column: column, Found: found, Meant: meant}
}

// failed is the error of reading on.
func (in *input) failed(err error) error { return Failed(in.Name, in.record.line+1, err) }

// Failed is the mistake that an error is which stopped the reading of a file at a line.
func Failed(file string, line int, err error) error {
	m := &strict.Mistake{File: file, Line: line, Column: 1, Found: err.Error(),
		Meant: "a complete file"}
	switch {
	case errors.Is(err, errLongLine):
		m.Column, m.Meant = longestLine, "a log with a record a line"
	case errors.Is(err, errLargeItem):
		m.Meant = "records of a usual size"
	case errors.Is(err, io.ErrUnexpectedEOF):
		m.Found = "the end of the file in the middle of its data"
	case errors.Is(err, syscall.EISDIR):
		m.Line, m.Found, m.Meant = 1, "a folder", "a file"
	}
	return m
}
