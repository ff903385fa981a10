package server

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ask sends one request, written as in a transcript.
func ask(h http.Handler, line string) *httptest.ResponseRecorder {
	rw := httptest.NewRecorder()
	h.ServeHTTP(rw, transcriptRequest(line))
	return rw
}

const tokenForm = "grant_type=client_credentials&client_id=shop&client_secret=s"

func TestSessionsAreIndependent(t *testing.T) {
	s := newTestServer(t, nil)
	h := s.Carrier()
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			at := fmt.Sprintf("/s/worker-%d", i)
			ask(h, "POST "+at+"/__admin/reset")
			for range i + 5 { // from eleven on, their sixteenth hit bans
				ask(h, "POST "+at+"/oauth/token "+tokenForm)
			}
			ask(h, "POST "+at+`/__admin/clock/advance {"by":"1s"}`)
			ask(h, "GET "+at+"/__admin/snapshot")
		})
	}
	group.Go(func() { ask(h, "GET /metrics") })
	group.Wait()
	for i := range 16 {
		on, err := s.sessions.use(fmt.Sprintf("worker-%d", i), true)
		require.NoError(t, err)
		verdict := on.world.Verdict()
		assert.Equal(t, i+5, verdict.TokenHits)
		assert.Equal(t, i+5 <= 15, verdict.OK(), "worker %d", i)
		assert.Equal(t, noon.Add(time.Second), on.clock.Now())
	}
}

// Figures are read without making each token's text anew, which would hold up the carrier.
func TestMetricsAreCheap(t *testing.T) {
	s := newTestServer(t, func(c *Config) { c.Policy, c.Reading = "coexist", "A4" })
	h := s.Carrier()
	for range 2000 {
		ask(h, "POST /oauth/token "+tokenForm)
		ask(h, `POST /__admin/clock/advance {"by":"1s"}`)
	}
	require.Contains(t, ask(h, "GET /metrics").Body.String(),
		"fakecarrier_live_tokens{session=\"default\"} 2000")
	for _, line := range []string{"GET /metrics", `POST /__admin/clock/next {"kind":"token-expiry"}`} {
		require.Less(t, testing.AllocsPerRun(5, func() { ask(h, line) }), 1900.0, line)
	}
}

func TestIdleSessionsAreDroppedAndSaid(t *testing.T) {
	wall := clockwork.NewFakeClockAt(noon)
	c := DefaultConfig()
	c.Admin, c.Sessions = sameAddress, 2
	s, err := New(c, wall)
	require.NoError(t, err)
	h := s.Carrier()
	require.Equal(t, 200, ask(h, "POST /s/a/__admin/clock/freeze").Code)
	full := ask(h, "POST /s/b/__admin/clock/freeze")
	require.Equal(t, http.StatusServiceUnavailable, full.Code)
	require.Contains(t, full.Body.String(), "--sessions")
	wall.Advance(c.SessionIdle - 1)
	require.Equal(t, http.StatusServiceUnavailable, ask(h, "POST /s/b/__admin/clock/freeze").Code)
	wall.Advance(1)
	on, err := s.sessions.use("a", true)
	require.NoError(t, err, "it is in use again")
	wall.Advance(c.SessionIdle)
	require.Equal(t, http.StatusServiceUnavailable, ask(h, "POST /s/b/__admin/clock/freeze").Code)
	on.busy.Add(-1)
	require.Equal(t, 200, ask(h, "POST /s/b/__admin/clock/freeze").Code)
	require.Contains(t, ask(h, "GET /__admin/journal").Body.String(), `"session": "a"`)
	require.NotContains(t, ask(h, "GET /s/b/__admin/journal").Body.String(), `"session": "a"`)
}

// A session is opened by a POST to the admin API. Whatever else names one that is not open is
// refused, with the nearest that is: a test whose session is mistyped must not be green.
func TestOnlyPostsToTheAdminAPIOpenSessions(t *testing.T) {
	s := newTestServer(t, func(c *Config) { c.Opened = map[string]Opening{"ups": c.Opening} })
	h := s.Carrier()
	require.True(t, s.sessions.remove("ups"))
	ask(h, "POST /s/shop/__admin/reset")
	for _, test := range []struct {
		line string
		want int
		says string
	}{
		{"POST /s/shpo/oauth/token " + tokenForm, 404, `found no session \"shpo\"; meant \"shop\"; POST`},
		{"GET /s/shpo/track", 404, `meant \"shop\"`},
		{"GET /s/depot/__admin/verdict", 404, "meant one that is open: default, shop; POST"},
		{"HEAD /s/shpo/__admin/verdict", 404, ""},
		{"GET /s/shpo/__admin/events", 404, `meant \"shop\"`},
		{"DELETE /s/shpo/__admin/faults", 404, `meant \"shop\"`},
		{"GET /s/shpo/__admin/", 200, "fakecarrier"},
		{"GET /s/shpo/__admin/sessions", 200, `"session": "shop"`},
		{"GET /s/shpo/metrics", 200, "fakecarrier_sessions 2"},
		{"POST /s/shpo/__admin/sessions {}", 400, `found the session name`},
		{"GET /s/shop/__admin/verdict", 200, `"unused": true`},
		{"GET /s/shpo/", 302, "/s/shpo/__admin/"},
		{"GET /", 302, `"/__admin/"`},
	} {
		rw := ask(h, test.line)
		require.Equal(t, test.want, rw.Code, test.line)
		require.Contains(t, rw.Body.String(), test.says, test.line)
		require.NotContains(t, s.sessions.open, "shpo", test.line)
	}
	carrier := transcriptRequest("GET /")
	carrier.Host = "apis.fedex.com"
	rw := httptest.NewRecorder()
	h.ServeHTTP(rw, carrier)
	require.Equal(t, 501, rw.Code, "a carrier's host has no live page")
	require.Equal(t, 200, ask(h, "POST /s/ups/oauth/token "+tokenForm).Code, "the file names it")
	require.Equal(t, 200, ask(h, "POST /s/more/__admin/clock/freeze").Code)
	require.Contains(t, s.sessions.open, "more")
}

// To read a session has no effect on it.
func TestReadingChangesNothing(t *testing.T) {
	s := newTestServer(t, nil)
	h := s.Carrier()
	ask(h, "POST /oauth/token "+tokenForm)
	before := ask(h, "GET /__admin/snapshot").Body.String()
	for _, r := range routes {
		if r.method == http.MethodGet && r.path != "/__admin/events" {
			require.Less(t, ask(h, "GET "+r.path).Code, 400, r.path)
			require.Less(t, ask(h, "HEAD "+r.path).Code, 400, r.path)
		}
	}
	require.Equal(t, before, ask(h, "GET /__admin/snapshot").Body.String())
}

// A page of another site that a browser shows cannot use up the carrier's limits, or the sessions;
// one that sends a user to sign in can.
func TestPagesElsewhereCountNowhere(t *testing.T) {
	s := newTestServer(t, func(c *Config) { c.Profile = "google" })
	h := s.Carrier()
	for _, test := range []struct {
		method, path, site, origin string
		want                       int
	}{
		{"POST", "/token", "cross-site", "https://a.example", 403},
		{"POST", "/token", "", "https://a.example", 403},
		{"GET", "/api/1", "cross-site", "", 403},
		{"POST", "/s/evil/__admin/reset", "cross-site", "", 403},
		{"GET", "/o/oauth2/v2/auth", "cross-site", "", 400},
		{"GET", "/api/1", "none", "", 401},
		{"GET", "/api/1", "same-origin", "", 401},
		{"GET", "/api/1", "", "", 401},
	} {
		before := s.sessions.open[defaultSession].world.Events()
		r := transcriptRequest(test.method + " " + test.path)
		if test.site != "" {
			r.Header.Set("Sec-Fetch-Site", test.site)
		}
		if test.origin != "" {
			r.Header.Set("Origin", test.origin)
		}
		rw := httptest.NewRecorder()
		h.ServeHTTP(rw, r)
		require.Equal(t, test.want, rw.Code, "%+v %s", test, rw.Body)
		if after := s.sessions.open[defaultSession].world.Events(); test.want == 403 {
			require.Equal(t, before, after, "%+v", test)
			require.Contains(t, rw.Body.String(), "a page of another site")
		}
	}
	require.Len(t, s.sessions.open, 1)
}

// A probe is answered even if there is no room for another session, and opens none.
func TestProbesConcernNoSession(t *testing.T) {
	s := newTestServer(t, func(c *Config) { c.Sessions = 1 })
	h := s.Carrier()
	require.Equal(t, http.StatusServiceUnavailable, ask(h, "POST /s/a/__admin/clock/freeze").Code)
	require.Equal(t, http.StatusOK, ask(h, "GET /s/a/healthz").Code)
	require.Equal(t, http.StatusOK, ask(h, "GET /s/a/readyz").Code)
	metrics := ask(h, "GET /metrics").Body.String()
	require.Contains(t, metrics, "\nfakecarrier_sessions 1\n")
	require.Contains(t, metrics, "\nfakecarrier_sessions_limit 1\n")
	s.Drain()
	require.Equal(t, http.StatusServiceUnavailable, ask(h, "GET /readyz").Code)
	require.Equal(t, http.StatusOK, ask(h, "GET /healthz").Code)
}

func TestWhereRequestsComeFrom(t *testing.T) {
	for _, test := range []struct {
		peer, forwarded, want string
	}{
		{"127.0.0.1:1", "", "127.0.0.1"},
		{"127.0.0.1:1", "203.0.113.7", "203.0.113.7"},
		{"127.0.0.1:1", "198.51.100.1, 203.0.113.7", "203.0.113.7"}, // the first is the caller's word
		{"127.0.0.1:1", "203.0.113.7, 127.0.0.2", "203.0.113.7"},
		{"127.0.0.1:1", "nonsense, 203.0.113.7", "203.0.113.7"}, // the caller's word again
		{"127.0.0.1:1", "203.0.113.7:51234", "203.0.113.7"},
		{"127.0.0.1:1", "2001:db8::7", "2001:db8::7"},
		{"127.0.0.1:1", "[2001:db8::7]", "2001:db8::7"},
		{"127.0.0.1:1", "[2001:db8::7]:51234", "2001:db8::7"},
		{"192.0.2.1:1", "203.0.113.7", "192.0.2.1"}, // nobody trusts that peer
	} {
		s := newTestServer(t, nil)
		r := transcriptRequest("POST /oauth/token " + tokenForm)
		r.RemoteAddr = test.peer
		if test.forwarded != "" {
			r.Header.Set("X-Forwarded-For", test.forwarded)
		}
		s.Carrier().ServeHTTP(httptest.NewRecorder(), r)
		require.Contains(t, ask(s.Carrier(), "GET /__admin/journal").Body.String(),
			fmt.Sprintf(`"ip": %q`, test.want), test)
	}
}

// An address that cannot be read is not silently that of the proxy, whose budget it would use up.
func TestForwardedForThatCannotBeRead(t *testing.T) {
	s := newTestServer(t, nil)
	for _, header := range []string{
		"nonsense", "203.0.113.7, nonsense", "203.0.113.7:port", "unknown", "203.0.113", "", "a, ",
		"[2001:db8::7", "2001:db8::7]:1",
	} {
		r := transcriptRequest("POST /oauth/token " + tokenForm)
		r.Header["X-Forwarded-For"] = []string{header}
		rw := httptest.NewRecorder()
		s.Carrier().ServeHTTP(rw, r)
		require.Equal(t, 400, rw.Code, header)
		require.Contains(t, rw.Body.String(), "in X-Forwarded-For; meant addresses, as 203.0.113.7")
	}
	require.True(t, s.sessions.open[defaultSession].world.Verdict().Unused())
}

func TestAdminIsGuarded(t *testing.T) {
	locked := newTestServer(t, func(c *Config) { c.AdminToken = "0123456789abcdef" })
	open := newTestServer(t, nil)
	d := describedBy(t, open.Carrier())
	for _, test := range []struct {
		server *Server
		path   string
		change func(*http.Request)
		want   int
	}{
		{open, "/__admin/clock", func(*http.Request) {}, 200},
		{open, "/__admin/clock", func(r *http.Request) { r.Host = "localhost:1" }, 200},
		{open, "/__admin/clock", func(r *http.Request) { r.Host = "LOCALHOST:1" }, 200},
		{open, "/__admin/clock", func(r *http.Request) { r.Host = "localhost." }, 200},
		{open, "/__admin/clock", func(r *http.Request) { r.Host = "localhost.example" }, 403},
		{open, "/__admin/clock", func(r *http.Request) { r.Host = "[::1]:1" }, 200},
		{open, "/__admin/clock", func(r *http.Request) { r.Host = "rebound.example" }, 403},
		{locked, "/__admin/clock", func(*http.Request) {}, 401},
		{locked, "/__admin/", func(*http.Request) {}, 401},
		{locked, "/metrics", func(*http.Request) {}, 401},
		{locked, "/healthz", func(*http.Request) {}, 200},
		{locked, "/__admin/clock", func(r *http.Request) {
			r.Header.Set("Authorization", "Bearer 0123456789abcdef")
		}, 200},
		{locked, "/__admin/clock", func(r *http.Request) {
			r.Header.Set("Authorization", "bearer 0123456789abcdef")
		}, 200},
		{locked, "/__admin/clock", func(r *http.Request) {
			r.Header.Set("Authorization", "Token 0123456789abcdef")
		}, 401},
		{locked, "/__admin/clock", func(r *http.Request) {
			r.Header.Set("Authorization", "Bearer 0123456789abcdeg")
		}, 401},
		{locked, "/__admin/clock", func(r *http.Request) {
			r.SetBasicAuth("anyone", "0123456789abcdef")
		}, 200},
	} {
		r := transcriptRequest("GET " + test.path)
		test.change(r)
		rw := httptest.NewRecorder()
		test.server.Carrier().ServeHTTP(rw, r)
		require.Equal(t, test.want, rw.Code, "%s %v", test.path, r.Header)
		d.hold(t, r, rw)
	}
	forged := transcriptRequest("POST /__admin/reset")
	forged.Header.Set("Sec-Fetch-Site", "cross-site")
	rw := httptest.NewRecorder()
	open.Carrier().ServeHTTP(rw, forged)
	require.Equal(t, http.StatusForbidden, rw.Code, "a page elsewhere must not reach it")
	d.hold(t, forged, rw)
}

// An answer on a clock that stands still is given up in real time, and the journal says so.
func TestHeldAnswersAreGivenUp(t *testing.T) {
	c := DefaultConfig()
	c.Admin, c.Frozen = sameAddress, true
	wall := clockwork.NewFakeClockAt(noon)
	s, err := New(c, wall)
	require.NoError(t, err)
	server := httptest.NewServer(s.Carrier())
	defer server.Close()
	require.Equal(t, 200,
		ask(s.Carrier(), `POST /__admin/faults {"kind":"latency","delay":"1h"}`).Code)
	lost := make(chan error)
	go func() {
		answer, err := http.Post(server.URL+"/oauth/token", "application/x-www-form-urlencoded",
			strings.NewReader(tokenForm))
		if err == nil {
			answer.Body.Close()
		}
		lost <- err
	}()
	require.NoError(t, wall.BlockUntilContext(t.Context(), 1))
	wall.Advance(answerTime)
	require.ErrorContains(t, <-lost, "EOF", "the connection is closed without a word")
	require.Contains(t, ask(s.Carrier(), "GET /__admin/journal").Body.String(), `"lost": true`)
	require.Contains(t, ask(s.Carrier(), "GET /__admin/verdict").Body.String(), `"token_hits": 1`)
	require.Zero(t, s.sessions.open[defaultSession].busy.Load(), "nobody waits any more")
}

// The bodies of the admin API and the numbers of a query are bounded.
func TestRequestsAreBounded(t *testing.T) {
	h := newTestServer(t, nil).Carrier()
	const body = `POST /__admin/tokens/revoke {"token":"`
	for _, test := range []struct {
		line string
		want int
	}{
		{body + strings.Repeat("x", mostBody-len(`{"token":""}`)) + `"}`, 404},
		{body + strings.Repeat("x", mostBody-len(`{"token":""}`)+1) + `"}`, 413},
		{"GET /__admin/journal?status=99", 400},
		{"GET /__admin/journal?status=100", 200},
		{"GET /__admin/journal?status=599", 200},
		{"GET /__admin/journal?status=600", 400},
		{"GET /__admin/journal?limit=0", 200},
		{"GET /__admin/journal?limit=-1", 400},
		{"GET /__admin/journal?lost=false", 400},
		{"GET /__admin/journal?after=-1", 400},
		{"GET /__admin/journal?since=noon", 400},
	} {
		require.Equal(t, test.want, ask(h, test.line).Code, test.line[:min(60, len(test.line))])
	}
}

func FuzzAdmin(f *testing.F) {
	f.Add("POST", "/__admin/bans", `{"ip":"203.0.113.7"}`)
	f.Add("POST", "/__admin/clock/advance", `{"by":"1h"}`)
	f.Add("POST", "/__admin/sessions", `{"session":"a","start_at":"2026-03-01T12:00:00Z"}`)
	f.Add("GET", "/__admin/journal?since=2026-03-01T12:00:00Z&ip=::1", "")
	f.Add("POST", "/s/a/__admin/faults", `{"kind":"error-rate","share":0.5,"for":"1m"}`)
	described := describedBy(f, newTestServer(f, nil).Carrier())
	f.Fuzz(func(t *testing.T, method, target, body string) {
		r, err := http.NewRequest(method, target, strings.NewReader(body))
		if err != nil || strings.Contains(r.URL.Path, "/events") {
			return
		}
		r.Host, r.RemoteAddr = "127.0.0.1:8480", "127.0.0.1:50000"
		r.Header.Set("Content-Type", "application/json")
		rw := httptest.NewRecorder()
		newTestServer(t, nil).Admin().ServeHTTP(rw, r)
		require.Less(t, rw.Code, 500, rw.Body.String())
		described.hold(t, r, rw)
	})
}
