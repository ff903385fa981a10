package oauth_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// exchange asks c with golang.org/x/oauth2's own client.
func exchange(c *carrier) oauth.Exchange {
	config := clientcredentials.Config{
		ClientID: "id", ClientSecret: "secret", TokenURL: c.URL + "/oauth/token",
		AuthStyle: oauth2.AuthStyleInParams,
	}
	return config.Token
}

func TestBridgesToOAuth2(t *testing.T) {
	c := newCarrier(t)
	clock := clockwork.NewRealClock()
	env := strategies.OnClock(clock)
	env.Endpoint = exchange(c)
	composition, err := strategies.Lookup("recommended")
	require.NoError(t, err)
	source := oauth.SourceOf(composition.New(env))

	for range 2 {
		got, err := oauth.TokenSource(t.Context(), source).Token()
		require.NoError(t, err)
		require.Equal(t, "T1", got.AccessToken)
		require.Equal(t, "Bearer", got.Type())
		require.WithinDuration(t, clock.Now().Add(time.Hour), got.Expiry, time.Minute)
		require.True(t, got.Valid())
	}
	require.Equal(t, 1, c.requests)
}

func TestSourceOfRenewsARefusedToken(t *testing.T) {
	c := newCarrier(t)
	env := strategies.OnClock(clockwork.NewRealClock())
	env.Endpoint = exchange(c)
	composition, err := strategies.Lookup("naive")
	require.NoError(t, err)
	source := oauth.SourceOf(composition.New(env))
	var refused strategies.Token
	for _, want := range []string{"T1", "T2", "T3"} {
		got, err := source.Token(t.Context(), refused)
		require.NoError(t, err)
		require.Equal(t, want, got.Value)
		refused = got
	}
	c.ban(403)
	got, err := source.Token(t.Context(), refused)
	require.Equal(t, 403, strategies.Status(err))
	require.True(t, got.IsZero())
	_, err = oauth.TokenSource(t.Context(), exchange(c)).Token()
	require.EqualError(t, err, "oauth: token endpoint answered 403")
}

func TestExchangeOfATokenWithoutAnEnd(t *testing.T) {
	forever := oauth.Exchange(func(context.Context) (*oauth2.Token, error) {
		return &oauth2.Token{AccessToken: "T"}, nil
	})
	got, err := forever.Token(t.Context(), strategies.Token{})
	require.NoError(t, err)
	require.Equal(t, 9999, got.Expires.Year(), "the zero time would have expired at once")

	broken := oauth.Exchange(func(context.Context) (*oauth2.Token, error) {
		return nil, errors.New("no route")
	})
	_, err = broken.Token(t.Context(), strategies.Token{})
	require.EqualError(t, err, "no route")
}
