//go:build unix

package filestore_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/filestore"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// Real processes share a file. Each is this test's program again, told by its environment what to
// do; it calls until it is killed.

func TestMain(m *testing.M) {
	if path := os.Getenv("FILESTORE_PATH"); path != "" {
		callForEver(path, os.Getenv("FILESTORE_CARRIER"), os.Getenv("FILESTORE_FORGIVES"))
	}
	os.Exit(m.Run())
}

func callForEver(path, carrier, forgives string) {
	env := strategies.OnClock(clock)
	endpoint := oauth.Generic(env.Clock, carrier, oauth.Credentials{ID: "app"})
	account, err := filestore.Open(path, clock)
	if err != nil {
		panic(err)
	}
	env.Endpoint, env.Refreshes, env.Shared, env.Lease = endpoint, true, account, account
	env.Forgives.Within, _ = time.ParseDuration(forgives)
	s, err := strategies.New(env, hurried()...)
	if err != nil {
		panic(err)
	}
	for {
		_ = s.Do(context.Background(), func(context.Context, strategies.Token) error { return nil })
		clock.Sleep(5 * time.Millisecond)
	}
}

// hurried are the recommended parts for tokens of a second, and a lease of half a second.
func hurried() []strategies.Part {
	parts := strategies.Recommended()
	for i := range parts {
		switch p := parts[i].(type) {
		case strategies.Look:
			p.Margin = 800 * time.Millisecond
			parts[i] = p
		case strategies.Cache:
			p.Margin = 800 * time.Millisecond
			parts[i] = p
		case strategies.Lease:
			p.Hold, p.Unforgiven, p.Poll = 500*time.Millisecond, time.Second, 5*time.Millisecond
			parts[i] = p
		case strategies.Ration:
			p.Rate = strategies.Rate{Permits: 1000, Per: time.Second}
			parts[i] = p
		}
	}
	return parts
}

// A rotating carrier takes a second use for theft, but for a while after the first.
type rotating struct {
	forgives time.Duration
	takes    time.Duration // to answer

	mu         sync.Mutex // guards what follows
	current    int
	superseded time.Time
	stolen     string
}

func (r *rotating) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	shown := q.PostFormValue("refresh_token")
	r.mu.Lock()
	switch {
	case shown == fmt.Sprint("R", r.current):
		r.current++
		r.superseded = clock.Now()
	case shown == fmt.Sprint("R", r.current-1) && clock.Since(r.superseded) < r.forgives:
	case r.stolen == "":
		r.stolen = fmt.Sprintf("%s where R%d is current", shown, r.current)
	}
	answer := fmt.Sprintf(`{"access_token":"A%d","refresh_token":"R%d","expires_in":1}`,
		r.current, r.current)
	if r.stolen != "" {
		w.WriteHeader(400)
		answer = `{"error":"invalid_grant"}`
	}
	r.mu.Unlock()
	clock.Sleep(r.takes)
	fmt.Fprint(w, answer)
}

func (r *rotating) seen() (current int, stolen string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.current, r.stolen
}

// A processes test is a file, a carrier, and who shares them.
type processes struct {
	t       *testing.T
	carrier *rotating
	path    string
	url     string
	running []*exec.Cmd
}

func newProcesses(t *testing.T, forgives time.Duration) *processes {
	p := &processes{t: t, carrier: &rotating{forgives: forgives, takes: 30 * time.Millisecond}}
	p.path = filepath.Join(busyFolder(t), "tokens.json")
	server := httptest.NewServer(p.carrier)
	t.Cleanup(server.Close)
	p.url = server.URL
	account, err := filestore.Open(p.path, clock)
	require.NoError(t, err)
	require.NoError(t, account.Put(t.Context(), strategies.Token{Refresh: "R0"}))
	t.Cleanup(func() {
		for _, c := range p.running {
			p.kill(c)
		}
	})
	return p
}

func (p *processes) start() *exec.Cmd {
	program, err := os.Executable()
	require.NoError(p.t, err)
	c := exec.Command(program)
	c.Env = append(os.Environ(), "FILESTORE_PATH="+p.path, "FILESTORE_CARRIER="+p.url,
		"FILESTORE_FORGIVES="+p.carrier.forgives.String())
	c.Stderr = os.Stderr
	require.NoError(p.t, c.Start())
	p.running = append(p.running, c)
	return c
}

func (p *processes) kill(c *exec.Cmd) {
	_ = c.Process.Kill()
	_ = c.Wait()
}

// requireKept checks that at least so many renewals took place, and no refresh token was used
// twice.
func (p *processes) requireKept(renewals int) {
	p.t.Helper()
	require.Eventually(p.t, func() bool {
		current, stolen := p.carrier.seen()
		require.Empty(p.t, stolen)
		return current >= renewals
	}, time.Minute, 10*time.Millisecond)
}

func TestProcessesShareAFile(t *testing.T) {
	p := newProcesses(t, 0)
	for range 4 {
		p.start()
	}
	p.requireKept(15)
}

// SIGKILL, at any moment: the system frees the lock, and the carrier forgives.
func TestProcessesThatAreKilled(t *testing.T) {
	p := newProcesses(t, 5*time.Second)
	p.start()
	p.start()
	chance := rand.New(rand.NewPCG(1, 2))
	for range 25 {
		victim := p.start()
		clock.Sleep(time.Duration(50+chance.IntN(100)) * time.Millisecond)
		p.kill(victim)
		p.kill(p.running[0])
		p.running = p.running[1:]
		p.start()
	}
	current, _ := p.carrier.seen()
	p.requireKept(current + 3)
}

// A holder that stands still for three times as long as its lease lasts has it still.
func TestAProcessThatStandsStill(t *testing.T) {
	p := newProcesses(t, 0)
	p.carrier.takes = 300 * time.Millisecond // most of the time somebody waits for an answer
	still := p.start()
	p.requireKept(1)
	p.start()
	for i := range 3 {
		clock.Sleep(time.Duration(i) * 60 * time.Millisecond) // it may be anywhere
		require.NoError(t, still.Process.Signal(syscall.SIGSTOP))
		clock.Sleep(3 * time.Second)
		require.NoError(t, still.Process.Signal(syscall.SIGCONT))
		now, _ := p.carrier.seen()
		p.requireKept(now + 2)
	}
}
