package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// forgetful returns a carrier that bans by a key, and limits calls of a client to one an hour.
func forgetful(t *testing.T, rules string, key throttle.Key) *Carrier {
	p, err := LookupProfile("fedex")
	require.NoError(t, err)
	th, err := throttle.Parse(rules)
	require.NoError(t, err)
	th.Key = key
	c, err := New(p.WithLimits([]quota.Limit{{Hits: 1, Window: time.Hour}}), th)
	require.NoError(t, err)
	return c
}

// A client that is forgotten has no token, and nothing was counted of it; another keeps all.
func TestForgetClient(t *testing.T) {
	for _, key := range []throttle.Key{throttle.ByClient, throttle.ByIPAndClient} {
		c := forgetful(t, "R6", key)
		now := time.Unix(1e9, 0)
		token := Request{Endpoint: TokenEndpoint, IP: 1}
		for cl := Client(1); cl <= 2; cl++ {
			token.Client = cl
			for range 4 {
				c.Handle(now, token)
			}
			require.Equal(t, ReasonBanned, c.Handle(now, token).Reason)
		}
		call := Request{Endpoint: APIEndpoint, IP: 1, Client: 1, Token: 3}
		require.Equal(t, ReasonNone, c.Handle(now, call).Reason)
		require.Equal(t, ReasonThrottled, c.Handle(now, call).Reason)

		c.ForgetClient(now, 1)
		held, _ := c.Token(3)
		require.Zero(t, held.Client)
		require.Zero(t, c.Live(1, now))
		require.Equal(t, ReasonUnknown, c.Handle(now, call).Reason, "nor is it over its limit")
		token.Client = 1
		require.Equal(t, ReasonNone, c.Handle(now, token).Reason)
		token.Client = 2
		require.Equal(t, ReasonBanned, c.Handle(now, token).Reason)
		require.Positive(t, c.Live(2, now))
	}
}

// Refresh tokens and codes of a client that is forgotten are good no more, whoever shows them.
func TestForgetClientOfUsers(t *testing.T) {
	p, err := LookupProfile("google")
	require.NoError(t, err)
	c, err := New(p, throttle.Throttle{})
	require.NoError(t, err)
	now := time.Unix(1e9, 0)
	refresh := c.SignIn(now, 1)
	code := c.Authorize(now, Authorization{Client: 1})
	c.ForgetClient(now, 1)
	require.Equal(t, ReasonGrant,
		c.Handle(now, Request{Client: 1, Renews: true, Refresh: refresh}).Reason)
	require.Equal(t, ReasonGrant,
		c.Handle(now, Request{Client: 1, Code: &Exchange{Code: code}}).Reason)
}

// An address that is forgotten is not banned; another is.
func TestForgetIP(t *testing.T) {
	for _, key := range []throttle.Key{throttle.ByIP, throttle.ByIPAndClient} {
		c := forgetful(t, "R6", key)
		now := time.Unix(1e9, 0)
		for ip := IP(1); ip <= 2; ip++ {
			for range 4 {
				c.Handle(now, Request{IP: ip, Client: 1})
			}
			require.Equal(t, ReasonBanned, c.Handle(now, Request{IP: ip, Client: 1}).Reason)
		}
		c.ForgetIP(1)
		require.Equal(t, ReasonNone, c.Handle(now, Request{IP: 1, Client: 1}).Reason)
		require.Equal(t, ReasonBanned, c.Handle(now, Request{IP: 2, Client: 1}).Reason)
	}
}

// FreeAt is when a limit lets a request pass again, worked out by hand: windows of an hour by the
// clock, and 1e9 is 01:46:40.
func TestFreeAt(t *testing.T) {
	c := forgetful(t, "A4", throttle.ByIP)
	now := time.Unix(1e9, 0)
	call := Request{Endpoint: APIEndpoint, Client: 1}
	_, ok := c.FreeAt(now, call, 1)
	require.False(t, ok, "nothing was counted")
	c.Handle(now, call)
	second := c.Handle(now, call)
	require.Equal(t, ReasonThrottled, second.Reason)
	at, ok := c.FreeAt(now, call, second.Meter)
	require.True(t, ok)
	require.Equal(t, time.Unix(1e9, 0).Add(13*time.Minute+20*time.Second).UTC(), at.UTC())
	_, ok = c.FreeAt(now, call, second.Meter+1)
	require.False(t, ok)
}
