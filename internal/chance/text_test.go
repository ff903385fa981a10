package chance

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What is written reads as it was.
func TestText(t *testing.T) {
	for _, text := range []string{"0s", "100ms", "uniform 50ms..150ms", "exp 10s",
		"normal 100ms 20ms", "lognormal 80ms 0.5", "pareto 50ms 1.5", "recorded 40ms 1m1.5s 300ms"} {
		d, err := ParseDistribution(text)
		require.NoError(t, err)
		require.Equal(t, text, d.Text())
	}
}
