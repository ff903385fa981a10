package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// accessed sends requests to a server with an access log, and returns its lines.
func accessed(t *testing.T, format LogFormat) []string {
	var log bytes.Buffer
	s := newTestServer(t, nil)
	s.access = &accessLog{format: format, to: &log}
	h := s.Carrier()
	send := func(line string, headers ...string) {
		r := transcriptRequest(line)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	send("POST /oauth/token?access_token=hush @203.0.113.7/17 "+tokenForm, "User-Agent", `a "b"`,
		"Referer", "http://a/?token=hush")
	ask(h, "POST /s/a/__admin/clock/advance {\"by\":\"1h\"}")
	send("GET /s/a/no/such%20path?x=1")
	send("GET /s/b/track")
	send("GET /track", "X-Forwarded-For", "nobody")
	ask(h, `POST /__admin/faults {"kind":"lost-reply"}`)
	func() {
		defer func() { require.Equal(t, http.ErrAbortHandler, recover()) }()
		send("GET /track")
	}()
	require.NotContains(t, log.String(), "hush")
	return strings.Split(strings.TrimSpace(log.String()), "\n")
}

// Each request of the carrier has a line, stamped with its session's clock; the admin API has none.
func TestAccessLogCombined(t *testing.T) {
	lines := accessed(t, LogCombined)
	require.Len(t, lines, 5)
	for i, want := range []string{
		`203\.0\.113\.7 - - \[01/Mar/2026:12:00:00 \+0000\] "POST /oauth/token\?access_token=\*\*\* ` +
			`HTTP/1\.1" 200 \d{4} "http://a/\?token=\*\*\*" "a \\"b\\""`,
		`127\.0\.0\.1 - - \[01/Mar/2026:13:00:00 \+0000\] "GET /s/a/no/such%20path\?x=1 ` +
			`HTTP/1\.1" 501 \d+ "-" "-"`,
		`127\.0\.0\.1 - - \[01/Mar/2026:12:00:00 \+0000\] "GET /s/b/track HTTP/1\.1" 404 \d+ "-" "-"`,
		`127\.0\.0\.1 - - \[01/Mar/2026:12:00:00 \+0000\] "GET /track HTTP/1\.1" 400 \d+ "-" "-"`,
		`127\.0\.0\.1 - - \[01/Mar/2026:12:00:00 \+0000\] "GET /track HTTP/1\.1" 444 0 "-" "-"`,
	} {
		require.Regexp(t, "^"+want+"$", lines[i])
	}
}

func TestAccessLogJSON(t *testing.T) {
	lines := accessed(t, LogJSON)
	require.Len(t, lines, 5)
	var first logged
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &first))
	require.Positive(t, first.Bytes)
	first.Bytes, first.Took = 0, 0
	text, err := json.Marshal(first)
	require.NoError(t, err)
	require.JSONEq(t, `{"start_time":"2026-03-01T12:00:00Z","session":"default","client_ip":`+
		`"203.0.113.7","method":"POST","path":"/oauth/token","query":"access_token=***",`+
		`"protocol":"HTTP/1.1","status":200,"bytes":0,"duration_ms":0,"referer":"http://a/?token=***",`+
		`"user_agent":"a \"b\"","request_id":"17"}`, string(text))
	require.Contains(t, lines[2], `"session":"b"`)
	require.Contains(t, lines[4], `"status":444`)
}

// A log that is there already is added to. One that cannot be opened ends the start with its name;
// one that cannot be written does not end the service.
func TestAccessLogFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "access.log")
	require.NoError(t, os.WriteFile(file, []byte("before\n"), 0o600))
	at, stop := start(t, func(c *Config) { c.AccessLog = file })
	require.Contains(t, get(t, "http://"+at[0]+"/nowhere"), "NOT.IMPLEMENTED.ERROR")
	require.NoError(t, stop())
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Regexp(t, `^before\n127\.0\.0\.1 - - \[.*\] "GET /nowhere HTTP/1\.1" 501 `, string(text))

	_, _, err = openAccessLog(&Config{AccessLog: filepath.Join(file, "x")}, nil)
	require.ErrorContains(t, err, "open "+file)
	_, err = parseFlags(t, "--access-log", filepath.Join(file, "x"))
	require.ErrorContains(t, err, "--access-log: open "+file)

	var gaps []error
	full := &accessLog{to: failing{}, failed: func(err error) { gaps = append(gaps, err) }}
	full.write(logged{At: time.Unix(0, 0)})
	full.write(logged{At: time.Unix(0, 0)})
	require.Len(t, gaps, 1, "it is said once")
}

// A failing writer is a disk that is full.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
