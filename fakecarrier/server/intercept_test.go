package server

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// A running is a server that runs, by the URLs that it printed.
type running struct{ carrier, proxy, admin string }

var printedURL = regexp.MustCompile(`https?://[0-9.:]+`)

// startProxy runs a server with a proxy, until the test ends.
func startProxy(t *testing.T, change func(*Config)) running {
	t.Helper()
	c := DefaultConfig()
	c.Listen, c.Admin = []Listen{{Address: "127.0.0.1:0"}}, "127.0.0.1:0"
	c.Intercept = []Listen{{Address: "127.0.0.1:0"}}
	if change != nil {
		change(&c)
	}
	ctx, cancel := context.WithCancel(t.Context())
	out, log := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, c, clockwork.NewRealClock(), log) }()
	var at running
	for lines := bufio.NewScanner(out); at.admin == "" && lines.Scan(); {
		found := printedURL.FindString(lines.Text())
		switch {
		case strings.Contains(lines.Text(), "proxy for the hosts of carriers"):
			at.proxy = found
		case strings.Contains(lines.Text(), "admin API"):
			at.admin = found
		case at.carrier == "":
			at.carrier = found
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-ended)
	})
	return at
}

// trusted are the certificates of the server's authority.
func (p running) trusted(t *testing.T) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM([]byte(get(t, p.admin+"/__admin/ca.pem"))))
	return pool
}

// client is one whose HTTPS_PROXY is the server's, and which trusts its authority; user may name a
// session.
func (p running) client(t *testing.T, user string) *http.Client {
	t.Helper()
	proxy, err := url.Parse(p.proxy)
	require.NoError(t, err)
	if user != "" {
		proxy.User = url.User(user)
	}
	transport := &http.Transport{
		Proxy: http.ProxyURL(proxy), ForceAttemptHTTP2: true,
		TLSClientConfig: &tls.Config{RootCAs: p.trusted(t)},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// askToken asks for a token by a form, and returns the answer's protocol and body.
func askToken(t *testing.T, c *http.Client, at string) (status int, proto, body string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, at, strings.NewReader("grant_type=client_credentials"+
		"&client_id=shop&client_secret=s3cret"))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.Contains(at, "ups.com") {
		r.SetBasicAuth("shop", "s3cret")
	}
	answer, err := c.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, answer.Proto, string(text)
}

// failure is why there is no answer to a GET; nil if there is one.
func failure(c *http.Client, at string) error {
	answer, err := c.Get(at)
	if err == nil {
		answer.Body.Close()
	}
	return err
}

// hits counts the hits on the token endpoint in a session.
func (p running) hits(t *testing.T, session string) int {
	t.Helper()
	var journal struct{ Events []any }
	text := get(t, p.admin+"/s/"+session+"/__admin/journal?endpoint=token")
	require.NoError(t, json.Unmarshal([]byte(text), &journal))
	return len(journal.Events)
}

// One process answers for several carriers: which of them follows from the host.
func TestProxyAnswersForTheCarriers(t *testing.T) {
	at := startProxy(t, nil)
	client := at.client(t, "")
	for _, c := range []struct{ url, says string }{
		{"https://apis.fedex.com/oauth/token", `"scope":"CXS"`},
		{"https://onlinetools.ups.com/security/v1/oauth/token", `"expires_in":"14399"`},
		{"https://apis.usps.com/oauth2/v3/token", `"expires_in":28799`},
		{"https://apis-sandbox.fedex.com/oauth/token", `"scope":"CXS"`},
	} {
		status, proto, body := askToken(t, client, c.url)
		require.Equal(t, 200, status, "%s: %s", c.url, body)
		require.Equal(t, "HTTP/2.0", proto)
		require.Contains(t, body, c.says)
	}
	require.Equal(t, 2, at.hits(t, "default"), "both of FedEx")
	require.Equal(t, 1, at.hits(t, "ups"))
	require.Equal(t, 1, at.hits(t, "usps"))

	// Some clients send what is to go by TLS in the clear, with the whole URL (axios did).
	for _, scheme := range []string{"http", "https"} {
		connection, err := net.Dial("tcp", strings.TrimPrefix(at.proxy, "http://"))
		require.NoError(t, err)
		fmt.Fprintf(connection, "POST %s://apis.fedex.com/oauth/token HTTP/1.1\r\nHost: x\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
			scheme, len(tokenForm), tokenForm)
		answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, 200, answer.StatusCode)
		require.NoError(t, connection.Close())
	}
	require.Equal(t, 4, at.hits(t, "default"))

	listed := get(t, at.admin+"/__admin/hosts")
	require.Contains(t, listed, at.proxy)
	require.Contains(t, listed, `"host": "wwwcie.ups.com"`)
}

// The user of the proxy's URL names the session, so that tests in parallel do not disturb each
// other.
func TestProxyHasSessions(t *testing.T) {
	at := startProxy(t, nil)
	opened, err := http.Post(at.admin+"/__admin/sessions", "application/json",
		strings.NewReader(`{"session":"t1"}`))
	require.NoError(t, err)
	opened.Body.Close()
	require.Equal(t, 200, opened.StatusCode)
	for _, url := range []string{
		"https://apis.fedex.com/oauth/token", "https://onlinetools.ups.com/security/v1/oauth/token",
	} {
		status, _, body := askToken(t, at.client(t, "t1"), url)
		require.Equal(t, 200, status, body)
	}
	for session, hits := range map[string]int{"t1": 1, "t1.ups": 1, "default": 0, "ups": 0} {
		require.Equal(t, hits, at.hits(t, session), session)
	}
	r, err := http.NewRequest(http.MethodGet, "https://apis.fedex.com/", nil)
	require.NoError(t, err)
	r.Header.Set(sessionHeader, "t2")
	answer, err := at.client(t, "t1").Do(r)
	require.NoError(t, err)
	answer.Body.Close()
	require.Equal(t, http.StatusBadRequest, answer.StatusCode, "two names")
	status, _, body := askToken(t, at.client(t, "t3"), "https://apis.fedex.com/oauth/token")
	require.Equal(t, http.StatusNotFound, status)
	require.Contains(t, body, `found no session \"t3\"`)
	require.ErrorContains(t, failure(at.client(t, "a b"), "https://apis.fedex.com/"), "Bad Request",
		"no name of a session")
}

// Who is no carrier is refused with words, and nobody calls there.
func TestProxyPassesNothingOn(t *testing.T) {
	at := startProxy(t, nil)
	victim, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { victim.Close() })
	other := victim.Addr().String()
	for _, request := range []string{
		"CONNECT " + other + " HTTP/1.1\r\nHost: " + other + "\r\n\r\n",
		"CONNECT www.fedex.com:443 HTTP/1.1\r\nHost: www.fedex.com:443\r\n\r\n",
		"GET http://" + other + "/ HTTP/1.1\r\nHost: " + other + "\r\n\r\n",
		"GET http://" + other + "/ HTTP/1.1\r\nHost: apis.fedex.com\r\n\r\n",
	} {
		status, body := raw(t, at.proxy, request)
		require.Equal(t, http.StatusForbidden, status, request)
		require.Contains(t, body, "meant a carrier's, as apis.fedex.com: nothing is passed on")
	}
	status, body := raw(t, at.proxy, "GET / HTTP/1.1\r\nHost: apis.fedex.com\r\n\r\n")
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, body, "set HTTPS_PROXY to "+at.proxy)
	status, body = raw(t, at.proxy,
		"CONNECT apis.fedex.com:443 HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Bearer x\r\n\r\n")
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, body, "found the Proxy-Authorization scheme Bearer; meant Basic")

	// The first to call the victim is this test.
	mine, err := net.Dial("tcp", other)
	require.NoError(t, err)
	defer mine.Close()
	accepted, err := victim.Accept()
	require.NoError(t, err)
	defer accepted.Close()
	require.Equal(t, mine.LocalAddr().String(), accepted.RemoteAddr().String())
}

// raw sends a request as it is, and returns the answer.
func raw(t *testing.T, to, request string) (status int, body string) {
	t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(to, "http://"))
	require.NoError(t, err)
	defer connection.Close()
	_, err = io.WriteString(connection, request)
	require.NoError(t, err)
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

// Nothing in the server opens a connection, but package record, which no server with a proxy uses:
// a carrier that is real is out of its reach.
func TestServerCannotCallAnybody(t *testing.T) {
	calls := regexp.MustCompile(`net\.(Dial|Resolver|Lookup)|httputil|tls\.(Dial|Client\()|` +
		`http\.(Client|Transport|Get|Post|Default)`)
	for _, folder := range []string{".", "../front", ".."} {
		files, err := filepath.Glob(folder + "/*.go")
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Empty(t, calls.FindAllString(string(text), -1), file)
		}
	}
	require.True(t, calls.MatchString("net.Dial(x)"), "the check is blind")
	c := DefaultConfig()
	c.Record, c.Upstream = "stubs.yaml", "https://apis.fedex.com"
	c.Intercept = []Listen{{Address: "127.0.0.1:0"}}
	require.ErrorContains(t, c.check(), "found intercept beside record; meant one of them")
}

// Inside a tunnel no other host is answered either, and a listener's public address holds.
func TestTunnels(t *testing.T) {
	at := startProxy(t, func(c *Config) {
		require.NoError(t, c.Intercept[0].UnmarshalText([]byte("127.0.0.1:0=203.0.113.7")))
	})
	client := at.client(t, "")
	r, err := http.NewRequest(http.MethodGet, "https://apis.fedex.com/", nil)
	require.NoError(t, err)
	r.Host = "example.com"
	answer, err := client.Do(r)
	require.NoError(t, err)
	answer.Body.Close()
	require.Equal(t, http.StatusMisdirectedRequest, answer.StatusCode)
	status, _, _ := askToken(t, client, "https://apis.fedex.com/oauth/token")
	require.Equal(t, 200, status)
	require.Contains(t, get(t, at.admin+"/__admin/journal"), `"ip": "203.0.113.7"`)
}
