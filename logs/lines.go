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

// A lineReader cuts lines, which end as on Unix, on Windows or on a Mac of old. A line's text is
// valid until the next one is read.
type lineReader struct {
	in         io.Reader
	buffer     []byte
	start, end int // of what is not cut yet
	looked     int // no line ends before this one
	number     int
	err        error
	cut        bool
	returns    bool // some line may end by a carriage return alone
}

func newLineReader(in io.Reader) framer {
	return &lineReader{in: in, buffer: make([]byte, 64<<10)}
}

func (l *lineReader) torn() bool { return l.cut }

func (l *lineReader) next(r *record) error {
	for {
		end, found := l.end, false
		if i := bytes.IndexByte(l.buffer[l.looked:l.end], '\n'); i >= 0 {
			end, found = l.looked+i, true
		}
		if l.returns {
			if i := l.returned(end); i >= 0 {
				end, found = i, true
			}
		}
		l.looked = l.end
		switch {
		case found:
			text := l.buffer[l.start:end]
			l.start, l.looked = end+1, end+1
			return l.show(r, text)
		case l.err == nil:
			l.fill()
			continue
		case l.start == l.end || !errors.Is(l.err, io.EOF):
			return l.err
		}
		text := l.buffer[l.start:l.end]
		l.start, l.cut = l.end, text[len(text)-1] != '\r'
		return l.show(r, text)
	}
}

// returned finds a carriage return within a line, which is the end of one itself; -1: it has none.
func (l *lineReader) returned(end int) int {
	line := bytes.TrimRight(l.buffer[l.start:end], "\r")
	if i := bytes.IndexByte(line, '\r'); i >= 0 {
		return l.start + i
	}
	return -1
}

func (l *lineReader) show(r *record, text []byte) error {
	l.number++
	for len(text) > 0 && text[len(text)-1] == '\r' {
		text = text[:len(text)-1]
	}
	for len(text) > 0 && text[0] == 0 { // a file that was copied and truncated may have a hole here
		text = text[1:]
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
	l.returns = l.returns || bytes.IndexByte(l.buffer[l.end:l.end+n], '\r') >= 0
	l.end += n
	l.err = err
}
