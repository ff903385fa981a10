package strategies

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNearestIsTheFewestEditsAway(t *testing.T) {
	names := []string{"lock", "look", "cache"}
	require.Equal(t, "cache", Nearest("cash", names))
	require.Equal(t, "lock", Nearest("lock", names))
	require.Equal(t, "lock", Nearest("loak", names), "of equals the first in order")
	require.Empty(t, Nearest("x", nil))
}
