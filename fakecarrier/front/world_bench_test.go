package front

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkServe asks over the loopback for API calls and for tokens: of a World, and in turn of a
// bare handler that writes the same bytes.
func BenchmarkServe(b *testing.B) {
	for _, c := range []struct{ name, path, kind, body string }{
		{"rate", "/rate/v1/rates/quotes", jsonType, rated},
		{"token", "/oauth/token", form, "grant_type=client_credentials&client_id=a&client_secret=b"},
	} {
		w, _ := world(b, "fedex", "", func(s *Setup) { s.Profile = s.Profile.WithLimits(nil) })
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
			_, _ = rw.Write(answer.Body.Bytes())
		})
		b.Run(c.name, func(b *testing.B) {
			r := request{path: c.path, kind: c.kind, body: c.body, token: token}
			sideBySide(b, r, bare, w)
		})
	}
}

// block is how many requests go to one handler before it is the other's turn, so that whatever
// else the machine does slows both.
const block = 256

// sideBySide lets four callers ask both handlers in turn, and reports how many requests a second
// each of them answered, and the share of the bare one's that the World reached.
func sideBySide(b *testing.B, r request, bare, world http.Handler) {
	servers := []*httptest.Server{httptest.NewServer(bare), httptest.NewServer(world)}
	client := &http.Client{Transport: &http.Transport{
		DisableCompression: true, MaxIdleConnsPerHost: 4,
	}}
	var took [2]float64
	rounds := 0
	for b.Loop() {
		for i, s := range servers {
			before := b.Elapsed()
			var callers sync.WaitGroup
			for range 4 {
				callers.Go(func() {
					for range block / 4 {
						r.send(b, client, s.URL)
					}
				})
			}
			callers.Wait()
			took[i] += (b.Elapsed() - before).Seconds()
		}
		rounds++
	}
	for _, s := range servers {
		s.Close()
	}
	requests := float64(rounds * block)
	b.ReportMetric(requests/took[0], "bare-requests/s")
	b.ReportMetric(requests/took[1], "world-requests/s")
	b.ReportMetric(100*took[0]/took[1], "%-of-bare")
}

// A request is what a caller of the benchmark sends.
type request struct{ path, kind, body, token string }

func (q request) send(b *testing.B, client *http.Client, base string) {
	r, err := http.NewRequest(http.MethodPost, base+q.path, strings.NewReader(q.body))
	if err != nil {
		b.Error(err)
		return
	}
	r.Header.Set("Content-Type", q.kind)
	r.Header.Set("Authorization", "Bearer "+q.token)
	answer, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != 200 {
		b.Error(answer.Status, err)
	}
}

// BenchmarkHandler is the World alone, and the memory that a million calls leave behind.
func BenchmarkHandler(b *testing.B) {
	w, _ := world(b, "fedex", "akamai", func(s *Setup) { s.Profile = s.Profile.WithLimits(nil) })
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

// BenchmarkGzip is a small answer as it is, and compressed.
func BenchmarkGzip(b *testing.B) {
	for _, accept := range []string{"", "gzip"} {
		b.Run("accepts "+accept, func(b *testing.B) {
			w, _ := world(b, "fedex", "", func(s *Setup) { s.Gzip = GzipNegotiated })
			for b.Loop() {
				ask(w, "GET", "/nowhere", "", "Accept-Encoding", accept)
			}
		})
	}
}

// BenchmarkRefused is a token request that a ban refuses, as the journal then has it.
func BenchmarkRefused(b *testing.B) {
	w, _ := world(b, "fedex", "akamai", nil)
	for range 16 {
		askToken(w)
	}
	b.ReportAllocs()
	for b.Loop() {
		askToken(w)
	}
}

func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
