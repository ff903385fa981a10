package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A LogFormat says how the lines of an access log are written.
type LogFormat = unit.Enum[logFormatNames]

type logFormatNames struct{}

// Names are as users type them.
func (logFormatNames) Names() []string { return []string{"combined", "json"} }

// The Combined log format of Apache, and JSON, one object a line.
const (
	LogCombined LogFormat = iota
	LogJSON
)

// An accessLog has a line for each request of the carrier. Its stamps are of the session's clock,
// as the carrier's own windows are; secrets in a query are masked.
type accessLog struct {
	format LogFormat

	mu     sync.Mutex
	to     io.Writer // nil: there is none
	failed func(error)
}

// openAccessLog opens the log that the configuration names, and adds to it if it is there. failed
// is told of the first line that cannot be written: the carrier serves all the same.
func openAccessLog(c *Config, failed func(error)) (l *accessLog, closeLog func() error, err error) {
	l = &accessLog{format: c.AccessLogFormat, failed: failed}
	closeLog = func() error { return nil }
	switch c.AccessLog {
	case "":
		return l, closeLog, nil
	case "-":
		l.to = c.Stdout
		return l, closeLog, nil
	}
	f, err := os.OpenFile(c.AccessLog, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, mistake{"access-log", err}
	}
	l.to = f
	return l, f.Close, nil
}

// mayLog returns an error if the access log cannot be opened: one finds out before anything is
// served.
func (c *Config) mayLog() error {
	_, closeLog, err := openAccessLog(c, nil)
	if err != nil {
		return err
	}
	return closeLog()
}

// lostStatus is the status of a reply that was lost, as nginx has it: the server closed the
// connection without an answer.
const lostStatus = 444

// A logged is one request in an access log.
type logged struct {
	At        time.Time  `json:"start_time"` // of the session's clock
	Session   string     `json:"session"`
	From      netip.Addr `json:"client_ip"`
	Method    string     `json:"method"`
	Path      string     `json:"path"` // as it was asked for, with the session's prefix
	Query     string     `json:"query,omitempty"`
	Protocol  string     `json:"protocol"`
	Status    int        `json:"status"`
	Bytes     int64      `json:"bytes"`       // of the body
	Took      float64    `json:"duration_ms"` // real time
	Referer   string     `json:"referer,omitempty"`
	UserAgent string     `json:"user_agent,omitempty"`
	RequestID string     `json:"request_id,omitempty"`
}

// loggedOf is a request before it is answered.
func loggedOf(r *http.Request, session string, at time.Time, from netip.Addr) logged {
	referer, query, asked := strings.Cut(r.Referer(), "?")
	if asked {
		referer += "?" + front.MaskForm(query)
	}
	return logged{
		At: at, Session: session, From: from, Method: r.Method, Path: r.URL.EscapedPath(),
		Query: front.MaskForm(r.URL.RawQuery), Protocol: r.Proto, Referer: referer,
		UserAgent: r.UserAgent(), RequestID: r.Header.Get("X-Request-Id"),
	}
}

// write writes a line.
func (l *accessLog) write(e logged) {
	line := e.combined()
	if l.format == LogJSON {
		var err error
		if line, err = json.Marshal(e); err != nil {
			panic("server: a line of a log is no JSON: " + err.Error())
		}
		line = append(line, '\n')
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.to.Write(line); err != nil && l.failed != nil {
		l.failed(err)
		l.failed = nil
	}
}

// combined is the line in the Combined log format.
func (e *logged) combined() []byte {
	asked := e.Path
	if e.Query != "" {
		asked += "?" + e.Query
	}
	line := []byte(e.From.String())
	if !e.From.IsValid() {
		line = []byte{'-'}
	}
	line = append(line, " - - "...)
	line = e.At.AppendFormat(line, "[02/Jan/2006:15:04:05 -0700] ")
	line = quoteLog(line, e.Method+" "+asked+" "+e.Protocol)
	line = fmt.Appendf(line, " %d %d ", e.Status, e.Bytes)
	line = append(quoteLog(line, e.Referer), ' ')
	return append(quoteLog(line, e.UserAgent), '\n')
}

// quoteLog appends a text in quotes, as Apache escapes it; "-" for none.
func quoteLog(line []byte, text string) []byte {
	if text == "" {
		text = "-"
	}
	line = append(line, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			line = append(line, '\\', c)
		case c < ' ' || c > '~':
			line = fmt.Appendf(line, `\x%02x`, c)
		default:
			line = append(line, c)
		}
	}
	return append(line, '"')
}

// A measuredWriter knows what was answered.
type measuredWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (m *measuredWriter) WriteHeader(status int) {
	if m.status == 0 {
		m.status = status
	}
	m.ResponseWriter.WriteHeader(status)
}

func (m *measuredWriter) Write(b []byte) (int, error) {
	if m.status == 0 {
		m.status = http.StatusOK
	}
	n, err := m.ResponseWriter.Write(b)
	m.bytes += int64(n)
	return n, err
}

// Unwrap lets an http.ResponseController reach the connection.
func (m *measuredWriter) Unwrap() http.ResponseWriter { return m.ResponseWriter }
