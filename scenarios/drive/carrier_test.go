package drive

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	_ "github.com/tokenstorm/tokenstorm/fakecarrier/testdata/examplepost"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// TestClientsAreTheirProfiles holds that the clients of strategies/oauth speak as the profiles of
// their carriers do.
func TestClientsAreTheirProfiles(t *testing.T) {
	var none oauth.Credentials
	for _, client := range []oauth.Client{
		oauth.DHLeCommerce(nil, none), oauth.FedEx(nil, none),
		oauth.Generic(nil, "https://example.com/oauth/token", none), oauth.UPS(nil, none),
		oauth.USPS(nil, none),
	} {
		p, err := fakecarrier.LookupProfile(client.Carrier)
		require.NoError(t, err)
		at, err := url.Parse(client.URL)
		require.NoError(t, err)
		client.URL = at.Path
		client.Names = oauth.Names{Token: "access_token", Life: "expires_in"}
		require.Equal(t, clientOf(p, false), client)
	}
}

// TestDialects drives every carrier, by the grant that its profile has.
func TestDialects(t *testing.T) {
	var all drivenCases
	for _, name := range fakecarrier.Profiles() {
		all = append(all, drivenCase{name, closedUsers + "carrier: {profile: " + name + "}\n",
			"lock-recheck", func(t *testing.T, s *measure.Outcome) {
				require.Equal(t, 1, s.Token.Issued)
				require.NotZero(t, s.API.Status.OK)
				require.Equal(t, s.API.Requests, s.API.Status.OK+s.API.Status.TooMany)
			}})
	}
	all.run(t, 50)
}

// TestDrivenCarriers holds that the carrier that is driven is the scenario's.
func TestDrivenCarriers(t *testing.T) {
	drivenCases{
		{"short lives", closedUsers + "carrier: {token_life: 6s}\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.Equal(t, 1, s.Token.Why.Cold)
				require.NotZero(t, s.Token.Why.Expired+s.Token.Why.Rejected)
			}},
		{"a daily quota", closedUsers + "carrier: {daily_quota: 5}\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.Equal(t, 5, s.API.Status.OK)
				require.Equal(t, s.API.Requests-5, s.API.Status.TooMany)
				require.NotZero(t, s.API.Status.TooMany)
			}},
	}.run(t, 20)
}
