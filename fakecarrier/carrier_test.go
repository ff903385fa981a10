package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

// open returns FedEx under that throttle.
func open(t testing.TB, text string, p Policy) *Carrier {
	t.Helper()
	fedex, err := LookupProfile("fedex")
	require.NoError(t, err)
	fedex.Policy = p
	fedex = fedex.WithDailyQuota(500_000)
	parsed, err := throttle.Parse(text)
	require.NoError(t, err)
	c, err := New(fedex, parsed)
	require.NoError(t, err)
	return c
}

// Whatever arrives: nobody who is banned is served, nobody is banned without a violation, with
// single at most one token lives, and Live counts what Alive says.
func TestCarrierInvariants(t *testing.T) {
	policies := []Policy{Single(), Grace(3 * time.Second), Coexist()}
	throttles := []string{"akamai", "literal", "paranoid+scope=all", "R1+stack+key=client+lag=1s"}
	gap := rapid.SampledFrom([]time.Duration{0, 0, 0, time.Nanosecond, time.Second / 3, time.Second,
		4 * time.Second, 11 * time.Second})
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(policies).Draw(t, "policy")
		text := rapid.SampledFrom(throttles).Draw(t, "rules")
		rules, err := throttle.Parse(text)
		require.NoError(t, err)
		profile := profiles["fedex"]
		profile.Policy, profile.TokenLife = p, 20*time.Second
		c, err := New(profile, rules)
		require.NoError(t, err)
		var issued []TokenID
		now := epoch
		for i := range 80 {
			now = now.Add(gap.Draw(t, "gap"))
			r := Request{
				Endpoint: Endpoint(rapid.IntRange(0, 1).Draw(t, "endpoint")),
				IP:       IP(rapid.IntRange(0, 1).Draw(t, "ip")),
				Serial:   uint64(i),
				Token:    TokenID(rapid.IntRange(0, len(issued)+1).Draw(t, "token")),
			}
			until := c.BannedUntil(r.IP, r.Client, now)
			alive := c.Alive(now, r.Token)
			a := c.Handle(now, r)
			covered := Covers(rules.Scope, r.Endpoint)
			switch {
			case covered && !until.IsZero():
				require.Equal(t, ReasonBanned, a.Reason)
			case a.Reason == ReasonBanned:
				require.Equal(t, BanStarted, a.Ban)
				require.Contains(t, rules.Readings, a.Rule)
			case r.Endpoint == APIEndpoint:
				require.Equal(t, alive, a.Status == 200)
			}
			if a.Token != 0 {
				issued = append(issued, a.Token)
			}
			live := 0
			for _, id := range issued {
				if c.Alive(now, id) {
					live++
				}
			}
			require.Equal(t, live, c.Live(0, now))
			if p == Single() {
				require.LessOrEqual(t, live, 1)
			}
		}
	})
}

func TestCarrierPanicsWhenTimeGoesBack(t *testing.T) {
	c := open(t, "akamai", Single())
	c.Handle(epoch, Request{})
	require.Panics(t, func() { c.Handle(epoch.Add(-1), Request{}) })
}

// Tokens are forgotten: a day of one a second fits where two lives of them fit.
func TestTokensAreForgotten(t *testing.T) {
	c := open(t, "A4", Coexist())
	for s := range 24 * 3600 {
		c.Handle(epoch.Add(time.Duration(s)*time.Second), Request{})
	}
	require.Len(t, c.tokens.blocks, 10) // 3600 s of life and 600 s of memory, 512 to a block
	require.Equal(t, 3600, c.Live(0, epoch.Add((24*3600-1)*time.Second)))
}

func TestHandleDoesNotAllocate(t *testing.T) {
	for _, text := range []string{"akamai", "literal", "paranoid", "R4+R5+R7", "R1+key=ip-client"} {
		c := open(t, text, Single())
		now := epoch
		id := c.Handle(now, Request{}).Token
		storm := func() {
			now = now.Add(7 * time.Millisecond)
			c.Handle(now, Request{Client: 3, IP: 2})
			c.Handle(now, Request{Endpoint: APIEndpoint, Token: id})
		}
		for range 10_000 {
			storm()
		}
		require.Zero(t, testing.AllocsPerRun(1000, storm), text)
	}
}

// A hit every 100 ms: a token request within a ban that never ends, or an API call.
func BenchmarkHandle(b *testing.B) {
	for _, e := range []Endpoint{TokenEndpoint, APIEndpoint} {
		b.Run(e.String(), func(b *testing.B) {
			c := open(b, "akamai", Single())
			now := epoch
			id := c.Handle(now, Request{}).Token
			b.ReportAllocs()
			for b.Loop() {
				now = now.Add(100 * time.Millisecond)
				c.Handle(now, Request{Endpoint: e, Token: id})
			}
		})
	}
}
