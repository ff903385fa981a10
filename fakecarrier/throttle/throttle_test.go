package throttle

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, canonical string }{
		{"akamai", "R1+A1+violation"},
		{"literal", "R3+none"},
		{"paranoid", "R6+A1e+any-hit"},
		{"R1+A1", "R1+A1+violation"},
		{"stack+A1+R1", "R1+A1+stack"},
		{"R3", "R3+violation"},
		{"akamai+scope=all+lag=2s", "R1+A1+violation+lag=2s+scope=all"},
		{"R1+key=ip-client+clock=1ms", "R1+violation+clock=1ms+key=ip-client"},
	} {
		got, err := Parse(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, c.canonical, got.String(), c.text)
		require.Equal(t, got.Readings, strings.Split(c.canonical, "+")[:len(got.Readings)])
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Q9", `unknown reading "Q9"`},
		{"akamia", `unknown reading "akamia"; did you mean "akamai"?`},
		{"R1+anyhit", `reading "R1+anyhit": unknown reading "anyhit"; did you mean "any-hit"?`},
		{"R1+none+stack", `reading "R1+none+stack" has two extensions`},
		{"R1+R1", `reading "R1+R1" says R1 twice`},
		{"R1+scoop=all", `reading "R1+scoop=all": unknown choice "scoop"; did you mean "scope"?`},
		{"R1+scope=apis", `reading "R1+scope=apis": scope: found "apis"; meant "api"`},
		{"R1+ban=0s", `found a ban of 0s; meant a length above zero`},
		{"R1+lag=2", `reading "R1+lag=2": time: missing unit in duration "2"`},
		{"R1+lag=-2s", `a ban cannot lag by -2s`},
		{"R1+clock=7ms", `a second is not a whole number of clock ticks of 7ms`},
	} {
		_, err := Parse(c.text)
		require.ErrorContains(t, err, c.want[max(0, len(c.want)-30):], c.text)
		require.ErrorContains(t, err, c.want[:20], c.text)
	}
}

// What String writes, Parse reads.
func TestThrottleText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.SampledFrom([]time.Duration{0, time.Second, 90 * time.Second})
		readings := rapid.SliceOfNDistinct(rapid.SampledFrom(quota.ReadingIDs()), 1, 4, rapid.ID[string])
		want := Throttle{
			Readings:  readings.Draw(t, "readings"),
			Extension: rapid.SampledFrom([]Extension{OnViolation, Stacking}).Draw(t, "extension"),
			Ban:       length.Draw(t, "ban"),
			End:       rapid.SampledFrom([]BanEnd{Sharp, NextMinute}).Draw(t, "end"),
			Lag:       length.Draw(t, "lag"),
			Scope:     rapid.SampledFrom([]Scope{TokenScope, AllScope}).Draw(t, "scope"),
			Window:    rapid.SampledFrom([]quota.WindowEnd{quota.HalfOpen, quota.Closed}).Draw(t, "window"),
			Clock:     rapid.SampledFrom([]time.Duration{0, time.Millisecond}).Draw(t, "clock"),
			Key:       rapid.SampledFrom([]Key{ByIP, ByIPAndClient, ByClient}).Draw(t, "key"),
			Hits:      rapid.SampledFrom([]Hits{AllHits, IssuedHits}).Draw(t, "hits"),
		}
		got, err := Parse(want.String())
		require.NoError(t, err)
		want.sort()
		require.Equal(t, want, got)
	})
}
