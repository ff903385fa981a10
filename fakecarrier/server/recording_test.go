package server

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is recorded of a carrier is replayed by a server of stubs, with tokens of its own.
func TestRecordAndReplay(t *testing.T) {
	asked := 0
	carrier := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked++
		rw.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/oauth/token" {
			fmt.Fprint(rw, `{"access_token":"real-token-of-the-carrier","token_type":"bearer"}`)
			return
		}
		fmt.Fprintf(rw, `{"by":"the carrier","account":"510087020","path":%q}`, r.URL.Path)
	}))
	defer carrier.Close()
	folder := t.TempDir()
	file, listed := filepath.Join(folder, "recorded.yaml"), filepath.Join(folder, "secrets.txt")
	require.NoError(t, os.WriteFile(listed, []byte("510087020\n\n"), 0o600))
	c, err := parseFlags(t, "--record", file, "--upstream", carrier.URL, "--secrets-file", listed)
	require.NoError(t, err)
	c.Admin = sameAddress
	s := newTestServer(t, func(config *Config) { *config = c })
	require.NoError(t, s.startRecording(io.Discard))
	require.Equal(t, carrier.URL+", recorded into "+file+",", s.about())
	h := s.Carrier()
	const token = "POST /oauth/token grant_type=client_credentials&client_id=real-id&" +
		"client_secret=real-secret"
	require.Contains(t, ask(h, token).Body.String(), "real-token-of-the-carrier")
	call := func(h http.Handler, bearer string) string {
		r := transcriptRequest("POST /rate/v1/rates/quotes " +
			`{"accountNumber":{"value":"510087020"},"zip":"1"}`)
		r.Header.Set("Authorization", "Bearer "+bearer)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec.Body.String()
	}
	require.Contains(t, call(h, "real-token-of-the-carrier"), "510087020")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	for _, secret := range []string{"510087020", "real-"} {
		require.NotContains(t, string(text), secret)
	}
	_, err = parseFlags(t, "--record", file, "--upstream", carrier.URL)
	require.EqualError(t, err, "--record: found something in "+file+"; meant a new file, so that "+
		"nothing is lost")

	before := asked
	replay := newTestServer(t, func(config *Config) { config.Stubs = file }).Carrier()
	require.Contains(t, call(replay, "real-token-of-the-carrier"), "NOT.AUTHORIZED")
	issued := issued.FindStringSubmatch(ask(replay, token).Body.String())
	require.JSONEq(t, `{"by":"the carrier","account":"LISTED-1","path":"/rate/v1/rates/quotes"}`,
		call(replay, issued[1]))
	require.Equal(t, before, asked, "no request has left")
}

func TestRecordingMistakes(t *testing.T) {
	short := writeFile(t, "510087020\nabc\n")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--record", "r.yaml"}, "--record: "},
		{[]string{"--upstream", "https://x.example"}, "--upstream: found upstream without record; " +
			"meant the file to write beside it"},
		{[]string{"--secrets-file", short}, "--secrets-file: found secrets-file without record; meant " +
			"the file to write beside it"},
		{[]string{"--record", "r.yaml", "--upstream", "x.example"}, "--upstream: found no address of a " +
			"carrier to record; meant upstream, as https://apis-sandbox.fedex.com"},
		{[]string{"--record", "r.yaml", "--upstream", "https://x.example", "--secrets-file", short},
			short + ":2:1: found a secret of 3 characters; meant at least 4"},
		{[]string{"--record", "r.yaml", "--upstream", "https://x.example", "--secrets-file", "none"},
			"--secrets-file: open none: no such file or directory"},
	} {
		_, err := parseFlags(t, c.args...)
		require.ErrorContains(t, err, c.want)
	}
}
