package front

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A token says in whole seconds when it expires, and is refused from there on, whatever the
// fraction of the second in which it was issued.
func TestTokensEndAtTheirExp(t *testing.T) {
	for _, profile := range []string{"fedex", "generic"} {
		w, clock := world(t, profile, "", nil)
		clock.Advance(700 * time.Millisecond)
		token := member(t, askToken(w), "access_token")
		claims, err := base64url.DecodeString(strings.Split(token, ".")[1])
		require.NoError(t, err)
		var read struct {
			Exp int64 `json:"exp"`
		}
		require.NoError(t, json.Unmarshal(claims, &read))
		path := map[string]string{"fedex": "/rate/v1/rates/quotes", "generic": "/api/x"}[profile]
		status := func() int {
			return ask(w, "POST", path, rated, "Authorization", "Bearer "+token).Code
		}
		exp := time.Unix(read.Exp, 0)
		require.Equal(t, exp.UTC(), w.Tokens(0)[0].Expiry)
		clock.Advance(exp.Sub(clock.Now()) - 1)
		require.Equal(t, 200, status())
		clock.Advance(1)
		require.Equal(t, 401, status())
	}
}

// What the carrier knows of tokens that the operator let expire is forgotten as that of others.
func TestExpiredTokensAreForgotten(t *testing.T) {
	w, clock := world(t, "fedex", "", nil)
	for range 5 {
		require.NoError(t, w.Expire(member(t, askToken(w), "access_token")))
		clock.Advance(2 * time.Hour)
	}
	require.LessOrEqual(t, w.carrier.Held(), 2)
}

// To count tokens, or to find the next that dies, allocates nothing for each of them.
func TestTokensAreCountedAsTheyAre(t *testing.T) {
	w, clock := world(t, "ups", "", nil)
	issue := func() {
		require.Equal(t, 200, ask(w, "POST", "/security/v1/oauth/token",
			"grant_type=client_credentials", "Content-Type", form, "Authorization", "Basic YTpi").Code)
	}
	_, ok := w.Next("token expiry", "token death")
	require.False(t, ok)
	for range 500 {
		issue()
	}
	clock.Advance(time.Minute)
	issue()
	require.Equal(t, 501, w.Live())
	require.Less(t, testing.AllocsPerRun(10, func() {
		w.Live()
		w.Next("token expiry", "token death")
	}), 10.0, "for 501 tokens")
	first, ok := w.Next("token expiry", "token death")
	require.True(t, ok)
	require.Equal(t, NextEvent{w.Tokens(0)[0].Dies, "token expiry"}, first)
	clock.Advance(first.At.Sub(clock.Now()))
	require.Equal(t, 1, w.Live())
	require.Equal(t, fakecarrier.TokenID(501), w.Tokens(0)[0].ID)
	require.Equal(t, 200, ask(w, "GET", "/api/forwarding/v1/info/countries", "", "Authorization",
		"Bearer "+w.Tokens(0)[0].Token).Code)
}
