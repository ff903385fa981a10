package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestALeaseFitsWhatIsForgiven(t *testing.T) {
	lease := Lease{Hold: 10 * time.Second, Unforgiven: time.Minute}
	for within, want := range map[time.Duration]time.Duration{
		0:                time.Minute,
		9 * time.Second:  time.Minute,
		10 * time.Second: 5 * time.Second,
		20 * time.Second: 10 * time.Second,
		30 * time.Second: 10 * time.Second,
		Forever:          10 * time.Second,
	} {
		require.Equal(t, want, Forgiveness{Within: within}.hold(lease), within)
	}
}
