package server

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// A state that is exported, imported and exported again is the same to the byte, in the same
// server, in another, under another name of the session, and from a file; and the sessions go on
// alike.
func TestStateOfASession(t *testing.T) {
	const token = "POST /oauth/token @203.0.113.7 grant_type=client_credentials&client_id=shop&" +
		"client_secret=s"
	h := newTestServer(t, nil).Carrier()
	for range 14 {
		require.Equal(t, 200, ask(h, token).Code)
	}
	ask(h, `POST /__admin/clock/advance {"by":"1234ms"}`)
	state := ask(h, "GET /__admin/state").Body.String()
	require.True(t, strings.HasPrefix(state, "{\n  \"format\": 1,\n"))
	want := []string{}
	for range 3 {
		want = append(want, ask(h, token).Body.String())
	}
	file := filepath.Join(t.TempDir(), "state.json")
	require.NoError(t, os.WriteFile(file, []byte(state), 0o600))
	for _, c := range []struct {
		name, prefix string
		fromFile     bool
	}{{"the same", "", false}, {"another name", "/s/other", false}, {"a file", "", true}} {
		t.Run(c.name, func(t *testing.T) {
			h := newTestServer(t, func(config *Config) {
				if c.fromFile {
					config.State, config.StartAt = file, time.Time{}
				}
			}).Carrier()
			if !c.fromFile {
				imported := ask(h, "POST "+c.prefix+"/__admin/state "+state)
				require.Equal(t, 200, imported.Code, imported.Body)
			}
			require.Equal(t, state, ask(h, "GET "+c.prefix+"/__admin/state").Body.String())
			line := strings.Replace(token, "POST ", "POST "+c.prefix, 1)
			got := []string{}
			for range 3 {
				got = append(got, ask(h, line).Body.String())
			}
			require.Equal(t, want, got)
			require.Contains(t, got[2], "FORBIDDEN", "the ban came with the seventeenth")
		})
	}
}

// A wrong state is refused with its place, and the session stays as it is.
func TestWrongState(t *testing.T) {
	h := newTestServer(t, nil).Carrier()
	state := ask(h, "GET /__admin/state").Body.String()
	for _, c := range []struct {
		text   string
		status int
		detail string
	}{
		{"{\n\"format\": 1,\n \"worlds\": {}}", 400, `state:3:15: found what cannot be read: json: ` +
			`unknown field "worlds"; meant a state as GET /__admin/state has it`},
		{`{"format": 1, "world": {"epoch": `, 400, "found what cannot be read"},
		{`{"format": 2}`, 400, `state:1:1: found format "2", and this program reads format 1; meant a ` +
			"state as GET /__admin/state has it"},
		{strings.Replace(state, `"carrier": "fedex"`, `"carrier": "ups"`, 1), 409,
			"found a state of carrier ups; meant fedex, as the session is opened"},
	} {
		got := ask(h, "POST /__admin/state "+c.text)
		require.Equal(t, c.status, got.Code)
		var p struct{ Detail string }
		require.NoError(t, json.Unmarshal(got.Body.Bytes(), &p))
		require.Contains(t, p.Detail, c.detail)
	}
	require.Equal(t, state, ask(h, "GET /__admin/state").Body.String())
	_, err := parseFlags(t, "--state", "none.json")
	require.ErrorContains(t, err, "--state: open none.json: ")
	file := writeFile(t, strings.Replace(state, `"fedex"`, `"ups"`, 1))
	_, err = parseFlags(t, "--state", file)
	require.EqualError(t, err, file+": found a state of carrier ups; meant fedex, as the session is "+
		"opened")
	_, err = parseFlags(t, "--state", file, "--start-at", "2026-03-01T12:00:00Z")
	require.ErrorContains(t, err, "found start-at beside a state")
}

// The file of stubs is read again when it changes; a wrong one is reported, and the old one stays.
func TestStubsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stubs.yaml")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	write("stubs:\n  - {path: /x, token: false, answer: {body: one}}\n")
	c := DefaultConfig()
	c.Admin, c.StartAt, c.Frozen, c.Stubs = sameAddress, noon, true, file
	s, err := New(c, clockwork.NewFakeClockAt(noon))
	require.NoError(t, err)
	var log strings.Builder
	s.stubs.log = &log
	h := s.Carrier()
	get := func(path string) string {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, transcriptRequest("GET "+path))
		return rec.Body.String()
	}
	for _, name := range []string{"other", "more"} {
		ask(h, `POST /__admin/sessions {"session":"`+name+`"}`)
	}
	require.Equal(t, "one", get("/x"))
	require.Equal(t, "one", get("/s/other/x"))
	require.True(t, s.sessions.remove("more"))
	write("stubs:\n  - {path: /x, token: false, answer: {body: second}}\n")
	require.Equal(t, "second", get("/x"))
	require.Equal(t, "second", get("/s/other/x"))
	ask(h, `POST /__admin/sessions {"session":"more"}`)
	require.Equal(t, "second", get("/s/more/x"), "a session that opens later")
	require.Equal(t, "fakecarrier: "+file+" was read again: 1 stubs\n", log.String())
	log.Reset()

	write("stubs:\n  - {path: /x, token: false, anwser: {body: third one}}\n")
	require.Equal(t, "second", get("/x"))
	require.Equal(t, "second", get("/x"))
	wrong := file + `:2:30: found the unknown key "anwser"; meant "answer"`
	require.Equal(t, "fakecarrier: "+wrong+"\nfakecarrier: "+file+" stays as it was read before\n",
		log.String(), "once")
	require.Contains(t, get("/__admin/stubs"), "anwser")
	log.Reset()
	require.NoError(t, os.Remove(file))
	require.Equal(t, "second", get("/x"))
	require.Contains(t, log.String(), "no such file")
	write("stubs:\n  - {path: /x, token: false, answer: {body: the fourth}}\n")
	require.Equal(t, "the fourth", get("/x"))
	require.Contains(t, get("/__admin/stubs"), `"mistakes": []`)

	write("stubs: [{}]")
	_, err = parseFlags(t, "--stubs", file)
	require.ErrorContains(t, err, file+":1:9: found a stub for every request; meant ")
	_, err = parseFlags(t, "--stubs", "none.yaml")
	require.ErrorContains(t, err, "--stubs: open none.yaml: ")
}

// Who is banned from the start is so under a flag, a file and a session of its own.
func TestBannedFromTheStart(t *testing.T) {
	c, err := parseFlags(t, "--banned", "203.0.113.7=10m",
		"--banned", "203.0.113.8=2026-03-01T12:10:00Z")
	require.NoError(t, err)
	require.Len(t, c.Banned, 2)
	c, err = parseFlags(t, "--config", writeFile(t, "banned: [203.0.113.7=10m]\n"))
	require.NoError(t, err)
	require.Len(t, c.Banned, 1)
	_, err = parseFlags(t, "--banned", "203.0.113.7")
	require.ErrorContains(t, err, `--banned: found "203.0.113.7"; meant a caller and the end, as `)
	_, err = parseFlags(t, "--banned", "203.0.113.7=10m", "--profile", "google")
	require.ErrorContains(t, err, "--banned: ")
	h := newTestServer(t, nil).Carrier()
	ask(h, `POST /__admin/sessions {"session":"b","banned":["203.0.113.7=10m"]}`)
	require.Contains(t, ask(h, "GET /s/b/__admin/bans").Body.String(),
		`"until": "2026-03-01T12:10:00Z"`)
}
