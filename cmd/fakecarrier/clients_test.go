//go:build clients

// OAuth clients that others wrote, unmodified, against the fake carrier: what each does to the
// quota. Needs Node, curl, and the packages of testdata/clients: make clients.

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/carriertest"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

var tables = flag.Bool("tables", false, "write the tables of docs/clients.md anew")

// A program makes n API calls at once and returns their statuses, 0 where there was no token.
type program func(n int) []int

// A contestant is a client as its own documents use it.
type contestant struct {
	name  string
	start func(t *testing.T, base string) program
	luck  int  // in so many rounds it is luck who has a token that none of the others has killed
	late  bool // a call whose 401 comes after the first request has failed asks once more
}

func contestants() []contestant {
	return []contestant{
		{"`golang.org/x/oauth2/clientcredentials`", golang(oauth2.AuthStyleAutoDetect), 0, false},
		{"the same with `AuthStyleInParams`", golang(oauth2.AuthStyleInParams), 0, false},
		{npm("simple-oauth2") + ", as in its README", node("simple-oauth2.js"), 2, false},
		{npm("openid-client") + ", as in its example", node("openid-client.js"), 4, false},
		{npm("@badgateway/oauth2-client") + ", its fetch wrapper", node("badgateway.js"), 0, true},
		{npm("axios-token-interceptor") + " with `axios-oauth-client`",
			node("axios-interceptor.js"), 0, false},
		{"`curl`, a token for each call", command("./curl.sh"), 4, false},
	}
}

// callers is how many calls are made at once: fewer than the sixteen hits that bring a ban.
const callers = 10

// TestClients measures each client in the same script and holds docs/clients.md to it.
func TestClients(t *testing.T) {
	var table strings.Builder
	table.WriteString("| client | first calls | next calls | token killed | " +
		"next calls | during a ban |\n|:--- |:--- |:--- |:--- |:--- |:--- |\n")
	for _, c := range contestants() {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			call := c.start(t, b.carrier.URL)
			cells := []string{c.name, b.round(call, 1, c.luck > 0), b.round(call, 1, c.luck > 1)}
			b.kill()
			cells = append(cells, b.round(call, 1, c.luck > 2), b.round(call, 1, c.luck > 3))
			b.kill()
			b.ban()
			b.late = c.late
			cells = append(cells, b.round(call, 3, false))
			fmt.Fprintf(&table, "| %s |\n", strings.Join(cells, " | "))
		})
	}
	holdPage(t, "clients", table.String())
}

// TestClientsDoubleTheirFirstHit: what AuthStyleAutoDetect costs, hit by hit.
func TestClientsDoubleTheirFirstHit(t *testing.T) {
	b := newBench(t)
	call := golang(oauth2.AuthStyleAutoDetect)(t, b.carrier.URL)
	require.Equal(t, []int{200}, call(1))
	events, _ := b.carrier.Journal(front.Filter{Endpoint: "token"})
	var statuses []int
	for _, e := range events {
		statuses = append(statuses, e.Status)
	}
	require.Len(t, statuses, 2, "Basic is refused, and the same is asked again with a form")
	require.NotEqual(t, 200, statuses[0])
	require.Equal(t, 200, statuses[1])
}

// A bench is a carrier of which a new token kills the older ones, on a clock of the test's own.
type bench struct {
	t       *testing.T
	clock   *clockwork.FakeClock
	carrier *carriertest.Server
	seen    uint64 // the last event counted
	late    bool   // a call may come after the request of its round has failed, and ask once more
}

func newBench(t *testing.T) *bench {
	t.Helper()
	fedex, err := fakecarrier.LookupProfile("fedex")
	require.NoError(t, err)
	akamai, err := throttle.Parse("akamai")
	require.NoError(t, err)
	clock := clockwork.NewFakeClockAt(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	carrier := carriertest.Start(t, front.Setup{
		Profile: fedex, Throttle: akamai, Clock: clock,
	})
	carrier.AllowBans()
	return &bench{t: t, clock: clock, carrier: carrier}
}

// round lets the client make its calls at once, two minutes after whatever was before, so many
// times, and tells the hits on the token endpoint and, if that is not luck, who succeeded.
func (b *bench) round(call program, times int, luck bool) string {
	calls, succeeded := 0, 0
	b.clock.Advance(121 * time.Second)
	for range times {
		for _, status := range call(callers) {
			calls++
			if status == http.StatusOK {
				succeeded++
			}
		}
	}
	events, dropped := b.carrier.Journal(front.Filter{Endpoint: "token", After: b.seen})
	require.Zero(b.t, dropped)
	hits := 0
	for _, e := range events {
		hits++
		b.seen = e.Seq
	}
	fate := fmt.Sprintf("%d of %d succeed", succeeded, calls)
	switch {
	case luck:
		fate = "luck decides"
	case succeeded == 0:
		fate = "all fail"
	case succeeded == calls:
		fate = "all succeed"
	}
	counted := strconv.Itoa(hits)
	if b.late && hits >= times {
		counted = fmt.Sprintf("%d or more", times)
	}
	return fmt.Sprintf("**%s**, %s", counted, fate)
}

// kill renews with the same credentials from elsewhere: the client's token is dead.
func (b *bench) kill() {
	answer, err := http.PostForm(b.carrier.URL+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"shop"}, "client_secret": {"s3cret"},
	})
	require.NoError(b.t, err)
	require.NoError(b.t, answer.Body.Close())
	require.Equal(b.t, http.StatusOK, answer.StatusCode)
	events, _ := b.carrier.Journal(front.Filter{Limit: 1})
	b.seen = events[0].Seq
}

func (b *bench) ban() {
	_, err := b.carrier.Impose(netip.MustParseAddr("127.0.0.1"), "shop")
	require.NoError(b.t, err)
}

// golang is the client of golang.org/x/oauth2, which the application keeps for good.
func golang(style oauth2.AuthStyle) func(*testing.T, string) program {
	return func(t *testing.T, base string) program {
		client := (&clientcredentials.Config{
			ClientID: "shop", ClientSecret: "s3cret", TokenURL: base + "/oauth/token",
			AuthStyle: style,
		}).Client(context.WithoutCancel(t.Context()))
		return func(n int) []int {
			statuses := make([]int, n)
			var wg sync.WaitGroup
			for i := range statuses {
				wg.Go(func() { statuses[i] = track(client, base) })
			}
			wg.Wait()
			return statuses
		}
	}
}

func track(client *http.Client, base string) int {
	answer, err := client.Post(base+"/track/v1/trackingnumbers", "application/json",
		strings.NewReader(`{"trackingInfo":[{"trackingNumberInfo":{"trackingNumber":"123"}}]}`))
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

func node(script string) func(*testing.T, string) program { return command("node", script) }

// npm is a package's name and the version that is locked.
func npm(name string) string {
	text, err := os.ReadFile("testdata/clients/package.json")
	if err != nil {
		panic(err)
	}
	var file struct{ Dependencies map[string]string }
	if err := json.Unmarshal(text, &file); err != nil {
		panic(err)
	}
	return fmt.Sprintf("`%s` %s", name, file.Dependencies[name])
}

// command starts a program that answers each number on its standard input with the statuses of so
// many calls.
func command(words ...string) func(*testing.T, string) program {
	return func(t *testing.T, base string) program {
		c := exec.Command(words[0], append(words[1:], base)...)
		c.Dir, c.Stderr = "testdata/clients", os.Stderr
		in, err := c.StdinPipe()
		require.NoError(t, err)
		out, err := c.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, c.Start())
		t.Cleanup(func() {
			require.NoError(t, in.Close())
			require.NoError(t, c.Wait())
		})
		lines := bufio.NewScanner(out)
		return func(n int) (statuses []int) {
			_, err := fmt.Fprintln(in, n)
			require.NoError(t, err)
			require.True(t, lines.Scan(), "%v ended early", words)
			require.NoError(t, json.Unmarshal(lines.Bytes(), &statuses))
			require.Len(t, statuses, n)
			return statuses
		}
	}
}

// holdPage holds what stands between two marks of docs/clients.md to what was measured.
func holdPage(t *testing.T, mark, measured string) {
	t.Helper()
	const page = "../../docs/clients.md"
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	begin, end := "<!-- "+mark+" -->\n", "<!-- end of "+mark+" -->"
	before, rest, ok := strings.Cut(string(text), begin)
	require.True(t, ok, "%s has no mark %s", page, begin)
	table, after, ok := strings.Cut(rest, end)
	require.True(t, ok, "%s has no mark %s", page, end)
	if *tables {
		require.NoError(t, os.WriteFile(page, []byte(before+begin+measured+end+after), 0o644))
		return
	}
	require.Equal(t, table, measured, "write %s anew with -tables", page)
}

// TestClientsRotateRefreshTokens: two nodes that share one refresh token and nothing else, each
// with the client of golang.org/x/oauth2. The carrier ends the whole family at the second use.
func TestClientsRotateRefreshTokens(t *testing.T) {
	generic, err := fakecarrier.LookupProfile("generic")
	require.NoError(t, err)
	clock := clockwork.NewFakeClockAt(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	carrier := carriertest.Start(t, front.Setup{Profile: generic, Clock: clock})
	config := &oauth2.Config{
		ClientID: "shop", ClientSecret: "s3cret", RedirectURL: "https://shop.example/back",
		Endpoint: oauth2.Endpoint{
			AuthURL: carrier.URL + "/oauth/authorize", TokenURL: carrier.URL + "/oauth/token",
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}
	pair := byCode(t, config)
	require.NotEmpty(t, pair.RefreshToken)

	node := func() oauth2.TokenSource {
		old := &oauth2.Token{RefreshToken: pair.RefreshToken}
		return config.TokenSource(t.Context(), old)
	}
	first, err := node().Token()
	require.NoError(t, err)
	require.NotEqual(t, pair.RefreshToken, first.RefreshToken, "a refresh token is used once")
	_, err = node().Token()
	require.ErrorContains(t, err, "invalid_grant", "its second use is taken for a theft")
	renewed := config.TokenSource(t.Context(), &oauth2.Token{RefreshToken: first.RefreshToken})
	_, err = renewed.Token()
	require.ErrorContains(t, err, "invalid_grant", "the first node's is revoked with it")
}

// byCode is what a user gets who signs in by a code, with PKCE.
func byCode(t *testing.T, config *oauth2.Config) *oauth2.Token {
	t.Helper()
	verifier := oauth2.GenerateVerifier()
	stay := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	answer, err := stay.Get(config.AuthCodeURL("x", oauth2.S256ChallengeOption(verifier)))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	back, err := answer.Location()
	require.NoError(t, err)
	token, err := config.Exchange(t.Context(), back.Query().Get("code"),
		oauth2.VerifierOption(verifier))
	require.NoError(t, err)
	return token
}
