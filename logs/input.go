package logs

import (
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
	starts  int64 // the first stamp at its beginning
	stream  io.ReadCloser
	frame   framer
	parse   parser
	unwrap  parser
	record  record
	hit     Hit
	ended   bool

	joined   []byte // the lines of a record that goes on
	firstOf  int    // the line of the first of them
	together int    // how many they are

	settled bool  // the width is known
	seen    int   // stamps
	width   int64 // of the interval that a stamp is: 1 where it is exact
	held    []heldHit
}

// settling is the number of stamps from which the resolution is taken.
const settling = 10_000

// mostTogether is the number of lines that a record may have at most (assumed).
const mostTogether = 100

// A heldHit waits until the resolution is known.
type heldHit struct {
	hit   Hit
	stamp record // without its texts
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
	in.frame, in.parse, in.unwrap = in.parsers(plain, in.options)
	in.width = minute
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
			in.held = in.held[1:]
			in.place(&h.hit, &h.stamp)
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
			in.place(&in.hit, &in.record)
			return &in.hit, nil
		}
		if kept {
			r := &in.record
			in.held = append(in.held, heldHit{in.hit, record{at: r.at, unit: r.unit, end: r.end,
				endUnit: r.endUnit, took: r.took, tookUnit: r.tookUnit}})
		}
		if !in.settled && (in.ended || in.seen >= settling) {
			in.settle()
		}
	}
}

// settle fixes the resolution.
func (in *input) settle() {
	in.settled = true
	if in.options.Resolution > 0 {
		in.width = int64(in.options.Resolution)
	}
	if in.width > 1 {
		in.account.Resolution = time.Duration(in.width)
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
		why, out := in.filter.leaves(r, r.begins(in.format.Stamp))
		if out {
			in.tally(r)
			return false, in.leave(why, text)
		}
		in.all.Kept++
		in.fill()
		return true, nil
	}
	return false, nil
}

// end closes the file. What goes on beyond its end is unreadable.
func (in *input) end() error {
	in.ended = true
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
			if found = in.parse(r); found == more {
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
	if r.outerUnit > 0 && in.format.Stamp == Ends && r.outerUnit < r.unit {
		r.at, r.unit = r.outer, r.outerUnit
	}
	if !in.settled {
		in.seen++
		last := r.unit
		for !in.format.asPrinted && last < second && r.at%(10*last) == 0 {
			last *= 10
		}
		in.width = min(in.width, last)
	} else if in.width > 1 && in.options.Resolution == 0 && r.at%in.width != 0 {
		return in.mistake(r.line, 1, "a stamp finer than the "+unit.FormatDuration(
			time.Duration(in.width))+" of the stamps before it", "stamps of one resolution; "+
			"--resolution "+unit.FormatDuration(time.Duration(in.width))+" makes them so")
	}
	return nil
}

// place turns the stamps of a record into the intervals of its hit.
func (in *input) place(h *Hit, r *record) {
	from := unit.Floor(r.at, in.width)
	stamp := Interval{from, from + in.width}
	h.Begin, h.End = stamp, stamp
	switch {
	case r.endUnit > 0:
		h.End = Interval{r.end, r.end + r.endUnit}
		in.account.Took = true
	case r.tookUnit == 0:
	case in.format.Stamp == Ends:
		in.account.Took = true
		h.Begin = Interval{stamp.From - r.took - r.tookUnit, stamp.Until - r.took}
	default:
		h.End = Interval{stamp.From + r.took, stamp.Until + r.took + r.tookUnit}
	}
	in.account.Within = max(in.account.Within, time.Duration(h.Begin.Until-h.Begin.From))
}

// begins is the first instant at which the request can have begun, as far as the stamp tells.
func (r *record) begins(stamp Stamp) int64 {
	if stamp == Ends && r.tookUnit > 0 {
		return r.at - r.took - r.tookUnit
	}
	return r.at
}

// fill makes a hit of the record, but for its intervals.
func (in *input) fill() {
	r := &in.record
	in.hit = Hit{Client: in.clientName(in.filter.client(r)), Host: in.text(r.host),
		Path: in.text(in.filter.path), Method: in.text(r.method), Status: r.status,
		File: in.Name, Line: r.line}
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
