package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A quota of a day counts the API calls of a client, whatever the carrier's own limits count.
func TestADailyQuotaCountsCalls(t *testing.T) {
	for _, name := range Profiles() {
		profile, err := LookupProfile(name)
		require.NoError(t, err)
		c, err := New(profile.WithDailyQuota(2), throttle.Throttle{})
		require.NoError(t, err)
		asked := func(e Endpoint, client Client) Reason {
			request := Request{Endpoint: e, Client: client}
			now := time.Unix(0, 0)
			return c.Complete(now, request, c.Handle(now, request)).Reason
		}
		for i := range 3 {
			require.NotEqual(t, ReasonQuota, asked(TokenEndpoint, Client(3+i)), name)
			require.Equal(t, i == 2, asked(APIEndpoint, 1) == ReasonQuota, name)
		}
		require.NotEqual(t, ReasonQuota, asked(APIEndpoint, 2), "%s: another client", name)
	}
}
