package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// Tolerates foretells each answer, under each reading and extension, and changes none: a carrier
// that is asked answers as one that is not.
func TestToleratesForetellsTheAnswer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, err := LookupProfile(rapid.SampledFrom([]string{"fedex", "usps"}).Draw(t, "profile"))
		require.NoError(t, err)
		reading := p.DefaultReading()
		if p.Name == "fedex" {
			reading = rapid.SampledFrom(quota.ReadingIDs()).Draw(t, "reading") + "+" +
				rapid.SampledFrom([]string{"violation", "none", "any-hit", "stack"}).Draw(t, "extension") +
				rapid.SampledFrom([]string{"", "+lag=2s", "+counters=cleared", "+clock=1s", "+key=client",
					"+window=closed", "+start=first-hit", "+scope=all+watches=all"}).Draw(t, "switch")
		}
		throttle, err := p.Throttle(reading)
		require.NoError(t, err)
		asked, err := New(p, throttle)
		require.NoError(t, err)
		unasked, err := New(p, throttle)
		require.NoError(t, err)
		now := epoch
		for range 300 {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{
				0, 1, 10, 200, 300, 900, 1000, 5000, 60_000, 700_000,
			}).Draw(t, "ms")) * time.Millisecond)
			r := Request{IP: IP(rapid.IntRange(0, 1).Draw(t, "ip")), Client: 1}
			tolerated := asked.Tolerates(now, r)
			require.Equal(t, tolerated, asked.Tolerates(now, r))
			a := asked.Handle(now, r)
			require.Equal(t, unasked.Handle(now, r), a)
			require.Equal(t, a.Status == statusOK && a.Ban == BanNone, tolerated, "%+v", a)
		}
	})
}
