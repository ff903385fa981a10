package strategies

import (
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNamesAreSortedAndFound(t *testing.T) {
	names := Names()
	require.IsIncreasing(t, names)
	for _, name := range names {
		c, err := Lookup(name)
		require.NoError(t, err)
		require.Equal(t, name, c.Name)
		file := strings.TrimSuffix(path.Base(c.File), path.Ext(c.File))
		require.Equal(t, name, strings.ReplaceAll(file, "_", "-"), "file name = strategy name")
		require.NotEmpty(t, c.About, name)
	}
}

func TestLookupOffersTheNearest(t *testing.T) {
	_, err := Lookup("niave")
	require.EqualError(t, err, `no strategy "niave"; did you mean "naive"?`)
}

func TestRegisterRefusesADuplicate(t *testing.T) {
	c, err := Lookup("naive")
	require.NoError(t, err)
	require.PanicsWithValue(t, `strategies: two strategies are called "naive"`, func() { register(c) })
}
