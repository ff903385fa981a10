package study

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func TestTrials(t *testing.T) {
	s, err := scenarios.Load("two-nodes")
	require.NoError(t, err)
	naive, err := spec.Lookup("naive")
	require.NoError(t, err)
	set := func(c spec.Strategy, settings ...string) (spec.Strategy, string, error) {
		var all []scenarios.Setting
		for pair := range slices.Chunk(settings, 2) {
			all = append(all, scenarios.Setting{Path: pair[0], Value: pair[1]})
		}
		at, err := Trial{Scenario: s}.With(all...)
		if err != nil {
			return c, "", err
		}
		made, err := at.Strategy(c)
		return made, at.Name, err
	}
	made, name, err := set(naive, "fleet.users", "9", "strategy.retry.retries", "2",
		"strategy.retry.spacing", "300ms", "strategy.cache.refused", "look")
	require.NoError(t, err)
	require.Equal(t, "two-nodes fleet.users=9 strategy.retry.retries=2 strategy.retry.spacing=300ms "+
		"strategy.cache.refused=look", name)
	want, err := spec.Parse("naive.yaml", []byte("about: x\nparts: [{retry: {retries: 2, "+
		"spacing: [300ms, 300ms]}}, {cache: {refused: look}}]"))
	require.NoError(t, err)
	require.Equal(t, want.Parts, made.Parts)
	require.Equal(t, naive.Name, made.Name)
	require.Equal(t, 500, s.Fleet.Users, "the scenario itself stays as it was")

	for _, m := range []struct{ strategy, path, value, want string }{
		{"naive", "strategy.retry", "1", "strategy.retry: no setting; meant a part and its setting"},
		{"naive", "strategy.retyr.retries", "1", `no part "retyr"; did you mean "retry"`},
		{"naive", "strategy.retry.retries", ".nan", `found ".nan"; meant a whole number`},
		{"naive", "strategy.retry.retries", "[", "found no value; meant one as the strategy's file"},
		{"naive", "strategy.retry.retrys", "1", `found the unknown key "retrys"; meant "retries"`},
		{"naive", "strategy.limiter.rate", "1/s",
			`strategy.limiter.rate=1/s of naive: found no part "limiter"; meant one of retry, cache`},
		{"naive-retry-0", "strategy.retry.spacing", "1s", "spacing where there is nothing to wait for"},
		{"spaced-300", "strategy.retry.retries", "1", "found spacing: a list of 3; meant a list of 1"},
	} {
		c, err := spec.Lookup(m.strategy)
		require.NoError(t, err)
		_, _, err = set(c, m.path, m.value)
		require.ErrorContains(t, err, m.want)
	}
}
