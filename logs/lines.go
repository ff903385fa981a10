package logs

import (
	"bytes"
	"errors"
	"io"
)

// longestLine is the longest line that is read, in bytes; web servers cut requests at 8 KiB or so
// (assumed).
const longestLine = 1 << 20

var errLongLine = errors.New("a line longer than 1 MiB")

// A framer cuts a file into the texts of its records.
type framer interface {
	// next gives the record its text and its line; io.EOF at the end.
	next(*record) error
	// torn reports whether the last text was cut off by the end of the file.
	torn() bool
}

// A framing makes the framer of a file.
type framing func(io.Reader) framer

// A lineReader cuts lines. A line's text is valid until the next one is read.
type lineReader struct {
	in         io.Reader
	buffer     []byte
	start, end int // of what is not cut yet
	looked     int // no line ends before this one
	number     int
	err        error
	cut        bool
}

func newLineReader(in io.Reader) framer {
	return &lineReader{in: in, buffer: make([]byte, 64<<10)}
}

func (l *lineReader) torn() bool { return l.cut }

func (l *lineReader) next(r *record) error {
	for {
		if i := bytes.IndexByte(l.buffer[l.looked:l.end], '\n'); i >= 0 {
			text := l.buffer[l.start : l.looked+i]
			l.start = l.looked + i + 1
			l.looked = l.start
			return l.show(r, text)
		}
		l.looked = l.end
		if l.err == nil {
			l.fill()
			continue
		}
		if l.start == l.end || !errors.Is(l.err, io.EOF) {
			return l.err
		}
		text := l.buffer[l.start:l.end]
		l.start, l.looked, l.cut = l.end, l.end, true
		return l.show(r, text)
	}
}

func (l *lineReader) show(r *record, text []byte) error {
	l.number++
	if n := len(text); n > 0 && text[n-1] == '\r' {
		text = text[:n-1]
	}
	r.text, r.line = text, l.number
	return nil
}

// fill reads on, into a buffer that grows with the longest line.
func (l *lineReader) fill() {
	if l.start > 0 {
		copy(l.buffer, l.buffer[l.start:l.end])
		l.end -= l.start
		l.looked -= l.start
		l.start = 0
	}
	if l.end == len(l.buffer) {
		if l.end > longestLine {
			l.err = errLongLine
			return
		}
		l.buffer = append(l.buffer, make([]byte, len(l.buffer))...)
	}
	n, err := l.in.Read(l.buffer[l.end:])
	l.end += n
	l.err = err
}
