package drive

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// TestJoin pairs requests with what the carrier's journal says of them.
func TestJoin(t *testing.T) {
	home := netip.MustParseAddr("198.18.0.1")
	epoch := scenarios.Epoch
	at := func(ms int) time.Time { return epoch.Add(time.Duration(ms) * time.Millisecond) }
	asked := func(ms int, serial uint64, status uint16) measure.Record {
		return measure.Record{
			Kind: measure.TokenJudged, At: time.Duration(ms) * time.Millisecond, Serial: serial,
			Status: status,
		}
	}
	judged := func(id string, ms, status int, reason, ban string) observation {
		e := front.Event{At: at(ms), Kind: front.EventRequest, Source: home, ID: id,
			Status: status, BannedUntil: at(600_000)}
		return observation{Event: e, Endpoint: "token", Reason: reason, Ban: ban}
	}
	imposed := func(ms, until int) observation {
		return observation{Event: front.Event{
			At: at(ms), Kind: front.EventBan, Source: home, BannedUntil: at(until),
		}}
	}
	b := &book{clock: &clock{epoch: epoch}, length: time.Second}
	b.exchanges = []measure.Record{asked(20, 2, 200), asked(10, 1, 200), asked(30, 3, 403),
		asked(40, 4, 503)}
	unpaired := b.join([]observation{
		judged("1", 11, 200, "", ""), judged("2", 21, 200, "", ""),
		judged("3", 31, 403, "banned", "started"), judged("", 50, 401, "", ""),
		imposed(60, 600_060), imposed(600_070, 700_000),
	}, func(netip.Addr) uint16 { return 0 })
	require.Equal(t, 2, unpaired, "503 that the journal lacks, 401 that nobody asked for")
	want := []measure.Record{
		{Kind: measure.TokenJudged, At: 11e6, Serial: 1, Status: 200},
		{Kind: measure.TokenJudged, At: 21e6, Serial: 2, Status: 200},
		{Kind: measure.TokenJudged, At: 31e6, Serial: 3, Status: 403, BannedUntil: 600e9,
			Reason: fakecarrier.ReasonBanned, Ban: fakecarrier.BanStarted},
		{Kind: measure.TokenJudged, At: 40e6, Serial: 4, Status: 503},
		{Kind: measure.BanImposed, At: 60e6, Since: 60e6, User: measure.NoUser,
			BannedUntil: 600_060e6, Ban: fakecarrier.BanExtended},
	}
	require.Equal(t, want, b.records)
}
