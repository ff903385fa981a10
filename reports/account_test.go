package reports

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBrief(t *testing.T) {
	for ms, want := range map[float64]string{
		0: "0s", 0.25: "250µs", 99.904: "99.9ms", 117: "117ms", 1234.5: "1.23s", 471_320: "7m51s",
		7_200_000: "2h0m0s",
	} {
		require.Equal(t, want, brief(fromMilliseconds(ms)))
	}
}

func TestSome(t *testing.T) {
	require.Equal(t, "none", some(figure{0, "x 200"}))
	require.Equal(t, "2 x 200, 1 x 403",
		some(figure{2, "x 200"}, figure{0, "x 401"}, figure{1, "x 403"}))
	require.Equal(t, "1 request", Plural(1, "request"))
	require.Equal(t, "0 requests", Plural(0, "request"))
	require.Equal(t, "none", percent(0, 0))
	require.Equal(t, "33.33 %", percent(1, 3))
}
