package study

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestVariations(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"fleet.users=50..200/50", "50 100 150 200"},
		{"fleet.users=50..220/50", "50 100 150 200"},
		{"fleet.users=1..3", "1 2 3"},
		{"fleet.users=7..7", "7"},
		{"users.click_again.with=0.1..0.5/0.1", "0.1 0.2 0.3 0.4 0.5"},
		{"network.rtt=50ms,100ms,200ms", "50ms 100ms 200ms"},
		{"network.rtt=50ms,100ms..300ms/100ms", "50ms 100ms 200ms 300ms"},
		{"length=30s..2m/30s", "30s 1m0s 1m30s 2m0s"},
		{"carrier.reading=akamai,literal", "akamai literal"},
		{"workload[0].open.rate=10/s,90/m", "10/s 90/m"},
	} {
		v, err := ParseVariation(test.text)
		require.NoError(t, err, test.text)
		require.Equal(t, test.want, strings.Join(v.Values, " "), test.text)
	}
	v, err := ParseVariation("network.api.leg=uniform 40ms..60ms")
	require.NoError(t, err)
	require.Equal(t, Variation{"network.api.leg", []string{"uniform 40ms..60ms"}}, v)
	v, err = ParseVariation("network.rtt=10ms..1010ms")
	require.NoError(t, err)
	require.Len(t, v.Values, 101, "hundredths of the range")
}

func TestVariationMistakes(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"fleet.users", "meant field=values"},
		{"=5", "meant field=values"},
		{"fleet.users=", "meant field=values"},
		{"fleet.users=1,,2", "an empty value"},
		{"fleet.users=9..4", "the empty range 9..4"},
		{"fleet.users=4..9/0", "no step above 0"},
		{"fleet.users=4..9/-1", "no step above 0"},
		{"fleet.users=4..many", `goes from 4 to "many"`},
		{"fleet.users=4..9s", `goes from 4 to "9s"`},
		{"network.rtt=4s..9s/1", `has steps of "1"`},
		{"fleet.users=0..1000000000", "has more than 10000 values"},
		{"fleet.users=5,4..6", "5 comes twice"},
	} {
		_, err := ParseVariation(test.text)
		require.ErrorContains(t, err, test.want, test.text)
	}
}
