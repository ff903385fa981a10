package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// TestTranscripts repeats sessions with the server, request by request. Each line of an "ask" block
// is METHOD PATH, perhaps @ADDRESS/ID (X-Forwarded-For, X-Request-Id), and a body: JSON, or else
// a form. $TOKEN is the token issued last, $REFRESH the refresh token that an answer had last, $OLD
// the one before that. What the admin API answers is held to openapi.yaml. `go test -rewrite`
// writes the answers anew.
func TestTranscripts(t *testing.T) {
	datadriven.Walk(t, "testdata/admin", func(t *testing.T, path string) {
		s := newTestServer(t, nil)
		handler := s.Carrier()
		d := describedBy(t, handler)
		token, refresh, old := "", "", ""
		datadriven.RunTest(t, path, func(t *testing.T, in *datadriven.TestData) string {
			var said strings.Builder
			for line := range strings.Lines(in.Input) {
				line = strings.NewReplacer("$TOKEN", token, "$REFRESH", refresh, "$OLD", old).
					Replace(strings.TrimSpace(line))
				rw := d.ask(t, handler, line)
				if m := issued.FindStringSubmatch(rw.Body.String()); m != nil && in.Cmd == "ask" {
					token = m[1]
				}
				if m := refreshed.FindStringSubmatch(rw.Body.String()); len(m) == 2 && m[1] != refresh {
					old, refresh = refresh, m[1]
				}
				fmt.Fprintf(&said, "%d %s\n", rw.Code, transcriptBody(rw))
			}
			return said.String()
		})
	})
}

var (
	issued     = regexp.MustCompile(`"access_token":\s*"([^"]+)"`)
	refreshed  = regexp.MustCompile(`"refresh_tokens?":\s*\[?\s*"([^"]+)"`)
	anyToken   = regexp.MustCompile(`"((?:access_)?token)":"[^"]{40,}"`)
	anyRefresh = regexp.MustCompile(`("refresh_token":|"refresh_tokens":\[)"[^"]{40,}"`)
)

func newTestServer(t testing.TB, change func(*Config)) *Server {
	c := DefaultConfig()
	c.Admin, c.StartAt, c.Frozen = sameAddress, noon, true
	if change != nil {
		change(&c)
	}
	s, err := New(c, clockwork.NewFakeClockAt(noon))
	require.NoError(t, err)
	return s
}

func transcriptRequest(line string) *http.Request {
	words := strings.SplitN(line, " ", 3)
	body := ""
	if len(words) == 3 {
		body = words[2]
	}
	from := ""
	if after, ok := strings.CutPrefix(body, "@"); ok {
		from, body, _ = strings.Cut(after, " ")
	}
	from, id, _ := strings.Cut(from, "/")
	r := httptest.NewRequest(words[0], words[1], strings.NewReader(body))
	r.Host, r.RemoteAddr = "127.0.0.1:8480", "127.0.0.1:50000"
	if id != "" {
		r.Header.Set("X-Request-Id", id)
	}
	if from != "" {
		r.Header.Set("X-Forwarded-For", from)
	}
	switch {
	case strings.HasPrefix(body, "{"):
		r.Header.Set("Content-Type", "application/json")
	case body != "":
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// transcriptBody is the body in one line, tokens left out, and the content type unless it is JSON.
func transcriptBody(rw *httptest.ResponseRecorder) string {
	kind := rw.Header().Get("Content-Type")
	var compact bytes.Buffer
	if err := json.Compact(&compact, rw.Body.Bytes()); err != nil {
		return kind + " " + strings.TrimSpace(rw.Body.String())
	}
	text := anyToken.ReplaceAllString(compact.String(), `"$1":"…"`)
	text = anyRefresh.ReplaceAllString(text, `$1"…"`)
	if strings.HasPrefix(kind, "application/json") {
		return text
	}
	return kind + " " + text
}
