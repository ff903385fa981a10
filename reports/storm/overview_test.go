package storm

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A run of eight minutes has bins of a second.
func TestOverview(t *testing.T) {
	o := newOverview(8 * time.Minute)
	second := func(n int) time.Duration { return time.Duration(n) * time.Second }
	for _, r := range []measure.Record{
		{At: second(3), Kind: measure.TokenJudged, Status: 200},
		{At: second(3) + 999*time.Millisecond, Kind: measure.TokenJudged, Status: 200},
		{At: second(4), Kind: measure.TokenJudged, By: measure.ByNeighbour, Status: 200},
		{At: second(4), Kind: measure.TokenJudged, By: measure.ByOutsider, Status: 200},
		{At: second(5), Kind: measure.APIJudged, Status: 401},
		{At: second(5), Kind: measure.APIJudged, Status: 200},
		{At: second(6), Kind: measure.TokenJudged, Status: 403, IP: 0,
			Ban: fakecarrier.BanStarted, BannedUntil: second(60)},
		{At: second(7), Kind: measure.BanImposed, IP: 1,
			Ban: fakecarrier.BanStarted, BannedUntil: second(70)},
		{At: second(8), Kind: measure.TokenJudged, Status: 403, IP: 0,
			Ban: fakecarrier.BanExtended, BannedUntil: second(80)},
		{At: second(480), Kind: measure.TokenJudged, Status: 403, IP: 1,
			Ban: fakecarrier.BanExtended, BannedUntil: second(9999)},
	} {
		o.add(&r)
	}
	assert.Equal(t, Overview{
		Bin:     1000,
		Hits:    []int{3, 2, 4, 1, 6, 1, 8, 1, 479, 1},
		Refused: []int{5, 1},
		Bans:    [][2]int64{{6000, 80_000}, {7000, 480_000}},
	}, o.data())
}
