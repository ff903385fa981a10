package reports

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Alike are those who survive under no reading; two of them are none.
func TestChapterAlike(t *testing.T) {
	contestant := func(name string, bans ...int) Contestant {
		k := Contestant{Strategy: name, Tally: &measure.Tally{}}
		for _, n := range bans {
			k.Verdicts = append(k.Verdicts, &measure.Outcome{Bans: measure.Bans{Count: n}})
		}
		return k
	}
	c := Chapter{Scenario: &scenarios.Scenario{}, Contestants: []Contestant{
		contestant("b", 1, 1), contestant("a", 2, 1), contestant("half", 0, 1), contestant("good", 0, 0),
		contestant("not run"),
	}}
	require.Empty(t, c.Alike())
	c.Contestants = append(c.Contestants, contestant("c", 1, 1))
	require.Equal(t, []string{"a", "b", "c"}, c.Alike())
}
