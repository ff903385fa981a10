package logs

import (
	"bytes"
	"cmp"
	"strings"
	"time"
)

// A record is what one record of a log says. Its texts are pieces of the record's own, and are
// valid until the next one is read.
type record struct {
	text []byte
	line int

	times
	outer     int64 // the stamp of what wraps the line, and its unit; no unit: it has none
	outerUnit int64

	client, forwarded, host, path, method []byte
	status                                int
	trace, span, parent                   []byte // of a span
	side                                  side

	variant int // of the layouts of its format; 0: its own

	column int    // of what cannot be read, from 1
	length int    // of it
	meant  string // instead

	numbers    bool // it has numbers of which one may be how long it took
	misstamped bool // that is a stamp
}

// times are what a record says of instants, in nanoseconds.
type times struct {
	at, unit       int64 // the stamp, and what its last digit stands for
	end            int64 // where the log has the end beside the beginning, and its unit; else no unit
	endUnit        int64
	took, tookUnit int64 // how long it took; no unit: the log has no duration
	counted        bool  // took is a number of a unit that is not known
	says           bool  // which instant the stamp is, whatever is usual in its format
	instant        Stamp // if it says so
	coarse         bool  // the stamp is coarser than others of the file
	way            int   // of its file, in which it is read; 0: its own format
}

// An outcome is what a parser found a piece of a log to be.
type outcome int

const (
	broken outcome = iota // not a record of this format
	other                 // a header, a comment, another measurement: no record
	more                  // the beginning of a record that goes on in the next line
	whole
)

// wrong notes what cannot be read: a piece of the text.
func (r *record) wrong(piece []byte, meant string) outcome {
	r.column, r.length, r.meant = len(r.text)+1, 0, meant
	if len(piece) > 0 {
		r.column, r.length = max(1, cap(r.text)-cap(piece)+1), len(piece)
	}
	return broken
}

// reset forgets everything but the text and its line.
func (r *record) reset() { *r = record{text: r.text, line: r.line} }

// setClient sets an address or a name, without a port: 192.0.2.1:80 and [2001:db8::1]:80 have one.
// What stands behind something else, as 17:192.0.2.1, is none.
func (r *record) setClient(text []byte) bool {
	colon := bytes.IndexByte(text, ':')
	if colon < 0 {
		r.client = text
		return bytes.IndexByte(text, '\t') < 0
	}
	r.client = withoutPort(text)
	if len(r.client) == colon { // one colon
		_, port := digits(text[colon+1:])
		return port || colon+1 == len(text) || bare(text[colon+1:])
	}
	return text[0] == '[' || isHex(text[:colon])
}

// isHex reports whether a text may be the first part of an address of IPv6.
func isHex(text []byte) bool {
	for _, c := range text {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return len(text) <= 4
}

// setHost sets the host that was asked.
func (r *record) setHost(text []byte) bool {
	if !bare(text) {
		r.host = withoutPort(text)
	}
	return true
}

// setForwarded sets the first of the clients that X-Forwarded-For lists.
func (r *record) setForwarded(text []byte) bool {
	if !bare(text) {
		first, _, _ := bytes.Cut(text, []byte(","))
		r.forwarded = withoutPort(bytes.TrimSpace(first))
	}
	return true
}

// printed is what the last digit of the stamp stands for. A unit is longer where the zone has the
// time twice.
func (r *times) printed() int64 {
	if r.unit <= minute {
		return r.unit
	}
	return cmp.Or(r.unit%minute, minute)
}

// bare reports whether a text stands for nothing.
func bare(text []byte) bool { return len(text) == 0 || len(text) == 1 && text[0] == '-' }

func withoutPort(text []byte) []byte {
	if len(text) > 0 && text[0] == '[' {
		if end := bytes.IndexByte(text, ']'); end > 0 {
			return text[1:end]
		}
	}
	colon := bytes.IndexByte(text, ':')
	if colon < 0 || bytes.IndexByte(text[colon+1:], ':') >= 0 {
		return text
	}
	return text[:colon]
}

// setRequest sets method, host and path from a request line: POST /path HTTP/1.1. Of a single word,
// the word counts as the path; servers log what clients sent, even if that was no request.
func (r *record) setRequest(text []byte) bool {
	method, rest, two := bytes.Cut(text, []byte(" "))
	if !two {
		if !bare(text) {
			r.path = text
		}
		return true
	}
	if !bare(method) {
		r.method = method
	}
	target, _, _ := bytes.Cut(bytes.TrimLeft(rest, " "), []byte(" "))
	return r.setTarget(target)
}

// setTarget sets the path, and the host where the target names it: https://host/path, or of a
// CONNECT host:443.
func (r *record) setTarget(target []byte) bool {
	if bare(target) {
		return true
	}
	if target[0] == '/' {
		r.path = target
		return true
	}
	if scheme := bytes.Index(target, []byte("://")); scheme >= 0 {
		target = target[scheme+3:]
		if slash := bytes.IndexAny(target, "/?#"); slash >= 0 {
			r.path = target[slash:]
			target = target[:slash]
		} else {
			r.path = []byte("/")
		}
		return r.setHost(target)
	}
	if string(r.method) == "CONNECT" {
		return r.setHost(target)
	}
	r.path = target
	return true
}

// setStatus sets the status of the answer: - and 000 say that there was none.
func (r *record) setStatus(text []byte) bool {
	if bare(text) || string(text) == "-1" {
		return true
	}
	n, ok := digits(text)
	r.status = int(n)
	return ok && n < 1000
}

// setTook returns a setter of durations in this unit, in nanoseconds: 12, 0.345. What is
// negative was not measured.
func setTook(unit int64) func(*record, []byte) bool {
	return func(r *record, text []byte) bool {
		if bare(text) || text[0] == '-' {
			return true
		}
		var ok bool
		r.took, r.tookUnit, ok = decimal(text, unit)
		return ok
	}
}

// digits reads a whole number below 10^18.
func digits(text []byte) (n int64, ok bool) {
	if len(text) == 0 || len(text) > 18 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	return n, true
}

// decimal reads a number of units, which are powers of ten, in nanoseconds: exactly, but for digits
// below a nanosecond, which are dropped. last is what its last digit stands for.
func decimal(text []byte, unit int64) (ns, last int64, ok bool) {
	point := bytes.IndexByte(text, '.')
	if point < 0 {
		n, ok := digits(text)
		return n * unit, unit, ok && n <= farthest/unit
	}
	n, ok := digits(text[:point])
	if !ok || n > farthest/unit || point+1 == len(text) {
		return 0, 0, false
	}
	ns, last = n*unit, unit
	for _, c := range text[point+1:] {
		if c < '0' || c > '9' {
			return 0, 0, false
		}
		if last%10 == 0 {
			last /= 10
			ns += int64(c-'0') * last
		}
	}
	return ns, last, true
}

// farthest is the latest stamp that is read, in nanoseconds: 2 January 2250, as scenarios have it.
const farthest = 8_836_041_600_000_000_000

// blank reports whether a line has nothing but blanks.
func blank(text []byte) bool {
	return (len(text) == 0 || text[0] <= ' ') && len(bytes.TrimSpace(text)) == 0
}

// trim is the text without the blanks around it.
func trim(text []byte) []byte { return bytes.TrimSpace(text) }

// Seconds reads decimal seconds exactly, to the nanosecond: those of at most a hundred years.
func Seconds(text string) (time.Duration, bool) {
	b := []byte(strings.TrimSpace(text))
	at, _, ok := decimal(b, second)
	return time.Duration(at), ok && at <= 100*365*24*60*minute
}
