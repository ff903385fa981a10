package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRate(t *testing.T) {
	for _, test := range []struct {
		rate  Rate
		every time.Duration
		text  string
	}{
		{Rate{1, time.Second}, time.Second, "1/s"},
		{Rate{2, time.Second}, 500 * ms, "2/s"},
		{Rate{3, time.Second}, 333_333_334, "3/s"}, // rounded up
		{Rate{54, time.Minute}, 1_111_111_112, "54/m"},
		{Rate{7, time.Hour}, 514_285_714_286, "7/h"},
		{Rate{14, 5 * time.Second}, 357_142_858, "14/5s"},
	} {
		require.Equal(t, test.every, test.rate.Every(), test.text)
		require.Equal(t, test.text, test.rate.String())
	}
}
