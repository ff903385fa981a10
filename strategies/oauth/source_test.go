package oauth_test

import (
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

func TestSourceOfRenewsARefusedToken(t *testing.T) {
	c := newCarrier(t)
	env := strategies.OnClock(clockwork.NewRealClock())
	env.Endpoint = oauth.Generic(env.Clock, c.URL+"/oauth/token", oauth.Credentials{})
	strategy, err := strategies.New(env, strategies.Retry{Retries: 3}, strategies.Cache{})
	require.NoError(t, err)
	source := oauth.SourceOf(strategy)
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
}
