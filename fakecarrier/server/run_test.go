package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// start runs a server, and returns where it listens and how to end it.
func start(t *testing.T, change func(*Config)) (at []string, stop func() error) {
	t.Helper()
	return startOn(t, clockwork.NewRealClock(), change)
}

func startOn(
	t *testing.T, wall clockwork.Clock, change func(*Config),
) (at []string, stop func() error) {
	t.Helper()
	c := DefaultConfig()
	c.Listen, c.Admin = []Listen{{Address: "127.0.0.1:0"}}, "127.0.0.1:0"
	change(&c)
	ctx, cancel := context.WithCancel(t.Context())
	out, log := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, c, wall, log) }()
	lines := bufio.NewScanner(out)
	for range len(c.Listen) + 1 {
		require.True(t, lines.Scan())
		_, address, _ := strings.Cut(lines.Text(), "http://")
		address, _, _ = strings.Cut(address, ",")
		at = append(at, address)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return at, func() error { cancel(); return <-ended }
}

func get(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(body)
}

func TestRunServesAndEnds(t *testing.T) {
	at, stop := start(t, func(c *Config) {
		c.Listen = append(c.Listen, Listen{"127.0.0.1:0", c.Trust[1].Addr()})
	})
	for _, carrier := range at[:2] {
		answer, err := http.PostForm("http://"+carrier+"/oauth/token", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {"shop"}, "client_secret": {"s"},
		})
		require.NoError(t, err)
		answer.Body.Close()
		require.Equal(t, 200, answer.StatusCode)
	}
	journal := get(t, "http://"+at[2]+"/__admin/journal")
	require.Contains(t, journal, `"ip": "127.0.0.1"`)
	require.Contains(t, journal, `"ip": "::1"`, "the second listener's callers come from there")
	stream, err := http.Get("http://" + at[2] + "/__admin/events")
	require.NoError(t, err)
	defer stream.Body.Close()
	require.NoError(t, stop(), "a stream does not hold up the end")
}

// inFlight requests a token beside the test; what comes is the status of the answer, 0 for none.
func inFlight(door string) <-chan int {
	status := make(chan int, 1)
	go func() {
		answer, err := http.Post("http://"+door+"/oauth/token", "application/x-www-form-urlencoded",
			strings.NewReader(tokenForm))
		if err != nil {
			status <- 0
			return
		}
		answer.Body.Close()
		status <- answer.StatusCode
	}()
	return status
}

func TestRequestsInFlightFinish(t *testing.T) {
	at, stop := start(t, func(*Config) {})
	injected, err := http.Post("http://"+at[1]+"/__admin/faults", "application/json",
		strings.NewReader(`{"kind":"latency","delay":"300ms"}`))
	require.NoError(t, err)
	injected.Body.Close()
	require.Equal(t, 200, injected.StatusCode)
	status := inFlight(at[0])
	for !strings.Contains(get(t, "http://"+at[1]+"/__admin/verdict"), `"token_hits": 1`) {
	}
	require.NoError(t, stop())
	require.Equal(t, 200, <-status)
}

// While one listener waits for a request in flight, no other listener accepts a connection.
func TestAllDoorsShutAtOnce(t *testing.T) {
	wall := clockwork.NewFakeClock()
	at, stop := startOn(t, wall, func(c *Config) {
		c.Listen = append(c.Listen, Listen{Address: "127.0.0.1:0"})
	})
	injected, err := http.Post("http://"+at[2]+"/__admin/faults", "application/json",
		strings.NewReader(`{"kind":"latency","delay":"1m"}`))
	require.NoError(t, err)
	injected.Body.Close()
	status := inFlight(at[0])
	require.NoError(t, wall.BlockUntilContext(t.Context(), 2), "the answer's delay, and its bound")
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	for _, door := range at {
		for {
			connection, err := net.Dial("tcp", door)
			if err != nil {
				break
			}
			connection.Close()
		}
	}
	wall.Advance(time.Minute + time.Second)
	require.Equal(t, 200, <-status, "it was not cut off before the other doors shut")
	require.NoError(t, <-ended)
}

// While it drains, a server is not ready, lives, and serves whoever comes; then it is gone.
func TestRunDrains(t *testing.T) {
	wall := clockwork.NewFakeClock()
	at, stop := startOn(t, wall, func(c *Config) { c.Drain = 5 * time.Second })
	status := func(address string) int {
		answer, err := http.Get("http://" + address)
		require.NoError(t, err)
		answer.Body.Close()
		return answer.StatusCode
	}
	require.Equal(t, 200, status(at[1]+"/readyz"))
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	require.NoError(t, wall.BlockUntilContext(t.Context(), 1))
	require.Equal(t, 503, status(at[1]+"/readyz"))
	require.Equal(t, 200, status(at[1]+"/healthz"))
	require.Equal(t, 200, status(at[1]+"/__admin/clock"))
	require.Equal(t, 501, status(at[0]+"/nowhere"), "in the carrier's own words")
	wall.Advance(5*time.Second - 1)
	require.Equal(t, 503, status(at[1]+"/readyz"))
	require.Empty(t, ended)
	wall.Advance(1)
	require.NoError(t, <-ended)
	_, err := net.Dial("tcp", at[0])
	require.Error(t, err, "nobody listens any more")
}

// The headers of a request take as much as is documented, and no more.
func TestHeadersAreBounded(t *testing.T) {
	at, stop := start(t, func(*Config) {})
	for _, test := range []struct{ bytes, want int }{{15 << 10, 501}, {17 << 10, 431}} {
		r, err := http.NewRequest(http.MethodGet, "http://"+at[0]+"/nowhere", http.NoBody)
		require.NoError(t, err)
		r.Header.Set("X", strings.Repeat("x", test.bytes))
		answer, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		answer.Body.Close()
		require.Equal(t, test.want, answer.StatusCode, test.bytes)
	}
	require.NoError(t, stop())
}

func TestRunRefusesATakenAddress(t *testing.T) {
	at, stop := start(t, func(*Config) {})
	c := DefaultConfig()
	c.Listen, c.Admin = []Listen{{Address: "127.0.0.1:0"}}, at[0]
	var said strings.Builder
	require.ErrorContains(t, Run(t.Context(), c, clockwork.NewRealClock(), &said), "in use")
	require.Empty(t, said.String(), "an address is told once all are open")
	require.NoError(t, stop())
}

// The second version as its specification writes it (haproxy.org, PROXY protocol, 2.2): the
// signature, PROXY over TCP/IPv4, and twelve bytes of addresses and ports.
const (
	proxyV1 = "PROXY TCP4 203.0.113.7 127.0.0.1 5000 8480\r\n"
	proxyV2 = "\r\n\r\n\x00\r\nQUIT\n" + "\x21\x11\x00\x0c" +
		"\xcb\x00\x71\x07" + "\x7f\x00\x00\x01" + "\x13\x88\x21\x20"
)

func TestProxyProtocol(t *testing.T) {
	for _, test := range []struct {
		header string
		trust  bool
	}{{proxyV1, true}, {proxyV2, true}, {proxyV1, false}, {proxyV2, false}} {
		at, stop := start(t, func(c *Config) {
			c.ProxyProtocol = true
			if !test.trust {
				c.Trust = nil
			}
		})
		connection, err := net.Dial("tcp", at[0])
		require.NoError(t, err)
		fmt.Fprintf(connection, "%sPOST /oauth/token HTTP/1.1\r\nHost: carrier\r\n"+
			"Content-Length: %d\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
			"Connection: close\r\n\r\n%s", test.header, len(tokenForm), tokenForm)
		answer, _ := io.ReadAll(connection)
		connection.Close()
		journal := get(t, "http://"+at[1]+"/__admin/journal")
		if test.trust {
			require.Contains(t, string(answer), "200 OK")
			require.Contains(t, journal, `"ip": "203.0.113.7"`)
		} else {
			require.NotContains(t, string(answer), "200 OK")
			require.Contains(t, journal, `"events": []`, "a spoofed connection does not come in")
		}
		require.NoError(t, stop())
	}
}
