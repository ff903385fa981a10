package measure

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// Bans of an outsider are not the fleet's. A ban lasts from the hit that starts it to the end that
// the last hit gives it, as far as that lies within the run of a minute.
func TestBansOfTheFleet(t *testing.T) {
	at := func(s int) time.Duration { return time.Duration(s) * time.Second }
	outsider := func(r Record) Record {
		r.By, r.IP = ByOutsider, 1
		return r
	}
	for _, c := range []struct {
		name              string
		records           []Record
		count, extensions int
		banned            time.Duration
	}{
		{"outsider", []Record{
			outsider(Record{Kind: TokenJudged, At: at(1), Ban: fakecarrier.BanStarted, BannedUntil: at(9)}),
			outsider(Record{Kind: APIJudged, At: at(2), Ban: fakecarrier.BanExtended, BannedUntil: at(9)}),
		}, 0, 0, 0},
		{"fleet", []Record{
			{Kind: TokenJudged, At: at(1), Ban: fakecarrier.BanStarted, BannedUntil: at(9)},
			{Kind: TokenJudged, At: at(2), Ban: fakecarrier.BanExtended, BannedUntil: at(12)},
		}, 1, 1, at(11)},
		{"lifted", []Record{
			{Kind: BanImposed, At: at(1), Ban: fakecarrier.BanStarted, BannedUntil: at(9)},
			{Kind: BanImposed, At: at(3), Ban: fakecarrier.BanExtended, BannedUntil: at(3)},
		}, 1, 0, at(2)},
		{"beyond the run", []Record{
			{Kind: APIJudged, At: at(50), Ban: fakecarrier.BanStarted, BannedUntil: at(70)},
		}, 1, 0, at(10)},
	} {
		tally := NewTally(Course{Length: time.Minute, PublicIPs: 1})
		for i := range c.records {
			tally.Add(&c.records[i])
		}
		tally.Close()
		require.Equal(t, c.count, tally.Bans.Count, c.name)
		require.Equal(t, c.extensions, tally.Bans.Extensions, c.name)
		require.Equal(t, c.banned, tally.Bans.Banned, c.name)
		require.Equal(t, c.count > 0, tally.Bans.First != nil, c.name)
	}
}
