package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A meter that cannot be is refused, with what is wrong with it.
func TestMetersRefused(t *testing.T) {
	burst, ban := quota.Threshold{Rate: 3, Span: 5 * time.Second}, BanTerms{For: time.Minute}
	limit := quota.Limit{Hits: 5, Window: time.Minute}
	refusal := Refusal{Status: 429, Reason: ReasonThrottled}
	for _, c := range []struct {
		meters []Meter
		want   string
	}{
		{[]Meter{{}}, "a meter needs a threshold or a limit, and not both"},
		{[]Meter{{Threshold: burst, Limit: limit, Ban: ban}}, "a threshold or a limit, and not both"},
		{[]Meter{{Limit: limit}}, "a meter needs a ban or a refusal, and not both"},
		{[]Meter{{Limit: limit, Ban: ban, Refusal: refusal}}, "a ban or a refusal, and not both"},
		{[]Meter{{Limit: limit, Ban: BanTerms{For: -1}}}, "a ban must last longer than -1ns"},
		{[]Meter{{Threshold: burst, Refusal: refusal}}, "the readings in force read bans"},
		{[]Meter{{Limit: limit, Refusal: Refusal{Status: 200}}}, "from 400 to 599, not 200"},
		{[]Meter{{Limit: limit, Refusal: Refusal{Status: 429}}}, "disguised or quota, not none"},
		{[]Meter{{Limit: quota.Limit{Hits: 1}, Ban: ban}}, "above zero, not 1 in 0s"},
		{
			[]Meter{{Limit: quota.Limit{Window: time.Hour}, Ban: ban}},
			"above zero, not 0 in 1h0m0s",
		},
		{
			[]Meter{{Threshold: quota.Threshold{Rate: 3, Span: 1}, Ban: ban}},
			"the burst threshold needs a rate",
		},
		{
			[]Meter{{Threshold: burst, Ban: ban}, {Threshold: burst, Ban: ban}},
			"there are two burst thresholds",
		},
		{
			[]Meter{{Threshold: burst, Ban: ban}, {
				Threshold: quota.Threshold{Average: true, Rate: 1, Span: time.Minute}, Ban: ban,
				Key: ByClient,
			}},
			"agree in what they watch, in their key and their ban",
		},
	} {
		_, err := New(Profile{Name: "odd", TokenLife: time.Hour, Meters: c.meters}, throttle.Throttle{})
		require.ErrorContains(t, err, c.want)
	}
}

// royal is a carrier that bans nobody and limits its token endpoint alone.
func royal() Profile {
	return Profile{
		Name: "royal", TokenLife: 4 * time.Hour, ExpiresIn: 4 * time.Hour,
		Meters: []Meter{{
			Watches: throttle.TokenScope, Key: ByClient,
			Limit:   quota.Limit{Hits: 5, Window: time.Minute},
			Refusal: Refusal{Status: 429, Reason: ReasonThrottled, RetryAfter: true},
		}},
	}
}

func TestACarrierWithoutABan(t *testing.T) {
	p := royal()
	require.False(t, p.Bans())
	require.Equal(t, []TokenLimit{
		{quota.Limit{Hits: 5, Window: time.Minute}, ByClient},
	}, p.TokenLimits())
	none, err := p.Throttle("none")
	require.NoError(t, err)
	c, err := New(p, none)
	require.NoError(t, err)
	for range 5 {
		require.Equal(t, 200, c.Handle(epoch, Request{}).Status)
	}
	require.Equal(t, 200, c.Handle(epoch, Request{Endpoint: APIEndpoint, Token: 5}).Status)
	a := c.Handle(epoch.Add(20*time.Second), Request{})
	require.Equal(t, Response{
		Status: 429, Reason: ReasonThrottled, RetryAfter: 40 * time.Second, Meter: 1, Since: epoch,
	}, a)
	require.Equal(t, 200, c.Handle(epoch.Add(20*time.Second), Request{Client: 1}).Status)
	require.Equal(t, 200, c.Handle(epoch.Add(time.Minute), Request{}).Status)
	require.Panics(t, func() { c.Impose(epoch.Add(time.Minute), 0, 0) })
}

// A reading of a threshold that a carrier does not have is refused, by whoever asks.
func TestReadingsThatACarrierCannotRead(t *testing.T) {
	p := royal()
	_, err := p.Throttle("akamai")
	require.EqualError(t, err, "carrier royal bans nobody: found reading R1, meant none")
	_, err = p.Throttle("A4")
	require.NoError(t, err, "not enforced: there is nothing to read")
	akamai, err := throttle.Parse("akamai")
	require.NoError(t, err)
	_, err = New(p, akamai)
	require.EqualError(t, err, "carrier royal bans nobody: found reading R1, meant none")
	p.Meters = append(fedexBans()[:1], p.Meters...)
	_, err = p.Throttle("akamai")
	require.EqualError(t, err, "carrier royal has no average threshold, which A1 reads")
}

// What a reading leaves open is as the carrier's meters have it.
func TestAThrottleIsOfItsCarrier(t *testing.T) {
	p := royal()
	p.Meters = []Meter{{
		Watches: throttle.AllScope, Key: ByClient, Threshold: fedexBans()[0].Threshold,
		Ban: BanTerms{For: time.Minute, Extends: throttle.NoExtension, Covers: throttle.AllScope},
	}}
	open, err := p.Throttle("R1")
	require.NoError(t, err)
	require.Equal(t, "R1+none+scope=all+watches=all+key=client", open.String())
	said, err := p.Throttle("R1+stack+key=ip+scope=token+watches=api")
	require.NoError(t, err)
	require.Equal(t, "R1+stack+watches=api", said.String())
}

// A limit may ban, whatever the reading.
func TestALimitThatBans(t *testing.T) {
	p := royal()
	p.Meters[0].Refusal, p.Meters[0].Ban = Refusal{}, BanTerms{For: time.Minute}
	c, err := New(p, throttle.Throttle{})
	require.NoError(t, err)
	for range 5 {
		require.Equal(t, 200, c.Handle(epoch, Request{}).Status)
	}
	a := c.Handle(epoch, Request{})
	require.Equal(t, ReasonBanned, a.Reason)
	require.Equal(t, BanStarted, a.Ban)
	require.Empty(t, a.Rule)
	require.Equal(t, epoch.Add(time.Minute), a.BannedUntil)
}
