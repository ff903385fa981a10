package reports

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A share of a million runs is printed without the last digits of a product.
func TestUnseenOfMany(t *testing.T) {
	require.Contains(t, Unseen(500_000), "one that has 0.0003 % of the runs")
}
