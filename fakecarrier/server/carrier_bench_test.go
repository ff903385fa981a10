package server

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// BenchmarkCarrier is what a server does between net/http and net/http, for the requests that
// make served sends: a bare handler, a token, a rate quote and a tracking.
func BenchmarkCarrier(b *testing.B) {
	const quote = `{"accountNumber":{"value":"510087020"},"requestedShipment":{` +
		`"shipper":{"address":{"postalCode":"38118","countryCode":"US"}},` +
		`"recipient":{"address":{"postalCode":"10001","countryCode":"US"}},` +
		`"pickupType":"DROPOFF_AT_FEDEX_LOCATION","rateRequestType":["LIST"],` +
		`"requestedPackageLineItems":[{"weight":{"units":"LB","value":10}}]}}`
	const track = `{"includeDetailedScans":false,"trackingInfo":[{"trackingNumberInfo":{` +
		`"trackingNumber":"794600000000"}}]}`
	c := DefaultConfig()
	c.Reading, c.Transactions = "A4", "100000000/10s"
	s, err := New(c, clockwork.NewRealClock())
	require.NoError(b, err)
	carrier := s.Carrier()
	rw := httptest.NewRecorder()
	carrier.ServeHTTP(rw, carrierRequest("/oauth/token", tokenForm, ""))
	var issued struct {
		Token string `json:"access_token"`
	}
	require.NoError(b, json.Unmarshal(rw.Body.Bytes(), &issued))
	bare := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		rw.Header().Set("Content-Type", "application/json")
		_, _ = rw.Write([]byte(`{"output":{}}`))
	})
	for _, k := range []struct {
		name, path, body, token string
		handler                 http.Handler
	}{
		{"bare", "/rate/v1/rates/quotes", quote, issued.Token, bare},
		{"rate", "/rate/v1/rates/quotes", quote, issued.Token, carrier},
		{"track", "/track/v1/trackingnumbers", track, issued.Token, carrier},
		{"token", "/oauth/token", tokenForm, "", carrier}, // last: it kills the other's token
	} {
		b.Run(k.name, func(b *testing.B) {
			r := carrierRequest(k.path, k.body, k.token)
			body := strings.NewReader("")
			rw := &silent{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				body.Reset(k.body)
				r.Body = io.NopCloser(body)
				clear(rw.header)
				k.handler.ServeHTTP(rw, r)
			}
			require.LessOrEqual(b, rw.status, 200)
		})
	}
}

func carrierRequest(path, body, token string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = "127.0.0.1:8480", "127.0.0.1:50000"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

// silent keeps of an answer no more than its status.
type silent struct {
	header http.Header
	status int
}

func (s *silent) Header() http.Header            { return s.header }
func (s *silent) WriteHeader(status int)         { s.status = status }
func (s *silent) Write(body []byte) (int, error) { return len(body), nil }
