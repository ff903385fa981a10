package fakecarrier

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A device polls: 5 s apart, and 5 s more after each poll that came too early (RFC 8628, 3.5).
func TestDevices(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []string // seconds, and what happens: poll, yes, no, other (client)
		want  []string
	}{
		{
			"its user says yes",
			[]string{"0 poll", "5 poll", "9 yes", "10 poll", "10 poll"},
			[]string{"authorization_pending", "authorization_pending", "true", "200", "400"},
		}, {
			"it is hasty: 10 s from the second poll on, 15 s from the third",
			[]string{"0 poll", "4.999 poll", "14.998 poll", "29.997 poll", "29.998 poll", "49.998 poll"},
			[]string{"authorization_pending", "slow_down", "slow_down", "slow_down", "slow_down",
				"slow_down"},
		}, {
			"hasty once, patient then",
			[]string{"0 poll", "4.999 poll", "14.999 poll", "24.999 poll"},
			[]string{"authorization_pending", "slow_down", "authorization_pending",
				"authorization_pending"},
		}, {
			"its user said yes, and it is hasty",
			[]string{"0 poll", "1 yes", "1 poll", "10.999 poll", "25.999 poll"},
			[]string{"authorization_pending", "true", "slow_down", "slow_down", "200"},
		}, {
			"its user says no, and then nothing more",
			[]string{"0 no", "0 yes", "0 poll", "1 poll"},
			[]string{"true", "false", "access_denied", "access_denied"},
		}, {
			"its life is over at the instant",
			[]string{"59.999 poll", "60 yes", "60 poll"},
			[]string{"authorization_pending", "false", "expired_token"},
		}, {
			"another client shows its code, or a code is not known",
			[]string{"0 yes", "0 other", "0 unknown", "0 poll"},
			[]string{"true", "400", "400", "200"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := profiles["generic"]
			p.Grants.Device = &DeviceTerms{Life: time.Minute, Interval: 5 * time.Second}
			carrier, err := New(p, throttle.Throttle{})
			require.NoError(t, err)
			id := carrier.AuthorizeDevice(epoch, 1, "a b")
			require.Equal(t, DeviceID(1), id)
			for i, step := range c.steps {
				var at float64
				var do string
				_, err := fmt.Sscan(step, &at, &do)
				require.NoError(t, err)
				now := epoch.Add(time.Duration(at*1e3) * time.Millisecond)
				require.Equal(t, c.want[i], deviceStep(carrier, now, id, do), "%d: %s", i, step)
			}
		})
	}
}

// deviceStep does a step, and says what came of it.
func deviceStep(c *Carrier, now time.Time, id DeviceID, do string) string {
	r := Request{Client: 1, Polls: true, Device: id}
	switch do {
	case "yes", "no":
		return fmt.Sprint(c.AnswerDevice(now, id, do == "yes"))
	case "other":
		r.Client = 2
	case "unknown":
		r.Device++
	}
	a := c.Handle(now, r)
	if code := a.Device.Code(); code != "" {
		return code
	}
	if a.Status == statusOK {
		refresh, _ := c.RefreshToken(a.Refresh)
		if refresh.Scope != "a b" || !refresh.SignedIn.Equal(now) {
			return fmt.Sprintf("scope %q, signed in %v", refresh.Scope, refresh.SignedIn)
		}
	}
	return fmt.Sprint(a.Status)
}

// A poll that a ban refuses is none: the device may ask as before.
func TestDevicesOfTheBanned(t *testing.T) {
	akamai, err := throttle.Parse("akamai")
	require.NoError(t, err)
	c, err := New(profiles["generic"], akamai)
	require.NoError(t, err)
	id := c.AuthorizeDevice(epoch, 1, "")
	until, _ := c.Impose(epoch, 0, 1)
	require.Equal(t, "403", deviceStep(c, epoch, id, "poll"))
	require.Equal(t, "authorization_pending", deviceStep(c, until, id, "poll"))
	copied := c.Clone()
	require.True(t, copied.AnswerDevice(until, id, true))
	require.True(t, c.AnswerDevice(until, id, false), "a clone's devices are its own")
}

// The oldest devices are forgotten beyond the most that are remembered.
func TestDevicesAreForgotten(t *testing.T) {
	c, err := New(profiles["generic"], throttle.Throttle{})
	require.NoError(t, err)
	for range mostDevices + 1 {
		c.AuthorizeDevice(epoch, 0, "")
	}
	first, last := c.Devices()
	require.Equal(t, DeviceID(mostDevices/2), first)
	require.Equal(t, DeviceID(mostDevices+1), last)
	require.False(t, c.AnswerDevice(epoch, first, true))
	require.True(t, c.AnswerDevice(epoch, first+1, true))
	require.True(t, c.AnswerDevice(epoch, last, true))
}
