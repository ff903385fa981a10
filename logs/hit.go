// Package logs reads when an endpoint was asked, by whom and with what answer, from the logs that
// people have. A log format is one file of this package, which registers itself. A stamp is an
// interval: one of whole seconds says that it happened within that second, and no more.
package logs

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// An Interval is the instants from From on, and before Until, in nanoseconds of Unix time. An exact
// instant is an interval of one nanosecond.
type Interval struct{ From, Until int64 }

// A Hit is one request that a log recorded. What the log does not say is empty, or 0.
type Hit struct {
	Begin  Interval // in which it began; as End where the log has the end alone, and no duration
	End    Interval // in which its answer ended; as Begin where the log has no end
	Client string   // who asked: an address without its port, or a name
	Host   string   // who was asked, without its port
	Path   string   // without its query, normalised
	Method string
	Status int // of the answer; 0: none was recorded
	File   string
	Line   int // in File, from 1: of the line on which its record begins

	span *span  // of a trace; nil: the log has none
	sum  uint64 // of the record's text; 0: of one file, or of a list that says nothing but when
}

// String renders a hit as the samples of formats do: when it began, how wide that interval is, how
// much later than its beginning it ended at the latest, and what was asked.
func (h *Hit) String() string {
	at := time.Unix(0, h.Begin.From).UTC().Format("2006-01-02T15:04:05.999999999Z")
	var b strings.Builder
	fmt.Fprintf(&b, "%s +%v", at, time.Duration(h.Begin.Until-h.Begin.From))
	if h.End != h.Begin {
		fmt.Fprintf(&b, " ended by +%v", time.Duration(h.End.Until-h.Begin.From))
	}
	for _, word := range []string{h.Client, h.Method, h.Host, h.Path} {
		b.WriteByte(' ')
		b.WriteString(cmp.Or(word, "-"))
	}
	fmt.Fprintf(&b, " %d", h.Status)
	return b.String()
}

// Answer is the status that whom was asked answered with; 0: it is not known. That of a CONNECT is
// the proxy's own: it opened a tunnel, and what was asked through it, how often, and how that was
// answered it cannot see.
func (h *Hit) Answer() int {
	if h.Tunnel() {
		return 0
	}
	return h.Status
}

// Tunnel reports whether the record is that of a tunnel, which may carry several requests.
func (h *Hit) Tunnel() bool { return h.Method == "CONNECT" }

// AsksForToken reports whether the request went to a token endpoint, by the last word of its path.
func (h *Hit) AsksForToken() bool { return namesToken(h.Path) }

// namesToken reports whether a path is that of a token endpoint: /oauth/token, /oauth2/v3/token.
func namesToken(path string) bool {
	last := path[strings.LastIndexByte(path, '/')+1:]
	return strings.Contains(strings.ToLower(last), "token")
}
