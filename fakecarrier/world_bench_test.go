package fakecarrier

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkServe asks over the loopback for API calls and for tokens: of a World, and beside it of
// a bare handler that writes the same bytes. The quotient of the two is what the carrier costs.
func BenchmarkServe(b *testing.B) {
	for _, c := range []struct{ name, path, kind, body string }{
		{"rate", "/rate/v1/rates/quotes", jsonType, "{}"},
		{"token", "/oauth/token", form, "grant_type=client_credentials&client_id=a&client_secret=b"},
	} {
		w, _ := world(b, "fedex", "", func(s *Setup) { s.Profile.Transactions.Limit = 0 })
		token := member(b, askToken(w), "access_token")
		answer := ask(w, "POST", c.path, c.body, "Content-Type", c.kind, "Authorization",
			"Bearer "+token)
		require.Equal(b, 200, answer.Code)
		if c.name == "token" {
			token = "" // dead: another one was issued
		}
		bare := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			_, err := io.Copy(io.Discard, r.Body)
			if err != nil {
				return
			}
			rw.Header().Set("Content-Type", jsonType)
			rw.Write(answer.Body.Bytes())
		})
		for _, h := range []struct {
			name    string
			handler http.Handler
		}{{"bare", bare}, {"world", w}} {
			b.Run(fmt.Sprintf("%s/%s", c.name, h.name), func(b *testing.B) {
				serve(b, h.handler, c.path, c.kind, c.body, token)
			})
		}
	}
}

func serve(b *testing.B, h http.Handler, path, kind, body, token string) {
	s := httptest.NewServer(h)
	defer s.Close()
	client := &http.Client{Transport: &http.Transport{
		DisableCompression: true, MaxIdleConnsPerHost: 64,
	}}
	b.ReportAllocs()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			r, err := http.NewRequest(http.MethodPost, s.URL+path, strings.NewReader(body))
			if err != nil {
				b.Error(err)
				return
			}
			r.Header.Set("Content-Type", kind)
			r.Header.Set("Authorization", "Bearer "+token)
			answer, err := client.Do(r)
			if err != nil || answer.StatusCode != http.StatusOK {
				b.Error(answer, err)
				return
			}
			io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

// BenchmarkHandler is the World alone, and the memory that a million calls leave behind.
func BenchmarkHandler(b *testing.B) {
	w, _ := world(b, "fedex", "akamai", func(s *Setup) { s.Profile.Transactions.Limit = 0 })
	token := member(b, askToken(w), "access_token")
	for range usualJournal {
		call(w, token)
	}
	before := inUse()
	b.ReportAllocs()
	for b.Loop() {
		call(w, token)
	}
	b.ReportMetric(float64(inUse()-before), "bytes-kept")
	runtime.KeepAlive(w)
}

func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
