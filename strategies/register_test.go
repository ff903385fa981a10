package strategies

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRegisterRefusesADuplicate(t *testing.T) {
	require.PanicsWithValue(t, `strategies: two parts are called "retry"`, func() {
		Register("retry", "once more", foreign{})
	})
	require.PanicsWithValue(t, `strategies: strategies.Retry is registered as "retry" and as "again"`,
		func() { Register("again", "once more", Retry{}) })
	require.PanicsWithValue(t, "strategies: strategies.foreign has none of the methods Source, "+
		"Strategy and Retry", func() { Register("foreign", "does nothing", foreign{}) })
}

// foreign is a part that nobody has registered, and that does nothing.
type foreign struct{}

func (f foreign) Settings(*Settings) Part { return f }

func TestNamesOfParts(t *testing.T) {
	require.Equal(t, "single-flight", NameOf(SingleFlight{}))
	require.Equal(t, "single-flight", NameOf(&SingleFlight{}))
	require.Equal(t, "strategies.foreign", NameOf(foreign{}))
	require.NotEmpty(t, Kinds())
	for _, k := range Kinds() {
		require.Equal(t, k.Name, NameOf(k.Part))
		again, ok := KindNamed(k.Name)
		require.True(t, ok)
		require.Equal(t, k, again)
	}
}

// Every part says in one sentence what it does and what each of its settings means.
func TestPartsDescribeThemselves(t *testing.T) {
	for _, k := range Kinds() {
		require.NotEmpty(t, k.About)
		require.NotRegexp(t, `\.$`, k.About, k.Name)
		keys := map[string]bool{}
		for _, s := range Describe(k.Part) {
			require.Regexp(t, `^[A-Z].*[^.]\.$`, s.About, "%s: %s", k.Name, s.Key)
			require.False(t, keys[s.Key], "%s: %s comes twice", k.Name, s.Key)
			keys[s.Key] = true
		}
		require.Equal(t, k.Part, Read(k.Part, &setter{}), "telling changes nothing")
	}
}
