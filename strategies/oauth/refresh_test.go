package oauth_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// public is the client of an application that keeps no secret.
func public(url string) oauth.Client {
	c := oauth.Generic(clockwork.NewFakeClockAt(noon), url, oauth.Credentials{ID: "app"})
	c.Life = 0
	return c
}

func TestRefreshTokenIsPresented(t *testing.T) {
	shown := strategies.WithRefresh(t.Context(), strategies.Token{Refresh: "R1&"})
	whole := public("").Credentials
	whole.Secret = "hush"
	for name, test := range map[string]struct {
		client func(*oauth.Client)
		answer string
		asked  string
		want   strategies.Token
	}{
		"a public client": {
			func(*oauth.Client) {},
			`{"access_token":"T","refresh_token":"R2","expires_in":60}`,
			`application/x-www-form-urlencoded ":" "" ` +
				`client_id=app&grant_type=refresh_token&refresh_token=R1%26`,
			strategies.Token{Value: "T", Refresh: "R2", Expires: noon.Add(time.Minute)},
		},
		"one with a secret": {
			func(c *oauth.Client) { c.Credentials, c.Members = whole, map[string]string{"scope": "a"} },
			`{"access_token":"T","refresh_token":null,"expires_in":60}`,
			`application/x-www-form-urlencoded "app:hush" "" ` +
				`grant_type=refresh_token&refresh_token=R1%26&scope=a`,
			strategies.Token{Value: "T", Expires: noon.Add(time.Minute)},
		},
		"other names": {
			func(c *oauth.Client) { c.JSON, c.Names.Refresh = true, "renewal" },
			`{"access_token":"T","renewal":"R2"}`,
			`application/json ":" "" ` +
				`{"client_id":"app","grant_type":"refresh_token","renewal":"R1\u0026"}`,
			strategies.Token{Value: "T", Refresh: "R2"},
		},
		"a life that cannot be read": {
			func(*oauth.Client) {},
			`{"access_token":"T","refresh_token":"R2","expires_in":"soon","issued_at":"1690460887368"}`,
			`application/x-www-form-urlencoded ":" "" ` +
				`client_id=app&grant_type=refresh_token&refresh_token=R1%26`,
			strategies.Token{Value: "T", Refresh: "R2"},
		},
	} {
		url, asked := answered(t, 200, "", test.answer)
		c := public(url + "/token")
		test.client(&c)
		got, err := c.Token(shown, strategies.Token{})
		require.NoError(t, err, name)
		require.Equal(t, test.want, got, name)
		require.Equal(t, "POST /token "+test.asked, *asked, name)
	}
}

// Every way in which an answer says that a refresh token is no good is the same to a part.
func TestRefreshTokenIsRefused(t *testing.T) {
	for _, test := range []struct {
		status       int
		answer       string
		invalidGrant string
		refused      bool
		text         string
	}{
		{400, `{"error":"invalid_grant"}`, "", true, "oauth: generic answered 400: invalid_grant"},
		{401, `{"error":"invalid_grant"}`, "", true, "oauth: generic answered 401: invalid_grant"},
		{
			200, `{"error":"bad_refresh_token","error_description":"The refresh token passed is incorrect"}`,
			"bad_refresh_token", true,
			"oauth: generic answered 200: bad_refresh_token: The refresh token passed is incorrect",
		},
		{
			200, `{"ok":false,"error":"invalid_refresh_token"}`, "", false,
			"oauth: generic answered 200: invalid_refresh_token",
		},
		{400, `{"error":"invalid_client"}`, "bad", false, "oauth: generic answered 400: invalid_client"},
		{200, `{}`, "bad", false, "oauth: generic answered 200 without the member access_token"},
	} {
		url, _ := answered(t, test.status, "", test.answer)
		c := public(url)
		c.InvalidGrant = test.invalidGrant
		_, err := c.Token(t.Context(), strategies.Token{})
		require.EqualError(t, err, test.text)
		require.Equal(t, test.refused, strategies.GrantRefused(err), test.answer)
	}
}

// The pair lies in the store: each renewal presents the one before, and survives the process.
func TestPairsAreStored(t *testing.T) {
	issued := 1
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("refresh_token") != fmt.Sprint("R", issued) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"error":"invalid_grant"}`)
			return
		}
		issued++
		fmt.Fprintf(w, `{"access_token":"T%d","refresh_token":"R%[1]d","expires_in":60}`, issued)
	}))
	t.Cleanup(server.Close)
	clock := clockwork.NewFakeClockAt(noon)
	store := &strategies.MemoryStore{}
	require.NoError(t, store.Put(t.Context(), strategies.Token{Refresh: "R1"}))
	for i, want := range []string{"T2", "T2", "T3", "T4"} {
		env := strategies.OnClock(clock) // a new process
		env.Store, env.Refreshes = store, true
		c := public(server.URL)
		c.Clock = env.Clock
		env.Endpoint = c
		s, err := strategies.New(env, strategies.Retry{}, strategies.Cache{})
		require.NoError(t, err)
		var got string
		require.NoError(t, s.Do(t.Context(), func(_ context.Context, t strategies.Token) error {
			got = t.Value
			return nil
		}))
		require.Equal(t, want, got)
		if i > 0 {
			clock.Advance(time.Minute)
		}
	}
	kept, err := store.Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, "R4", kept.Refresh)
	require.EqualValues(t, 3, kept.Generation)
}
