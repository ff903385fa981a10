// Package accesslog reads when an endpoint was asked, from access logs and lists of seconds.
package accesslog

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// maxLine is the longest line that a log or a list may have; web servers cut requests at 8 KiB or
// so (assumed).
const maxLine = 1 << 20

// A LogHit is one line of an access log in Common or Combined Log Format.
type LogHit struct {
	At     time.Time
	Host   string
	Path   string // with its query
	Status int
}

// Matches reports whether the request went to path, or below it, and came from host; empty matches
// all.
func (h *LogHit) Matches(path, host string) bool {
	if host != "" && h.Host != host {
		return false
	}
	if rest, ok := strings.CutPrefix(h.Path, path); ok {
		return path == "" || rest == "" || rest[0] == '?' || rest[0] == '/' ||
			strings.HasSuffix(path, "/")
	}
	return false
}

// ReadLog reads an access log, plain or gzipped, and shows each line to keep.
func ReadLog(name string, r io.Reader, keep func(LogHit)) error {
	return eachLine(name, r, func(line int, text string) error {
		h, err := logLine(name, line, text)
		if err == nil {
			keep(h)
		}
		return err
	})
}

// Hits are the instants at which a token endpoint was asked, in order of time.
type Hits struct {
	At     []time.Time
	Lines  []int     // the line number of each hit
	Origin time.Time // what times are counted from
}

// ReadHits reads when hits happened, from an access log in Common or Combined Log Format or from a
// list of decimal seconds, one a line; plain or gzipped. Of a log only requests that match path and
// host are kept, and times count from the first of them. A list is refused if it is to be filtered;
// its times count from the Unix epoch, so that windows align to second 0. Hits at the same instant
// stay in the order of their lines.
func ReadHits(name string, r io.Reader, path, host string) (*Hits, error) {
	h := &Hits{Origin: time.Unix(0, 0).UTC()}
	log := false
	err := eachLine(name, r, func(line int, text string) error {
		if !log && len(h.At) == 0 && strings.Contains(text, "[") {
			log = true
		}
		if log {
			hit, err := logLine(name, line, text)
			if err == nil && hit.Matches(path, host) {
				h.At, h.Lines = append(h.At, hit.At), append(h.Lines, line)
			}
			return err
		}
		if path != "" || host != "" {
			return &strict.Mistake{
				File: name, Line: line, Column: 1, Found: Quote(text),
				Meant: "a line of an access log: a list of seconds cannot be filtered by path or host",
			}
		}
		t, ok := Seconds(text)
		if !ok {
			return &strict.Mistake{
				File: name, Line: line, Column: 1, Found: Quote(text),
				Meant: "decimal seconds since the start, such as 12.5, or a line of an access log",
			}
		}
		h.At, h.Lines = append(h.At, time.Unix(0, int64(t)).UTC()), append(h.Lines, line)
		return nil
	})
	if err != nil {
		return nil, err
	}
	h.sort()
	if log && len(h.At) > 0 {
		h.Origin = h.At[0]
	}
	return h, nil
}

func (h *Hits) sort() {
	order := make([]int, len(h.At))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return h.At[a].Compare(h.At[b]) })
	at, lines := make([]time.Time, len(order)), make([]int, len(order))
	for i, from := range order {
		at[i], lines[i] = h.At[from], h.Lines[from]
	}
	h.At, h.Lines = at, lines
}

// eachLine shows every line that is not blank, and says where the reading stopped.
func eachLine(name string, r io.Reader, show func(line int, text string) error) error {
	plain, err := PlainText(name, r)
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(plain, maxLine)
	for line := 1; ; line++ {
		text, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return &strict.Mistake{
				File: name, Line: line, Column: maxLine, Found: "a line longer than 1 MiB",
				Meant: "a log or a list with a hit a line",
			}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return Unreadable(name, line, err)
		}
		if trimmed := strings.TrimSpace(string(text)); trimmed != "" {
			if err := show(line, trimmed); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
}

// byteOrderMark is what some editors and spreadsheets put before UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// PlainText looks at the first bytes to tell whether r is gzipped, and passes over a byte order
// mark.
func PlainText(name string, r io.Reader) (io.Reader, error) {
	in := bufio.NewReader(r)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, Unreadable(name, 1, err)
		}
		in = bufio.NewReader(z)
	}
	if start, err := in.Peek(len(byteOrderMark)); err == nil && string(start) == byteOrderMark {
		_, _ = in.Discard(len(byteOrderMark)) // they are there: they were looked at
	}
	return in, nil
}

// Unreadable is the mistake that an error of reading a line is.
func Unreadable(name string, line int, err error) error {
	found, meant := err.Error(), "a complete file"
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		found = "the end of the gzip file in the middle of its data"
	case errors.Is(err, syscall.EISDIR):
		found, meant = "a folder", "a file"
	}
	return &strict.Mistake{
		File: name, Line: max(1, line), Column: 1, Found: found, Meant: meant,
	}
}

func logLine(name string, line int, text string) (LogHit, error) {
	h, column, found := parseLog(text)
	if found == "" {
		return h, nil
	}
	return h, &strict.Mistake{
		File: name, Line: line, Column: column, Found: found,
		Meant: `host - - [01/Aug/1995:00:00:01 -0400] "GET /path HTTP/1.0" 200 1839`,
	}
}

// parseLog reads one line; found says what is wrong with it, at column.
func parseLog(text string) (h LogHit, column int, found string) {
	open := strings.IndexByte(text, '[')
	shut := strings.IndexByte(text, ']')
	host, _, ok := strings.Cut(text, " ")
	if open < 0 || shut < open || !ok {
		return h, 1, Quote(text)
	}
	at, err := time.Parse("02/Jan/2006:15:04:05 -0700", text[open+1:shut])
	if err != nil {
		return h, open + 2, Quote(text[open+1 : shut])
	}
	rest := text[shut+1:]
	first := strings.IndexByte(rest, '"')
	if first < 0 {
		return h, shut + 2, "no request in quotes"
	}
	// The request ends at the quote before the status: a request may contain quotes itself.
	last := first + 1 + strings.Index(rest[first+1:], `" `)
	if last <= first {
		return h, shut + 2 + first, "a request without its closing quote"
	}
	after := strings.Fields(rest[last+1:])
	status := 0
	if len(after) > 0 {
		status, err = strconv.Atoi(after[0])
	}
	if status == 0 || err != nil {
		return h, shut + 3 + last, fmt.Sprintf("%s where the status belongs", Quote(rest[last+1:]))
	}
	words := strings.Fields(rest[first+1 : last])
	path := ""
	switch {
	case len(words) > 1:
		path = words[1]
	case len(words) == 1:
		path = words[0]
	}
	return LogHit{At: at.UTC(), Host: host, Path: path, Status: status}, 0, ""
}
