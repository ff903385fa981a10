package reports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// losers is a study of two that are fine and of many who are banned in every run, the baseline one
// of them.
func losers() *Evidence {
	p := study.Plan{Scenarios: []string{"storm"}, Readings: []string{"akamai"}, First: 1, Seeds: 75,
		Strategies: []string{"naive", "fine", "best"}}
	for i := range 21 {
		p.Strategies = append(p.Strategies, fmt.Sprintf("loser-%02d", i))
	}
	return runsOf(p, func(c study.Cell) *measure.Outcome {
		o := &measure.Outcome{Actions: measure.Actions{Started: 10, Succeeded: 9, Failed: 1}}
		switch c.Strategy {
		case "best":
			o.Actions = measure.Actions{Started: 10, Succeeded: 10}
		case "fine":
		default:
			o.Bans.Count = 1
		}
		return o
	})
}

// Whoever loses as the others do is one row, on a screen alone; the baseline always has its own.
func TestAlikeRowsAreFolded(t *testing.T) {
	table := func(e *Evidence, f Format) string {
		var b bytes.Buffer
		e.Table(&b, f)
		return b.String()
	}
	folded := table(losers(), Format{})
	head, _, _ := strings.Cut(folded, "service")
	golden(t, "folded.txt", []byte(head))
	require.Contains(t, folded, "Like loser-00, as far as the runs tell, and not shown (--rows all "+
		"shows them): loser-01,")
	require.NotContains(t, table(losers(), Format{Markdown: true}), "more like it")

	all := losers()
	all.AllRows = true
	unfolded := table(all, Format{})
	require.NotContains(t, unfolded, "more like it")
	require.NotContains(t, unfolded, "not shown")
	require.Contains(t, unfolded, "\nloser-20 ")

	var lines bytes.Buffer
	require.NoError(t, losers().CSV(&lines))
	require.Contains(t, lines.String(), "storm,akamai,loser-20,", "programs get every row")
}

// Every table and picture has the order that was asked for, and says which it is.
func TestOrderOfRows(t *testing.T) {
	for order, want := range map[study.Order]struct {
		first []string
		note  string
	}{
		study.ByOutcome: {[]string{"best", "fine", "loser-00"},
			"the order of their outcome under akamai"},
		study.ByName:  {[]string{"best", "fine", "loser-00"}, "the order of their names"},
		study.AsGiven: {[]string{"naive", "fine", "best"}, "the order in which they were given"},
	} {
		e := losers()
		e.Order, e.AllRows = order, true
		require.Equal(t, want.first, e.ordered()[:3])
		require.Equal(t, want.first, pictures(e)["banned"].Rows[:3])
		require.Contains(t, pictures(e)["banned"].Notes[0], want.note)
	}
}
