package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A watcher is told of the request that begins the first ban of a carrier of its throttle. Until
// then that carrier gives the answers of the watched one.
func TestWatchedAgainstACarrierOfItsOwn(t *testing.T) {
	texts := []string{
		"none", "akamai", "literal", "paranoid+scope=all", "R1+watches=all", "R2+hits=issued",
		"R1+hits=authenticated+clock=1s", "A1e+key=client",
		"R4+key=ip-client+violator=served+lag=2s", "R3+moment=completion",
		"R1+moment=completion+hits=issued",
	}
	gap := rapid.SampledFrom([]time.Duration{0, time.Second / 3, time.Second, 9 * time.Second})
	ended := 0
	rapid.Check(t, func(t *rapid.T) {
		draw := func(what string) throttle.Throttle {
			rules, err := throttle.Parse(rapid.SampledFrom(texts).Draw(t, what))
			require.NoError(t, err)
			return rules
		}
		rules, other := draw("rules"), draw("other")
		profile := profiles["fedex"].WithDailyQuota(rapid.IntRange(1, 40).Draw(t, "quota"))
		profile.TokenLife = 20 * time.Second
		c, err := New(profile, rules)
		require.NoError(t, err)
		own, err := New(profile, other)
		require.NoError(t, err)
		told := 0
		var begun Response
		err = c.Watch(other, func(a Response) { begun, told = a, told+1 })
		if rules.Moment != other.Moment {
			require.ErrorContains(t, err, "hits count at")
			return
		}
		require.NoError(t, err)
		now := epoch
		for range 60 {
			now = now.Add(gap.Draw(t, "gap"))
			r := Request{
				Endpoint:  Endpoint(rapid.IntRange(0, 1).Draw(t, "endpoint")),
				IP:        IP(rapid.IntRange(0, 1).Draw(t, "ip")),
				Client:    Client(rapid.IntRange(0, 1).Draw(t, "client")),
				Token:     TokenID(rapid.IntRange(0, 9).Draw(t, "token")),
				BadSecret: rapid.IntRange(0, 9).Draw(t, "secret") == 0,
			}
			a, b := c.Handle(now, r), own.Handle(now, r)
			a, b = c.Complete(now, r, a), own.Complete(now, r, b)
			require.Equal(t, b.Ban != BanNone, told == 1)
			if told == 1 {
				require.Equal(t, b.Ban, begun.Ban)
				require.Equal(t, b.Meter, begun.Meter)
				require.Equal(t, b.Rule, begun.Rule)
				require.Equal(t, b.Since, begun.Since)
				require.Empty(t, c.watchers[TokenEndpoint], "it is told once")
				require.Empty(t, c.watchers[APIEndpoint])
				ended++
				return
			}
			if a.Ban != BanNone {
				c.Unwatch()
				return
			}
			a.Meter, b.Meter = 0, 0
			require.Equal(t, b, a)
		}
	})
	require.Positive(t, ended)
}

func TestWatchRefusesWhatCannotBe(t *testing.T) {
	c := open(t, "akamai", Single())
	rules, err := throttle.Parse("akamai+lag=10m")
	require.NoError(t, err)
	require.ErrorContains(t, c.Watch(rules, func(Response) {}), "over before it bites")
	rules.Lag = 0
	require.NoError(t, c.Watch(rules, func(Response) {}))
	require.Empty(t, c.Clone().watchers, "a copy shows nobody what would happen")
}
