//go:build clients

// OAuth and OpenID Connect clients of others, unmodified, against the generic profile: what each of
// them is told is the issuer's URL and the credentials, or the paths where it knows no discovery.

package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/carriertest"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// everything is what a client may reach, without discovery and devices.
const everything = "code with PKCE, id_token, JWT access token, userinfo, renewal, " +
	"introspection, revocation, client credentials"

// openIDClients are the clients, and what each reaches.
var openIDClients = []struct {
	name    string
	run     func(t *testing.T, issuer string) (reached []string)
	reaches string
}{
	{
		npm("openid-client"), scripted("node", "openid/openid-client.js"),
		"discovery, " + strings.Replace(everything, "JWT access token, ", "", 1) + ", device",
	}, {
		npm("oauth4webapi"), scripted("node", "openid/oauth4webapi.js"),
		"discovery, " + everything + ", device: authorization_pending, device: slow_down",
	}, {
		"`authlib` of Debian", scripted("/usr/bin/python3", "openid/with_authlib.py"),
		"discovery, " + everything,
	}, {
		"`requests-oauthlib` of Debian",
		scripted("/usr/bin/python3", "openid/with_requests_oauthlib.py"),
		"code, userinfo, renewal, client credentials",
	},
	{"Perl's `LWP::Authen::OAuth2` of Debian", scripted("perl", "openid/lwp.pl"), "code, userinfo"},
	{
		"`ruby-oauth2` of Debian", scripted("ruby", "openid/oauth2.rb"),
		"code, userinfo, renewal, client credentials, refusal: invalid_grant",
	},
	{"`golang.org/x/oauth2`", openIDInGo, "code with PKCE, renewal, client credentials, device"},
}

// TestClientsSpeakOpenID runs each client, and holds what it reaches to docs/clients.md.
func TestClientsSpeakOpenID(t *testing.T) {
	generic, err := fakecarrier.LookupProfile("generic")
	require.NoError(t, err)
	var table strings.Builder
	table.WriteString("| client | what it reaches |\n|:--- |:--- |\n")
	for _, c := range openIDClients {
		t.Run(c.name, func(t *testing.T) {
			// They look at the time in tokens: the carrier's is real.
			carrier := carriertest.Start(t, front.Setup{
				Profile: generic, Clock: clockwork.NewRealClock(),
			})
			require.Equal(t, c.reaches, strings.Join(c.run(t, carrier.URL), ", "))
			fmt.Fprintf(&table, "| %s | %s |\n", c.name, c.reaches)
		})
	}
	holdPage(t, "openid", table.String())
}

// scripted runs a script, whose lines are what it reached.
func scripted(words ...string) func(*testing.T, string) []string {
	return func(t *testing.T, issuer string) []string {
		c := exec.CommandContext(t.Context(), words[0], append(words[1:], issuer)...)
		c.Dir, c.Stderr = "testdata/clients", os.Stderr
		out, err := c.Output()
		require.NoError(t, err)
		return strings.Split(strings.TrimSpace(string(out)), "\n")
	}
}

// openIDInGo is as the documents of golang.org/x/oauth2 have it, which knows no discovery.
func openIDInGo(t *testing.T, issuer string) (reached []string) {
	config := &oauth2.Config{
		ClientID: "shop", ClientSecret: "s3cret", RedirectURL: "http://localhost/back",
		Scopes: []string{"openid"},
		Endpoint: oauth2.Endpoint{
			AuthURL: issuer + "/oauth/authorize", TokenURL: issuer + "/oauth/token",
			DeviceAuthURL: issuer + "/oauth/device",
		},
	}
	token := byCode(t, config)
	require.NotEmpty(t, token.Extra("id_token"))
	reached = append(reached, "code with PKCE")

	_, err := config.TokenSource(t.Context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
	require.NoError(t, err)
	reached = append(reached, "renewal")

	own := clientcredentials.Config{
		ClientID: "shop", ClientSecret: "s3cret", TokenURL: config.Endpoint.TokenURL,
	}
	_, err = own.Token(t.Context())
	require.NoError(t, err)
	reached = append(reached, "client credentials")

	device, err := config.DeviceAuth(t.Context())
	require.NoError(t, err)
	answer, err := http.Get(device.VerificationURIComplete)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	device.Interval = 1 // it waits before its first poll
	_, err = config.DeviceAccessToken(t.Context(), device)
	require.NoError(t, err)
	return append(reached, "device")
}
