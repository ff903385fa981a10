package terms

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// What a file says stands in place of what the profile says, where that is something else.
func TestOverrides(t *testing.T) {
	for _, test := range []struct {
		file string
		want []Override
	}{
		{"{profile: fedex}", nil},
		{"{profile: fedex, tokens: single, token_life: 60m, grant: client-credentials}", nil},
		{"{profile: ups, tokens: single}", []Override{{"tokens", "single", "coexist"}}},
		{"{profile: fedex, tokens: grace 5s, token_life: 2h, reading: paranoid, service_time: 1s}",
			[]Override{{"tokens", "grace 5s", "single"}, {"token_life", "2h", "1h"},
				{"reading", "paranoid", "akamai"}}},
		{"{profile: fedex, grant: refresh}", []Override{{"grant", "refresh", "client-credentials"}}},
		{"{profile: xero, refresh: {reach: 1, reuse_interval: 30m, life: 2d}}",
			[]Override{{"refresh.life", "2d", "none"}}},
		{"{profile: fedex, meters: []}", []Override{{"meters", "a list", "its own"}}},
	} {
		d, err := strict.Parse("x.yaml", []byte(test.file))
		require.NoError(t, err)
		var c Terms
		d.Place().Decode(&c)
		require.NoError(t, d.Err())
		require.Equal(t, test.want, c.Overrides(), test.file)
	}
}
