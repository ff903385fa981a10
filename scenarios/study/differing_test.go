package study

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// What differs is told by name, with both values where they are short.
func TestDiffering(t *testing.T) {
	was := measure.Outcome{Digest: "a"}
	was.Token.Requests = 15
	now := was
	require.Empty(t, Differing(&Result{Outcome: &was}, &now))
	now.Token.Requests, now.Digest = 16, "b"
	require.Equal(t, []string{`digest "b", was "a"`, "token_requests 16, was 15"},
		Differing(&Result{Outcome: &was}, &now))
}
