package spec

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

func TestWith(t *testing.T) {
	s, err := Parse("s.yaml", []byte("parts: [retry: {retries: 2, spacing: [1s, 2s]}, cache, "+
		"limiter: {rate: 1/s, overflow: refuse}]"))
	require.NoError(t, err)
	for _, test := range []struct {
		name    string
		changes []Change
		want    strategies.Part // the one that is changed
	}{
		{
			"one wait for each of as many retries as there are then",
			[]Change{{"retry", "retries", "3"}, {"retry", "spacing", "300ms"}},
			strategies.Retry{
				Retries: 3, On: []int{401}, Spacing: []time.Duration{3e8, 3e8, 3e8}, Base: 1e8, Cap: 1e10,
			},
		},
		{
			"a list",
			[]Change{{"retry", "spacing", "[3s, 4s]"}},
			strategies.Retry{
				Retries: 2, On: []int{401}, Spacing: []time.Duration{3e9, 4e9}, Base: 1e8, Cap: 1e10,
			},
		},
		{
			"no waits but a backoff",
			[]Change{{"retry", "spacing", "[]"}, {"retry", "backoff", "full"}},
			strategies.Retry{
				Retries: 2, On: []int{401}, Spacing: []time.Duration{},
				Backoff: strategies.FullJitter, Base: 1e8, Cap: 1e10,
			},
		},
		{
			"queueing has no end unless it is said",
			[]Change{{"limiter", "overflow", "queue"}},
			strategies.Limiter{
				Rate: strategies.Rate{Permits: 1, Per: time.Second}, Burst: 1,
				Patience: strategies.Forever, Per: strategies.PerNode,
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			with, err := s.With(test.changes...)
			require.NoError(t, err)
			require.Contains(t, with.Parts, test.want)
			require.NotContains(t, s.Parts, test.want, "the strategy itself stays as it was")
			require.NoError(t, strategies.Check(with.Parts...))
		})
	}
	for _, test := range []struct{ part, key, value, want string }{
		{"lock", "why", "cold", `no part "lock"; meant one of retry, cache, limiter`},
		{"cache", "margni", "1s", `the unknown key "margni"; meant "margin"`},
		{"cache", "margin", "soon", `"soon", which is no length of time; meant a length of time such`},
		{"cache", "margin", "[", "no value; meant one as the strategy's file would write it"},
		{"cache", "margin", "", "no value; meant one as the strategy's file would write it"},
		{"retry", "spacing", "[1s]", "a list of 1; meant a list of 2"},
		{"retry", "retries", "3", "spacing: a list of 2; meant a list of 3"},
		{"retry", "backoff", "full", "spacing and backoff; meant one of the two"},
		{"limiter", "patience", "1s", "patience with overflow: refuse; meant patience with"},
	} {
		_, err := s.With(Change{test.part, test.key, test.value})
		require.ErrorContains(t, err, "found "+test.want)
	}
}

func TestWithWaitsForNothing(t *testing.T) {
	s := Strategy{Parts: []strategies.Part{strategies.Retry{}}}
	_, err := s.With(Change{"retry", "spacing", "1s"})
	require.EqualError(t, err,
		"found spacing where there is nothing to wait for; meant a strategy that repeats")
	with, err := s.With(Change{"retry", "retries", "1"}, Change{"retry", "retries", "2"})
	require.NoError(t, err)
	require.Equal(t, strategies.Retry{Retries: 2}, with.Parts[0], "the last change counts")
}
