package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// BenchmarkSessions opens sessions, uses each, and scrapes the metrics of all.
func BenchmarkSessions(b *testing.B) {
	const many = 10_000
	for b.Loop() {
		s := newTestServer(b, func(c *Config) { c.Sessions = many + 1 })
		h := s.Carrier()
		began := b.Elapsed()
		for i := range many {
			if rw := ask(h, fmt.Sprintf(`POST /__admin/sessions {"session":"s%d"}`, i)); rw.Code != 200 {
				b.Fatal(rw.Body)
			}
		}
		opened := b.Elapsed()
		for i := range many {
			ask(h, fmt.Sprintf("POST /s/s%d/oauth/token %s", i, tokenForm))
		}
		used := b.Elapsed()
		rw := httptest.NewRecorder()
		h.ServeHTTP(rw, transcriptRequest("GET /metrics"))
		b.ReportMetric((opened - began).Seconds(), "s-to-open")
		b.ReportMetric((b.Elapsed() - used).Seconds(), "s-to-scrape")
	}
}

// BenchmarkEvents asks over the loopback for tokens, in turn while nobody listens to the events and
// while somebody does, and reports both rates and the share that is left.
func BenchmarkEvents(b *testing.B) {
	c := DefaultConfig()
	c.Admin, c.Reading, c.Policy = sameAddress, "A4", "coexist"
	s, err := New(c, clockwork.NewRealClock())
	require.NoError(b, err)
	server := httptest.NewServer(s.Carrier())
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4}}
	var took [2]float64
	const block = 512
	rounds := 0
	for b.Loop() {
		for listeners := range 2 {
			ctx, stop := context.WithCancel(b.Context())
			if listeners == 1 {
				listen(ctx, b, client, server.URL)
			}
			before := b.Elapsed()
			var callers sync.WaitGroup
			for range 4 {
				callers.Go(func() {
					for range block / 4 {
						answer, err := client.Post(server.URL+"/oauth/token",
							"application/x-www-form-urlencoded", strings.NewReader(tokenForm))
						if err != nil {
							b.Error(err)
							return
						}
						_, _ = io.Copy(io.Discard, answer.Body)
						answer.Body.Close()
					}
				})
			}
			callers.Wait()
			took[listeners] += (b.Elapsed() - before).Seconds()
			stop()
		}
		rounds++
	}
	requests := float64(rounds * block)
	b.ReportMetric(requests/took[0], "alone-requests/s")
	b.ReportMetric(requests/took[1], "heard-requests/s")
	b.ReportMetric(100*took[0]/took[1], "%-of-alone")
}

// listen listens to the events of a server until the context ends.
func listen(ctx context.Context, b *testing.B, client *http.Client, url string) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/__admin/events", http.NoBody)
	require.NoError(b, err)
	heard := make(chan error)
	go func() {
		answer, err := client.Do(r)
		heard <- err
		if err == nil {
			_, _ = io.Copy(io.Discard, answer.Body) // until it is cut off
			answer.Body.Close()
		}
	}()
	require.NoError(b, <-heard)
}
