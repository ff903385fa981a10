package reports

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/reports/testdata/handmade"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// herd is the ban of a run of n hits a millisecond apart, of which the last is banned.
func herd(n int) *lineage.Ban {
	l := lineage.NewFirst(handmadeChapter().Scenario, "naive")
	for i := range n {
		r := measure.Record{At: time.Duration(i) * ms, Kind: measure.TokenJudged, Status: 200,
			Serial: uint64(i + 1), User: measure.NoUser, Why: strategies.WhyAhead}
		if i == n-1 {
			r.Status, r.Ban, r.Rule = 403, fakecarrier.BanStarted, handmade.R1
		}
		l.Add(&r)
	}
	return l.First()
}

func TestStory(t *testing.T) {
	for _, c := range []struct {
		name string
		ban  *lineage.Ban
	}{
		{"storm", handmadeChapter().Contestants[0].FirstBan},
		{"herd", herd(60)},
		{"cut", herd(lineage.Remembered + 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			Story(&b, c.ban, Format{})
			golden(t, "story-"+c.name+".txt", b.Bytes())
		})
	}
}

func TestEndsOfAList(t *testing.T) {
	list := func(n int) (all, left []int) {
		for i, more := range ends(n, 5, 2, 1) {
			all, left = append(all, i), append(left, more)
		}
		return all, left
	}
	all, left := list(5)
	require.Equal(t, []int{0, 1, 2, 3, 4}, all)
	require.Equal(t, make([]int, 5), left)
	all, left = list(6)
	require.Equal(t, []int{0, 1, 5}, all)
	require.Equal(t, []int{0, 0, 3}, left)
	all, _ = list(0)
	require.Empty(t, all)
}

func TestStoryOfNoBan(t *testing.T) {
	require.Nil(t, handmadeChapter().Contestants[1].FirstBan)
	var b bytes.Buffer
	Story(&b, nil, Format{})
	require.Empty(t, b.String())
}
