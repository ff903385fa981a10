package oauth_test

import (
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// A carrier that is none of ours is said in data: JSON, members with names of their own.
func TestClientOfNames(t *testing.T) {
	url, asked := answered(t, 200, "", `{"token":"T","lives":"90"}`)
	c := oauth.Client{
		Carrier: "parcels", URL: url + "/login", Clock: clockwork.NewFakeClockAt(noon),
		Credentials: oauth.Credentials{ID: "i", Secret: "s"}, JSON: true, Grant: "login",
		Members: map[string]string{"scope": "all"},
		Names:   oauth.Names{ID: "user", Secret: "key", Token: "token", Life: "lives"},
	}
	got, err := c.Token(t.Context(), strategies.Token{})
	require.NoError(t, err)
	require.Equal(t, strategies.Token{Value: "T", Expires: noon.Add(90 * time.Second)}, got)
	require.Equal(t, `POST /login application/json ":" "" `+
		`{"grant_type":"login","key":"s","scope":"all","user":"i"}`, *asked)
	require.Equal(t, map[string]string{"scope": "all"}, c.Members, "they are the caller's")
}

// What a client lacks is an error, not a panic.
func TestClientsThatLackSomething(t *testing.T) {
	url, _ := answered(t, 200, "", `{"access_token":"T"}`)
	c := oauth.Client{Carrier: "parcels", URL: url}
	_, err := c.Token(t.Context(), strategies.Token{})
	require.EqualError(t, err, "oauth: parcels: found no Clock; meant the Env's")
	c.Clock = clockwork.NewFakeClockAt(noon)
	got, err := c.Token(t.Context(), strategies.Token{})
	require.NoError(t, err)
	require.Equal(t, strategies.Token{Value: "T"}, got, "nobody says how long it lives")
	c.URL = ":"
	_, err = c.Token(t.Context(), strategies.Token{})
	require.ErrorContains(t, err, "oauth: parcels: parse")
}
