package strategies

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMeant(t *testing.T) {
	names := []string{"lock", "look", "cache", "expiry-herd-50ms"}
	all := "one of cache, expiry-herd-50ms, lock, look"
	for name, want := range map[string]string{
		"cash":        `"cache"`,
		"loak":        `"lock"`, // of equals the first in order
		"colk":        `"lock"`,
		"expiry-herd": `"expiry-herd-50ms"`,
		"breaker":     all,
		"foo":         all,
		"":            all,
	} {
		require.Equal(t, want, Meant(name, names), name)
	}
	require.Equal(t, `"lock"`, Meant("other", []string{"lock"}), "there is no other choice")
	require.Equal(t, `did you mean "cache"?`, DidYouMean("cahe", names))
	require.Equal(t, "meant "+all, DidYouMean("foo", names))
	_, ok := Near("x", nil)
	require.False(t, ok)
}
