package accesslog

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"syscall"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// maxLine is the longest line that a log or a list may have; web servers cut requests at 8 KiB or
// so (assumed).
const maxLine = 1 << 20

// A Line is a line of a file, without the space around it.
type Line struct {
	File   string
	Number int
	Text   string
}

// Wrong returns the mistake that begins at a column.
func (l *Line) Wrong(column int, found, meant string) error {
	return &strict.Mistake{
		File: l.File, Line: l.Number, Column: column, Found: found, Meant: meant,
	}
}

// EachLine shows every line that is not blank, of a plain or gzipped file. The error says where the
// reading stopped.
func EachLine(name string, r io.Reader, show func(Line) error) error {
	l := Line{File: name, Number: 1}
	in, err := PlainText(r)
	for err == nil {
		var text []byte
		text, err = in.ReadSlice('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			break
		}
		if l.Text = strings.TrimSpace(string(text)); l.Text != "" {
			if err := show(l); err != nil {
				return err
			}
		}
		l.Number++
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return l.Unreadable(err)
}

// Unreadable returns the mistake that an error of reading the line is.
func (l *Line) Unreadable(err error) error {
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return l.Wrong(maxLine, "a line longer than 1 MiB", "a log or a list with a hit a line")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return l.Wrong(1, "the end of the gzip file in the middle of its data", "a complete file")
	case errors.Is(err, syscall.EISDIR):
		return l.Wrong(1, "a folder", "a file")
	}
	return l.Wrong(1, err.Error(), "a complete file")
}

// byteOrderMark is what some editors and spreadsheets put before UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// PlainText looks at the first bytes to tell whether r is gzipped, and passes over a byte order
// mark.
func PlainText(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, maxLine)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		in = bufio.NewReaderSize(z, maxLine)
	}
	if start, err := in.Peek(len(byteOrderMark)); err == nil && string(start) == byteOrderMark {
		_, _ = in.Discard(len(byteOrderMark)) // they are there: they were looked at
	}
	return in, nil
}
