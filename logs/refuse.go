package logs

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// foreign are files that are no logs of text, by how they begin, and the way out of each.
var foreign = []struct{ magic, found, meant string }{
	{"\xd4\xc3\xb2\xa1", "a packet capture", captured},
	{"\xa1\xb2\xc3\xd4", "a packet capture", captured},
	{"\x0a\x0d\x0d\x0a", "a packet capture", captured},
	{"LPKSHHRH", "a journal of systemd", "what `journalctl -o json` prints of it"},
	{"ElfFile", "an event log of Windows", "the log of the web server, as W3C extended or CSV"},
	{"PAR1", "a Parquet file", "its rows as CSV, as DuckDB's `COPY ... TO 'log.csv'` writes them"},
	{"PK\x03\x04", "a zip archive", "the file in it: `unzip -p ARCHIVE | tokenstorm judge -`"},
	{"SQLite format 3", "a database of SQLite", "its rows as CSV: `sqlite3 -csv -header`"},
}

const captured = "what tshark prints of it: `tshark -r FILE -Y http.request -T json`"

// notRead is the mistake that a record is which cannot be read.
func notRead(file string, r *record, f *Format) *strict.Mistake {
	from := min(max(1, r.column), len(r.text)+1) - 1
	m := &strict.Mistake{File: file, Line: r.line, Column: from + 1,
		Found: unit.Quote(string(r.text[from:min(from+r.length, len(r.text))])),
		Meant: cmp.Or(r.meant, f.meant())}
	if from == len(r.text) {
		m.Found = "the end of the line"
	}
	return m
}

// stamped is how much of a stamp a record has that cannot be read: the digits of what may be one,
// and more than any if it is read; 0 if that is no stamp.
func (r *record) stamped() (digits int) {
	if r.unit > 0 {
		return longestLine
	}
	for _, c := range r.text[max(r.column, 1)-1 : max(r.column, 1)-1+r.length] {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	if !r.misstamped || digits < len("20260302") {
		return 0
	}
	return digits
}

// isBinary reports whether a tenth of the characters of a beginning are none.
func isBinary(head []byte) bool {
	wrong := 0
	for _, c := range string(head) {
		if c == utf8.RuneError {
			wrong++
		}
	}
	return 10*wrong > len(head)
}

// meant says what a record of the format looks like.
func (f *Format) meant() string {
	if f.Meant != "" {
		return f.Meant
	}
	return fmt.Sprintf("a line of %s, such as %s", f.Name, unit.Shorten(f.Example()))
}

// unrecognised is the error of a file that no format fits.
func (in *input) unrecognised(head []byte, scores []score) error {
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return in.mistake(1, 1, f.found, f.meant)
		}
	}
	if bytes.IndexByte(head, 0) >= 0 || isBinary(head[:min(len(head), 4096)]) {
		return in.mistake(1, 1, "binary data", "a log of text, or one packed by gzip, zstd, "+
			"bzip2 or xz")
	}
	if len(head) == headBytes && bytes.IndexByte(head, '\n') < 0 {
		return in.failed(errLongLine)
	}
	first, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	if withoutYear(first) {
		return in.mistake(1, 1, "stamps without a year: "+unit.Quote(string(first)), "stamps that "+
			"have one: `journalctl -o short-iso`, or RSYSLOG_FileFormat in rsyslog.conf")
	}
	if len(first) > 0 && first[0] == '{' {
		return in.mistake(1, 1, unit.Quote(string(first)), "JSON objects with their time under a common "+
			"name, as time or timestamp; --time names another")
	}
	if m := in.notNamed(bytes.TrimSpace(head)); m != nil {
		return m
	}
	scores = slices.DeleteFunc(scores, func(s score) bool { return s.stamped == 0 })
	if len(scores) == 0 {
		return in.mistake(1, 1, unit.Quote(string(first)), "a log in which each request has its date "+
			"and time: `tokenstorm list formats` lists what is read, --format forces one")
	}
	nearest := slices.MaxFunc(scores, func(a, b score) int {
		return cmp.Or(cmp.Compare(a.whole, b.whole), cmp.Compare(a.stamped, b.stamped),
			cmp.Compare(a.wrong.Column, b.wrong.Column), compareBool(a.format.Bare, b.format.Bare))
	})
	m := *nearest.wrong
	m.Meant = fmt.Sprintf("%s: of %d formats none fits, and %s is the nearest; `tokenstorm list "+
		"formats` lists them, --format forces one", m.Meant, len(formats), nearest.name())
	return &m
}

// notNamed is the mistake of CSV without names, or with names of its own.
func (in *input) notNamed(head []byte) error {
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	second, _, _ := bytes.Cut(rest, []byte("\n"))
	comma := []byte{commaOf(first)}
	commas := bytes.Count(first, comma)
	if commas == 0 || commas != bytes.Count(second, comma) {
		return nil
	}
	names := true
	for cell := range bytes.SplitSeq(first, comma) {
		if _, _, stamp := anyClock(bytes.Trim(trim(cell), `"`), time.UTC); stamp && len(cell) > 9 {
			return in.mistake(1, 1, unit.Quote(string(first)), "CSV, whose first line names "+
				"its columns, as time,path,status")
		}
		names = names && len(cell) < 40 && bytes.Count(cell, []byte(" ")) < 4
	}
	if !names {
		return nil
	}
	return in.mistake(1, 1, unit.Quote(string(first)), "CSV with a column of times under a common "+
		"name, as time or timestamp, written as 2026-03-02T07:00:03Z or Unix time; --time names another")
}

// refused refuses what a format has nothing to answer with.
func (in *input) refused() error {
	f := in.filter
	if in.format.Bare && len(f.hosts)+len(f.paths)+len(f.statuses)+len(in.options.Clients)+
		len(in.options.Methods) > 0 {
		return in.mistake(1, 1, "a list of instants", "a log that says who asked for what: a list "+
			"can be filtered by --since and --until alone")
	}
	return nil
}

// withoutYear reports whether a line begins as syslog writes it: Nov 29 14:00:00.
func withoutYear(line []byte) bool {
	if end := bytes.IndexByte(line, '>'); len(line) > 0 && line[0] == '<' && end > 0 {
		line = line[end+1:]
	}
	return len(line) > 15 && months[string(line[:3])] > 0 && line[3] == ' ' && line[9] == ':' &&
		line[12] == ':'
}
