package spec

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

func TestNamesAreSortedAndFound(t *testing.T) {
	names := Names()
	require.IsIncreasing(t, names)
	for _, name := range names {
		c, err := Lookup(name)
		require.NoError(t, err)
		require.Equal(t, name, c.Name)
		require.Equal(t, "catalogue/"+name+".yaml", c.File)
		require.NotEmpty(t, c.About, name)
	}
}

func TestLookupOffersTheNearest(t *testing.T) {
	_, err := Lookup("niave")
	require.EqualError(t, err, `no strategy "niave"; did you mean "naive"?`)
	_, err = Lookup("zebra")
	require.EqualError(t, err, "no strategy \"zebra\"; `tokenstorm list strategies` names them")
}

// The strategies that a service needs are there in Go, too.
func TestRecommendedPartsAreThoseOfTheirFiles(t *testing.T) {
	for name, parts := range map[string][]strategies.Part{
		"recommended":          strategies.Recommended(),
		"recommended-unshared": strategies.RecommendedUnshared(),
	} {
		s, err := Lookup(name)
		require.NoError(t, err)
		retry, ok := s.Parts[1].(strategies.Retry)
		require.True(t, ok)
		s.Parts[1] = strategies.Retry{Retries: retry.Retries, Young: retry.Young} // not the defaults
		require.Equal(t, s.Parts, parts, name)
	}
}
