// Package accesslog reads when an endpoint was asked, from access logs and lists of seconds.
package accesslog

import (
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

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
	return EachLine(name, r, func(l Line) error {
		h, err := l.hit()
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
	err := EachLine(name, r, func(l Line) error {
		log = log || len(h.At) == 0 && strings.Contains(l.Text, "[")
		var at time.Time
		if log {
			hit, err := l.hit()
			if err != nil || !hit.Matches(path, host) {
				return err
			}
			at = hit.At
		} else {
			t, ok := Seconds(l.Text)
			switch {
			case path != "" || host != "":
				return l.Wrong(1, unit.Quote(l.Text),
					"a line of an access log: a list of seconds cannot be filtered by path or host")
			case !ok:
				return l.Wrong(1, unit.Quote(l.Text),
					"decimal seconds since the start, such as 12.5, or a line of an access log")
			}
			at = time.Unix(0, int64(t)).UTC()
		}
		h.At, h.Lines = append(h.At, at), append(h.Lines, l.Number)
		return nil
	})
	if err != nil {
		return nil, err
	}
	sort.Stable((*byTime)(h))
	if log && len(h.At) > 0 {
		h.Origin = h.At[0]
	}
	return h, nil
}

// byTime sorts hits.
type byTime Hits

func (h *byTime) Len() int           { return len(h.At) }
func (h *byTime) Less(i, j int) bool { return h.At[i].Before(h.At[j]) }

func (h *byTime) Swap(i, j int) {
	h.At[i], h.At[j] = h.At[j], h.At[i]
	h.Lines[i], h.Lines[j] = h.Lines[j], h.Lines[i]
}

// hit reads a line of an access log.
func (l *Line) hit() (h LogHit, err error) {
	wrong := func(column int, found string) (LogHit, error) {
		const meant = `host - - [01/Aug/1995:00:00:01 -0400] "GET /path HTTP/1.0" 200 1839`
		return LogHit{}, l.Wrong(column, found, meant)
	}
	text := l.Text
	open := strings.IndexByte(text, '[')
	shut := strings.IndexByte(text, ']')
	host, _, ok := strings.Cut(text, " ")
	if open < 0 || shut < open || !ok {
		return wrong(1, unit.Quote(text))
	}
	at, err := time.Parse("02/Jan/2006:15:04:05 -0700", text[open+1:shut])
	if err != nil {
		return wrong(open+2, unit.Quote(text[open+1:shut]))
	}
	rest := text[shut+1:]
	first := strings.IndexByte(rest, '"')
	if first < 0 {
		return wrong(shut+2, "no request in quotes")
	}
	// The request ends at the quote before the status: a request may contain quotes itself.
	last := first + 1 + strings.Index(rest[first+1:], `" `)
	if last <= first {
		return wrong(shut+2+first, "a request without its closing quote")
	}
	after, _, _ := strings.Cut(strings.TrimSpace(rest[last+1:]), " ")
	status, err := strconv.Atoi(after)
	if status == 0 || err != nil {
		return wrong(shut+3+last, fmt.Sprintf("%s where the status belongs", unit.Quote(rest[last+1:])))
	}
	// A request is a method, a path and a version; of a single word, the word counts as the path.
	path := ""
	if words := strings.Fields(rest[first+1 : last]); len(words) > 0 {
		path = words[min(1, len(words)-1)]
	}
	return LogHit{At: at.UTC(), Host: host, Path: path, Status: status}, nil
}
