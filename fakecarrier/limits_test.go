package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

func TestParseLimits(t *testing.T) {
	limits, err := ParseLimits("5/1m,60/1h")
	require.NoError(t, err)
	require.Equal(t, []quota.Limit{
		{Hits: 5, Window: time.Minute}, {Hits: 60, Window: time.Hour},
	}, limits)
	limits, err = ParseLimits("none")
	require.NoError(t, err)
	require.Empty(t, limits)
	for _, text := range []string{"", "5", "5/", "0/1s", "-1/1s", "5/0s", "5/1m,", "5/1m/2", "x/1s"} {
		_, err := ParseLimits(text)
		require.ErrorContains(t, err, "meant a number above zero in a length of time", text)
	}
}
