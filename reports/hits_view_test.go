package reports

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// hitsAt is a contestant whose token hits fell at these times of an hour.
func hitsAt(at ...time.Duration) *Contestant {
	t := NewTimeline(courseOf(time.Hour))
	for _, when := range at {
		t.Add(&measure.Record{At: when, Kind: measure.TokenJudged, Status: 200})
	}
	return &Contestant{Timeline: t}
}

// A herd in a quiet hour is drawn by itself; a storm, a ban, or nothing at all is not.
func TestTheViewIsAroundAShortHerd(t *testing.T) {
	const herd = 30 * time.Minute
	whole := view{0, time.Hour, time.Hour}
	two := []time.Duration{time.Second, herd, herd + time.Second, herd + 2*time.Second}
	v := viewOf([]*Contestant{hitsAt(two...), hitsAt()})
	require.Equal(t, view{28*time.Minute + 40*time.Second, v.to, time.Hour}, v)
	require.Less(t, v.to, 32*time.Minute)
	require.Contains(t, v.note("5 s"), "from 28m40s to ")

	var often []time.Duration
	for at := time.Second; at < time.Hour; at += time.Minute {
		often = append(often, at)
	}
	require.Equal(t, whole, viewOf([]*Contestant{hitsAt(often...)}))
	require.Equal(t, whole, viewOf([]*Contestant{hitsAt()}))
	require.Empty(t, whole.note("5 s"))

	banned := hitsAt(two...)
	banned.Timeline.Add(&measure.Record{
		At: herd, Kind: measure.BanImposed, Ban: fakecarrier.BanStarted, BannedUntil: time.Hour,
	})
	require.Equal(t, whole, viewOf([]*Contestant{banned}))
}

// Where nobody is banned one line says so.
func TestNoBansAreOneLine(t *testing.T) {
	c := handmadeChapter()
	some := drawBans(c)
	_, tall := some.Size()
	for i := range c.Contestants {
		c.Contestants[i].Tally.Bans = measure.Bans{}
	}
	none := drawBans(c)
	require.Contains(t, string(svg(t, none)), "Bans: none of 3 strategies was banned")
	_, short := none.Size()
	require.Less(t, short, tall-60)
}

// What there was none of has neither a dot nor a key.
func TestReasonsThatThereWereNot(t *testing.T) {
	c := handmadeChapter()
	for i := range c.Contestants {
		c.Contestants[i].Tally.API.Rejected = measure.Rejected{Killed: 10 + 7000*i}
	}
	drawn := string(svg(t, drawRefusals(c)))
	require.Contains(t, drawn, "logarithmic")
	require.Contains(t, drawn, "token killed")
	require.NotContains(t, drawn, "token expired")
}
