package server

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	_ "github.com/tokenstorm/tokenstorm/fakecarrier/testdata/examplepost"
)

// A session of a carrier that bans nobody has its own paths and errors, a verdict under no reading,
// and no ban to impose.
func TestACarrierThatBansNobody(t *testing.T) {
	require.Contains(t, fakecarrier.Profiles(), "example-post")
	h := newTestServer(t, nil).Carrier()
	token := func() *httptest.ResponseRecorder {
		r := transcriptRequest("POST /s/rm/oauth2/v1/token grant_type=client_credentials")
		r.SetBasicAuth("shop", "s")
		rw := httptest.NewRecorder()
		h.ServeHTTP(rw, r)
		return rw
	}
	d := describedBy(t, h)
	made := d.ask(t, h, `POST /__admin/sessions {"session":"rm","profile":"example-post"}`)
	require.Equal(t, 200, made.Code, made.Body.String())
	for range 5 {
		require.Equal(t, 200, token().Code)
	}
	refused := token()
	require.Equal(t, 429, refused.Code)
	require.Equal(t, "60", refused.Header().Get("Retry-After"))
	require.Contains(t, refused.Body.String(), `"httpMessage":"Too Many Requests"`)

	for _, step := range []struct {
		line   string
		status int
		has    string
	}{
		{"GET /s/rm/__admin/verdict", 200, `"readings": []`},
		{"GET /s/rm/__admin/snapshot", 200, `"limit": 5`},
		{"GET /__admin/metrics", 200, `fakecarrier_token_hits{session="rm"} 6`},
		{`POST /s/rm/__admin/bans {"ip":"203.0.113.7"}`, 409, "carrier example-post bans nobody"},
		{`POST /s/rm/__admin/clock/next {"kind":"window-end"}`, 200, "window-end"},
		{`POST /__admin/sessions {"session":"x","profile":"example-post","reading":"akamai"}`, 400,
			"carrier example-post bans nobody: found reading R1, meant none"},
		{"POST /s/rm/oauth/token grant_type=client_credentials", 501, `"httpCode":"404"`},
	} {
		rw := ask(h, step.line)
		require.Equal(t, step.status, rw.Code, step.line+"\n"+rw.Body.String())
		require.Contains(t, rw.Body.String(), step.has, step.line)
	}
}
