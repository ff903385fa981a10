package oauth_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// A carrier is a token endpoint and an API behind it, small enough to be read at a glance. Each
// token kills the one before.
type carrier struct {
	*httptest.Server

	mu       sync.Mutex // guards what follows
	requests int        // for tokens
	refuse   int        // token requests with this status, unless 0
	bodies   []string   // of the calls
}

func newCarrier(t testing.TB) *carrier {
	c := &carrier{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth/token", c.token)
	mux.HandleFunc("/", c.call)
	c.Server = httptest.NewServer(mux)
	t.Cleanup(c.Close)
	return c
}

func (c *carrier) token(w http.ResponseWriter, _ *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests++
	if c.refuse != 0 {
		w.WriteHeader(c.refuse)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"access_token": fmt.Sprint("T", c.requests), "expires_in": 3599,
	})
}

func (c *carrier) call(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bodies = append(c.bodies, string(body))
	if r.Header.Get("Authorization") != fmt.Sprint("Bearer T", c.requests) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, "Access token expired.")
		return
	}
	if r.URL.Path == "/missing" {
		w.WriteHeader(http.StatusNotFound)
	}
	_, _ = io.WriteString(w, "rated "+string(body))
}

// kill kills the token last issued, as another node's renewal would.
func (c *carrier) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests++
}

// ban refuses token requests with this status from now on.
func (c *carrier) ban(status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refuse = status
}
