package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A copy answers as the original would have, and the original does not notice.
func TestCloneAnswersAsTheOriginalWould(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, err := LookupProfile(rapid.SampledFrom([]string{"fedex", "usps"}).Draw(t, "profile"))
		require.NoError(t, err)
		reading := p.DefaultReading()
		if p.Name == "fedex" {
			reading = rapid.SampledFrom([]string{"akamai", "paranoid", "R2+A2+stack+key=client",
				"R4+A1+hits=issued+key=ip-client", "R5+scope=all+watches=all"}).Draw(t, "reading")
		}
		throttle, err := p.Throttle(reading)
		require.NoError(t, err)
		one, err := New(p, throttle)
		require.NoError(t, err)
		twin, err := New(p, throttle)
		require.NoError(t, err)
		now := epoch
		draw := func() Request {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 200, 900, 60_000, 700_000}).
				Draw(t, "ms")) * time.Millisecond)
			return Request{
				Endpoint: Endpoint(rapid.IntRange(0, 1).Draw(t, "endpoint")),
				IP:       IP(rapid.IntRange(0, 1).Draw(t, "ip")),
				Client:   Client(rapid.IntRange(0, 2).Draw(t, "client")),
				Token:    TokenID(rapid.IntRange(0, 40).Draw(t, "token")),
			}
		}
		for range rapid.IntRange(0, 60).Draw(t, "before") {
			r := draw()
			require.Equal(t, one.Handle(now, r), twin.Handle(now, r))
		}
		copied, since := one.Clone(), now
		var asked []Request
		var at []time.Time
		var answers []Response
		for range 60 {
			asked, at = append(asked, draw()), append(at, now)
			answers = append(answers, copied.Handle(now, asked[len(asked)-1]))
		}
		require.Equal(t, twin.Bans(since), one.Bans(since))
		for i, r := range asked {
			require.Equal(t, answers[i], one.Handle(at[i], r))
			require.Equal(t, answers[i], twin.Handle(at[i], r))
		}
	})
}

// What a copy issues and revokes is no matter of the original's, and it has the grants of its own.
func TestCloneSharesNothing(t *testing.T) {
	p, err := LookupProfile("fedex")
	require.NoError(t, err)
	p.Grants = GrantTerms{CodeLife: time.Minute, Refresh: &RefreshTerms{Life: time.Hour}}
	throttle, err := p.Throttle("akamai")
	require.NoError(t, err)
	c, err := New(p, throttle)
	require.NoError(t, err)
	code := c.Authorize(epoch, Authorization{})
	a := exchange(c, epoch, Request{}, Exchange{Code: code})
	require.NotZero(t, a.Token)
	copied := c.Clone()
	b := refresh(copied, epoch, Request{}, a.Refresh)
	require.NotZero(t, b.Token)
	require.False(t, copied.Alive(epoch, a.Token))
	require.True(t, c.Alive(epoch, a.Token))
	b = refresh(c, epoch, Request{}, a.Refresh)
	require.NotZero(t, b.Token, "the copy's use has rotated nothing here")
}
