package xoauth2_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
	"github.com/tokenstorm/tokenstorm/strategies/oauth/xoauth2"
)

// A carrier is a token endpoint that refuses whatever comes after its first token.
type carrier struct {
	*httptest.Server
	requests int
}

func newCarrier(t *testing.T) *carrier {
	c := &carrier{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if c.requests++; c.requests > 1 {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"error": "banned", "error_description": "too many\ntokens"}`)
			return
		}
		fmt.Fprint(w, `{"access_token": "T1", "expires_in": 3599}`)
	}))
	t.Cleanup(c.Close)
	return c
}

// exchange asks c with golang.org/x/oauth2's own client.
func exchange(c *carrier) xoauth2.Exchange {
	config := clientcredentials.Config{
		ClientID: "id", ClientSecret: "secret", TokenURL: c.URL, AuthStyle: oauth2.AuthStyleInParams,
	}
	return config.Token
}

func TestBridgesToOAuth2(t *testing.T) {
	c := newCarrier(t)
	clock := clockwork.NewRealClock()
	env := strategies.OnClock(clock)
	env.Endpoint = exchange(c)
	strategy, err := strategies.New(env, strategies.Recommended()...)
	require.NoError(t, err)
	source := oauth.SourceOf(strategy)

	for range 2 {
		got, err := xoauth2.TokenSource(t.Context(), source).Token()
		require.NoError(t, err)
		require.Equal(t, "T1", got.AccessToken)
		require.Equal(t, "Bearer", got.Type())
		require.WithinDuration(t, clock.Now().Add(time.Hour), got.Expiry, time.Minute)
		require.True(t, got.Valid())
	}
	require.Equal(t, 1, c.requests)

	_, err = xoauth2.TokenSource(t.Context(), exchange(c)).Token()
	require.EqualError(t, err, "oauth: token endpoint answered 403: banned: too many tokens")
	require.Equal(t, 403, strategies.Status(err))
}

func TestExchangeOfATokenWithoutAnEnd(t *testing.T) {
	forever := xoauth2.Exchange(func(context.Context) (*oauth2.Token, error) {
		return &oauth2.Token{AccessToken: "T"}, nil
	})
	got, err := forever.Token(t.Context(), strategies.Token{})
	require.NoError(t, err)
	require.Equal(t, 9999, got.Expires.Year(), "the zero time would have expired at once")

	broken := xoauth2.Exchange(func(context.Context) (*oauth2.Token, error) {
		return nil, errors.New("no route")
	})
	_, err = broken.Token(t.Context(), strategies.Token{})
	require.EqualError(t, err, "no route")
}
