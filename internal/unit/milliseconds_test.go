package unit

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

// Milliseconds are written exactly, whatever the nanoseconds.
func TestMilliseconds(t *testing.T) {
	text, err := json.Marshal(Milliseconds(-1_000_001))
	require.NoError(t, err)
	require.Equal(t, "-1.000001", string(text))
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "ns"))
		text := string(AppendMilliseconds(nil, d))
		back, err := time.ParseDuration(text + "ms")
		require.NoError(t, err)
		require.Equal(t, d, back)
	})
}
