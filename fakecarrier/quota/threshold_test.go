package quota

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestThresholdCheck(t *testing.T) {
	require.NoError(t, Threshold{Rate: 1, Span: time.Second}.Check())
	require.NoError(t, Threshold{Rate: 3, Span: 5 * time.Second}.Check())
	for want, threshold := range map[string]Threshold{
		"0/s during 5s":   {Span: 5 * time.Second},
		"3/s during 0s":   {Rate: 3},
		"3/s during 1.5s": {Rate: 3, Span: 1500 * time.Millisecond},
		"3/s during -1s":  {Rate: 3, Span: -time.Second},
	} {
		require.EqualError(t, threshold.Check(), "the burst threshold needs a rate above zero and a "+
			"span of whole seconds, not "+want)
	}
}
