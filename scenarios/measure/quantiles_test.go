package measure

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// A percentile is told where at least one value lies beyond it; of nothing, nothing is told.
func TestQuantilesTell(t *testing.T) {
	q := Quantiles{P50: 1, P90: 2, P99: 3, P999: 4, Max: 5}
	for n, want := range map[int64]string{
		0:    `{"n":0,"p50":null,"p90":null,"p99":null,"p999":null,"max":null}`,
		1:    `{"n":1,"p50":1,"p90":null,"p99":null,"p999":null,"max":5}`,
		10:   `{"n":10,"p50":1,"p90":2,"p99":null,"p999":null,"max":5}`,
		99:   `{"n":99,"p50":1,"p90":2,"p99":null,"p999":null,"max":5}`,
		100:  `{"n":100,"p50":1,"p90":2,"p99":3,"p999":null,"max":5}`,
		1000: `{"n":1000,"p50":1,"p90":2,"p99":3,"p999":4,"max":5}`,
	} {
		q.N = n
		got, err := json.Marshal(q)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
	var read Quantiles
	require.NoError(t, json.Unmarshal([]byte(`{"n":1,"p50":7,"p99":null,"max":8}`), &read))
	require.Equal(t, Quantiles{N: 1, P50: 7, Max: 8}, read)
}
