package drawing

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSeriesAsText(t *testing.T) {
	for _, c := range []struct {
		counts Series
		want   string
	}{
		{Series{}, `""`}, {Series{0, 0, 0}, `"3"`}, {Series{1, 2, 2, 3, 0, 0}, `"aa1aC1"`},
		{Series{26, 0, 27, 1, 28}, `"zZ(27)Z(27)"`}, {Series{30, 3, 3}, `"(30)(-27)1"`},
	} {
		text, err := json.Marshal(c.counts)
		require.NoError(t, err)
		require.Equal(t, c.want, string(text), c.counts)
	}
}

func TestSpansOfSeries(t *testing.T) {
	require.Equal(t, [][2]int{{0, 1}, {3, 5}}, Series{1, 0, 0, 2, 1}.spans())
	require.Empty(t, Series{0, 0}.spans())
}
