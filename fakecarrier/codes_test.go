package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// granting returns UPS under that throttle.
func granting(t *testing.T, text string) *Carrier {
	t.Helper()
	ups := profiles["ups"]
	parsed, err := throttle.Parse(text)
	require.NoError(t, err)
	c, err := New(ups, parsed)
	require.NoError(t, err)
	return c
}

// authorized fetches the first tokens of an authorization.
func authorized(t *testing.T, c *Carrier) (Response, RefreshID) {
	t.Helper()
	code := c.Authorize(epoch, Authorization{Client: 1})
	a := exchange(c, epoch, Request{Client: 1}, Exchange{Code: code})
	require.Equal(t, 200, a.Status)
	return a, a.Refresh
}

// refresh sends a request that shows a refresh token.
func refresh(c *Carrier, now time.Time, r Request, id RefreshID) Response {
	r.Renews, r.Refresh = true, id
	return c.Handle(now, r)
}

// exchange sends a request that shows a code.
func exchange(c *Carrier, now time.Time, r Request, x Exchange) Response {
	r.Code = &x
	return c.Handle(now, r)
}

// A ban, a fault and wrong credentials leave the refresh token as it was; nobody looked at it.
func TestRefreshNotReached(t *testing.T) {
	c := granting(t, "akamai")
	_, first := authorized(t, c)
	for _, r := range []Request{{Client: 1, Fault: 503}, {Client: 1, BadSecret: true}, {Client: 2}} {
		a := refresh(c, epoch, r, first)
		require.NotEqual(t, 200, a.Status)
	}
	c.Impose(epoch, 0, 1)
	a := refresh(c, epoch, Request{Client: 1}, first)
	require.Equal(t, ReasonBanned, a.Reason)
	c.Lift(epoch, 0, 1)
	a = refresh(c, epoch, Request{Client: 1}, first)
	require.Equal(t, 200, a.Status)
}

// Codes and refresh tokens end when they are due.
func TestGrantsExpire(t *testing.T) {
	c := granting(t, "A4")
	code := c.Authorize(epoch, Authorization{Client: 1})
	late := epoch.Add(c.profile.Grants.CodeLife)
	a := exchange(c, late, Request{Client: 1}, Exchange{Code: code})
	require.Equal(t, ReasonGrant, a.Reason)
	code = c.Authorize(late, Authorization{Client: 1})
	id := exchange(c, late.Add(time.Minute), Request{Client: 1}, Exchange{Code: code}).Refresh
	a = refresh(c, late.Add(time.Minute+c.profile.Grants.Refresh.Life), Request{Client: 1}, id)
	require.Equal(t, ReasonGrant, a.Reason)
}

// What is remembered is bounded: the oldest are forgotten, the newest are not.
func TestGrantsAreBounded(t *testing.T) {
	c := granting(t, "A4")
	first := c.Authorize(epoch, Authorization{Client: 1})
	var last CodeID
	for range 3 * mostCodes {
		last = c.Authorize(epoch, Authorization{Client: 1})
	}
	require.LessOrEqual(t, cap(c.codes.all), 2*mostCodes)
	a := exchange(c, epoch, Request{Client: 1}, Exchange{Code: first})
	require.Equal(t, ReasonGrant, a.Reason)
	a = exchange(c, epoch, Request{Client: 1}, Exchange{Code: last})
	require.Equal(t, 200, a.Status)
}

// Live counts what Alive says, also after a token was revoked out of order.
func TestRevokeOutOfOrder(t *testing.T) {
	c := open(t, "A4", Coexist())
	var issued []TokenID
	for range 3 {
		issued = append(issued, c.Handle(epoch, Request{}).Token)
	}
	require.True(t, c.Revoke(epoch, issued[2]))
	require.False(t, c.Revoke(epoch, issued[2]))
	require.Equal(t, 2, c.Live(0, epoch))
	require.True(t, c.Expire(epoch, issued[0]))
	require.Equal(t, 1, c.Live(0, epoch))
	require.True(t, c.Alive(epoch, issued[1]))
}

// A code is good only where it was sent to.
func TestExchangeNamesTheRedirect(t *testing.T) {
	c := granting(t, "A4")
	code := c.Authorize(epoch, Authorization{Client: 1, Redirect: "https://a"})
	a := exchange(c, epoch, Request{Client: 1}, Exchange{Code: code, Redirect: "https://b"})
	require.Equal(t, ReasonGrant, a.Reason)
	a = exchange(c, epoch, Request{Client: 1}, Exchange{Code: code, Redirect: "https://a"})
	require.Equal(t, 200, a.Status)
}

// Whoever lacks the secret cannot revoke a family by showing a used refresh token.
func TestRevokingAFamilyNeedsTheSecret(t *testing.T) {
	c := granting(t, "A4")
	_, used := authorized(t, c)
	a := refresh(c, epoch, Request{Client: 1}, used)
	stranger := refresh(c, epoch, Request{Client: 1, BadSecret: true}, used)
	require.Equal(t, ReasonCredentials, stranger.Reason)
	require.True(t, c.Alive(epoch, a.Token))
}

// A sign-in begins a family: no request, and no access token. Takes says what a renewal would be
// answered, and LastsUntil until when.
func TestSignIn(t *testing.T) {
	c := granting(t, "A4")
	life := c.profile.Grants.Refresh.Life
	first := c.SignIn(epoch, 1)
	require.Zero(t, c.Issued())
	require.True(t, c.Takes(epoch, 1, first))
	require.False(t, c.Takes(epoch, 2, first), "it is another client's")
	last := c.LastsUntil(first)
	require.Equal(t, epoch.Add(life-1), last)
	require.True(t, c.Takes(last, 1, first))
	require.False(t, c.Takes(last.Add(1), 1, first))
	a := refresh(c, last, Request{Client: 1}, first)
	require.Equal(t, 200, a.Status)
	require.False(t, c.Takes(last, 1, first))
	require.True(t, c.Takes(last, 1, a.Refresh))
	other := c.SignIn(last, 1)
	require.NotEqual(t, first.Family, other.Family)
	require.True(t, c.Takes(last, 1, a.Refresh), "a family of its own")
	require.False(t, c.Takes(last, 1, RefreshID{}))
}
