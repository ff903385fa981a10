package scenarios_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A carrier that a scenario merely names is its profile, to the last term, and can be simulated.
func TestProvidersAreTheirProfiles(t *testing.T) {
	strategy, err := spec.Lookup("lock-recheck")
	require.NoError(t, err)
	for _, name := range fakecarrier.Profiles() {
		s, err := scenarios.Parse("x.yaml", []byte("about: x\nlength: 5m\nfleet: {users: 1}\n"+
			"carrier: {profile: "+name+"}\nworkload: [{closed: {think: 30s}}]\n"+
			"network: {api: {leg: 50ms}, token: {leg: 50ms}}\nstrategies: [naive]\n"))
		require.NoError(t, err, name)
		p, err := fakecarrier.LookupProfile(name)
		require.NoError(t, err)
		under, _, err := s.CarrierUnder(s.Carrier.Reading)
		require.NoError(t, err, name)
		require.Equal(t, p.RenewsByRefresh(), s.Carrier.Grant == terms.GrantRefresh, name)
		if p.RenewsByRefresh() {
			require.Equal(t, p.Grants.Refresh, under.Grants.Refresh, name)
			require.Equal(t, p.Grants.InvalidGrant(), under.Grants.InvalidGrant(), name)
		}
		require.Equal(t, p.Policy, under.Policy, name)
		require.Equal(t, p.Meters, under.Meters, name)
		if p.LifeMost == 0 {
			require.Equal(t, p.TokenLife, under.TokenLife, name)
			require.Equal(t, p.ExpiresIn, under.ExpiresIn, name)
		} else {
			require.Equal(t, (p.TokenLife+p.LifeMost)/2, under.TokenLife, "%s: the mean", name)
		}
		require.Equal(t, p.Says, under.Says, name)

		tally, err := world.Run{Scenario: s, Strategy: strategy, Seed: 1}.Do()
		require.NoError(t, err, name)
		o := tally.Outcome
		require.Equal(t, 1, o.Token.Issued, name)
		require.Zero(t, o.Actions.Failed, name)
		require.NotZero(t, o.Actions.Succeeded, name)
	}
}
