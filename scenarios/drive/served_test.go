package drive

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

const servedScenario = `
about: x
strategies: [naive]
length: 1h
fleet: {customers: 2, nodes: 2}
carriers:
  first:
    profile: generic
    grant: refresh
    meters: []
    answers: {invalid_grant: {status: 401, code: refresh_token_reused}}
    network: {api: {leg: 80ms}}
  ups: {tokens: single}
network: {api: {leg: 50ms}, token: {leg: 50ms}}
workload: [{closed: {think: exp 10s}}]
faults:
  - restart: {at: 10m, down: 10s}
  - carrier_down: {at: 1m, for: 1m, status: 400, only: token, body: {error: busy}, customer: 1}
  - carrier_down: {at: 5m, for: 1m, only: api, carrier: ups}
  - ban: {at: 10m, carrier: ups}
`

// A server is the carriers of a scenario: with their terms, their customers signed in, and the
// faults that are theirs, at their instants.
func TestServe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "two.yaml")
	require.NoError(t, os.WriteFile(file, []byte(servedScenario), 0o644))
	config := server.DefaultConfig()
	config.Admin, config.Frozen = "same", true
	leftOut, err := Serve(file, &config)
	require.NoError(t, err)
	require.Equal(t, []string{"faults[0].restart"}, leftOut)
	worlds, err := server.New(config, clockwork.NewFakeClock())
	require.NoError(t, err)
	h := worlds.Carrier()
	ask := func(method, path, form string) string {
		r := httptest.NewRequest(method, path, strings.NewReader(form))
		r.Host, r.RemoteAddr = "127.0.0.1:8480", "127.0.0.1:5000"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if strings.HasPrefix(form, "{") {
			r.Header.Set("Content-Type", "application/json")
		}
		rw := httptest.NewRecorder()
		h.ServeHTTP(rw, r)
		return fmt.Sprint(rw.Code, " ", strings.TrimSpace(rw.Body.String()))
	}
	advance := func(session, by string) {
		ask(http.MethodPost, session+"/__admin/clock/advance", `{"by":"`+by+`"}`)
	}
	for _, session := range []string{"", "/s/first"} {
		families := ask(http.MethodGet, session+"/__admin/families", "")
		require.Contains(t, families, `"client": "customer-0"`)
		require.Contains(t, families, `"client": "customer-1"`)
		renew := func(customer string) string {
			return ask(http.MethodPost, session+"/oauth/token",
				"grant_type=refresh_token&refresh_token=x&client_id="+customer)
		}
		reused := `401 {"error":"refresh_token_reused"}`
		require.Equal(t, reused, renew("customer-1"))
		advance(session, "1m")
		require.Equal(t, `400 {"error":"busy"}`, renew("customer-1"))
		require.Equal(t, reused, renew("customer-0"))
		advance(session, "1m")
		require.Equal(t, reused, renew("customer-1"))
	}
	ups := func() string {
		return ask(http.MethodGet, "/s/ups/api/track/v1/details/1", "")[:3]
	}
	require.Equal(t, "401", ups())
	advance("/s/ups", "5m")
	require.Equal(t, "503", ups())
	advance("/s/ups", "1m")
	require.Equal(t, "401", ups())
	advance("/s/ups", "4m")
	require.Contains(t, ask(http.MethodGet, "/s/ups/__admin/bans", ""), `"ip": "127.0.0.1"`)
	_, err = Serve("no-such", &config)
	require.ErrorContains(t, err, "no scenario is called")
}
