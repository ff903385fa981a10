//go:build clients

// Clients whose hosts are the carriers' own, unmodified, through the proxy of a server: they know
// nothing of it but the variables that tokenstorm env prints.

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
)

// hostedClients are programs of testdata/clients, the carrier whose host each has, and what it
// reaches there: the last of it may be a refusal that it asks for.
var hostedClients = []struct {
	name, carrier string
	words         []string
	reaches       string
}{
	{
		npm("@stores.com/fedex") + ", by Node's `fetch`", "fedex", byFetch("hosts/fedex.js"),
		"rates, a label, its tracking, its cancellation",
	}, {
		npm("@stores.com/ups") + ", by Node's `fetch`", "ups", byFetch("hosts/ups.js"),
		"a token, a tracking, a refusal: 404",
	}, {
		npm("@stores.com/usps") + ", by Node's `fetch`", "usps", byFetch("hosts/usps.js"),
		"a token, a tracking, a refusal: 400",
	}, {
		npm("dhl-ecommerce-solutions") + ", by Node's `fetch`", "dhl-ecommerce",
		byFetch("hosts/dhl-ecommerce-solutions.js"),
		"a token, products, a label, its tracking, a manifest, a refusal: 400",
	}, {
		npm("google-auth-library"), "google",
		[]string{"node", "hosts/google-auth-library.js", "REFRESH"}, "a renewal",
	},
	{npm("axios"), "fedex", []string{"node", "hosts/axios.js"}, "a token"},
	{"Python's `requests`", "ups", []string{"/usr/bin/python3", "hosts/with_requests.py"}, "a token"},
	{
		"`ruby-oauth2` of Debian", "fedex", []string{"ruby", "hosts/oauth2.rb"},
		"a token, a call, a refusal: 400",
	}, {
		"PHP's `curl`, with `-d curl.cainfo=$SSL_CERT_FILE`", "ups",
		[]string{"sh", "-c", `exec php -d curl.cainfo="$SSL_CERT_FILE" hosts/carrier.php`},
		"a token, a refusal: 404",
	},
	{"Java's `HttpClient`", "fedex", []string{"java", "hosts/Carrier.java"}, "a token by HTTP_2"},
	{
		"`curl`", "usps", []string{
			"curl", "-sS", "-o", os.DevNull, "-w", "a token by HTTP/%{http_version}\n", "--fail", "-d",
			"grant_type=client_credentials&client_id=shop&client_secret=s3cret",
			"https://apis.usps.com/oauth2/v3/token",
		},
		"a token by HTTP/2",
	},
}

// byFetch runs a script whose client asks by Node's own fetch.
func byFetch(script string) []string {
	return []string{"node", "--no-warnings", "--import", "./hosts/proxy.js", script}
}

// TestClientsReachTheirHosts runs each client under the variables of tokenstorm env, all of them
// against one server. Every request must have been answered well by the carrier of its host, but
// the last where the client tells of a refusal.
func TestClientsReachTheirHosts(t *testing.T) {
	admin := startProxy(t)
	variables := variablesFor(t, admin)
	var table strings.Builder
	table.WriteString("| client | carrier of its host | what it reaches |\n|:--- |:--- |:--- |\n")
	for _, c := range hostedClients {
		t.Run(c.name, func(t *testing.T) {
			seen := len(requestsOf(t, admin, c.carrier))
			for i, word := range c.words {
				if word == "REFRESH" {
					c.words[i] = signedIn(t, admin, c.carrier)
				}
			}
			command := exec.CommandContext(t.Context(), c.words[0], c.words[1:]...)
			command.Dir, command.Env = "testdata/clients", append(os.Environ(), variables...)
			command.Stderr = os.Stderr
			out, err := command.Output()
			require.NoError(t, err)
			printed := strings.ReplaceAll(strings.TrimSpace(string(out)), "\n", ", ")
			require.Equal(t, c.reaches, printed)
			answered := requestsOf(t, admin, c.carrier)[seen:]
			require.NotEmpty(t, answered)
			if _, refused, ok := strings.Cut(c.reaches, "a refusal: "); ok {
				last := len(answered) - 1
				require.Equal(t, refused, strconv.Itoa(answered[last].Status))
				answered = answered[:last]
			}
			for _, r := range answered {
				require.Less(t, r.Status, 300, "%s %s", r.Method, r.Path)
			}
			fmt.Fprintf(&table, "| %s | `%s` | %s |\n", c.name, c.carrier, c.reaches)
		})
	}
	holdPage(t, "hosts", table.String())
}

// startProxy runs a server with a proxy until the test ends, and returns the URL of its admin API.
func startProxy(t *testing.T) (admin string) {
	t.Helper()
	config := server.DefaultConfig()
	config.Listen, config.Admin = []server.Listen{{Address: "127.0.0.1:0"}}, "127.0.0.1:0"
	config.Intercept = []server.Listen{{Address: "127.0.0.1:0"}}
	ctx, cancel := context.WithCancel(t.Context())
	out, log := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx, config, clockwork.NewRealClock(), log) }()
	printed := regexp.MustCompile(`admin API and live page on (\S+)`)
	for lines := bufio.NewScanner(out); admin == "" && lines.Scan(); {
		if found := printed.FindStringSubmatch(lines.Text()); found != nil {
			admin = found[1]
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-ended)
	})
	return admin
}

// variablesFor are those that tokenstorm env prints, as a process has them.
func variablesFor(t *testing.T, admin string) (variables []string) {
	t.Helper()
	command := exec.Command("go", "run", "../tokenstorm", "env", t.TempDir(), "--admin", admin)
	command.Stderr = os.Stderr
	out, err := command.Output()
	require.NoError(t, err)
	for line := range strings.Lines(string(out)) {
		name, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		require.True(t, ok, line)
		variables = append(variables, name+"="+strings.Trim(value, "'"))
	}
	return variables
}

// A carried is a request in a journal.
type carried struct {
	Method, Path string
	Status       int
}

// requestsOf are the requests that a carrier answered: in the session of its name, or for FedEx,
// whose carrier the server is, in the default one.
func requestsOf(t *testing.T, admin, carrier string) []carried {
	t.Helper()
	var journal struct{ Events []carried }
	if carrier == "fedex" {
		carrier = "default"
	}
	answer, err := http.Get(admin + "/s/" + carrier + "/__admin/journal?kind=request")
	require.NoError(t, err)
	defer answer.Body.Close()
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&journal))
	return journal.Events
}

// signedIn lets the user of a carrier's client sign in, and returns the refresh token.
func signedIn(t *testing.T, admin, carrier string) string {
	t.Helper()
	answer, err := http.Post(admin+"/s/"+carrier+"/__admin/families", "application/json",
		strings.NewReader(`{"client":"shop"}`))
	require.NoError(t, err)
	defer answer.Body.Close()
	var signed struct {
		Families []struct {
			RefreshTokens []string `json:"refresh_tokens"`
		}
	}
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&signed))
	require.Len(t, signed.Families, 1)
	return signed.Families[0].RefreshTokens[0]
}
