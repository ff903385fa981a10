package planted

import (
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// servesTheBanned carries out calls during a ban that covers them.
func servesTheBanned(c *fakecarrier.Carrier) world.Handler {
	return func(now time.Time, q fakecarrier.Request) fakecarrier.Response {
		a := c.Handle(now, q)
		if q.Endpoint == fakecarrier.APIEndpoint && a.Reason == fakecarrier.ReasonBanned {
			a = fakecarrier.Response{Status: 200}
		}
		return a
	}
}

// bansEarly tells of a ban that the burst rule does not have yet, once in a run.
func bansEarly(c *fakecarrier.Carrier) world.Handler {
	var hits []time.Time
	told := false
	return func(now time.Time, q fakecarrier.Request) fakecarrier.Response {
		a := c.Handle(now, q)
		if q.Endpoint != fakecarrier.TokenEndpoint {
			return a
		}
		for len(hits) > 0 && !now.Before(hits[0].Add(5*time.Second)) {
			hits = hits[1:]
		}
		if hits = append(hits, now); len(hits) >= 10 && a.Ban == fakecarrier.BanNone && !told {
			told, a.Ban, a.Rule = true, fakecarrier.BanStarted, "R1"
			a.Since, a.BannedUntil = hits[0], now.Add(10*time.Minute)
		}
		return a
	}
}

// objectsToNothing refuses each third call in the name of the first meter.
func objectsToNothing(c *fakecarrier.Carrier) world.Handler {
	calls := 0
	return func(now time.Time, q fakecarrier.Request) fakecarrier.Response {
		a := c.Handle(now, q)
		meters := c.Meters()
		if q.Endpoint != fakecarrier.APIEndpoint || a.Status != 200 || len(meters) == 0 {
			return a
		}
		m := &meters[0]
		if calls++; calls%3 == 0 && m.Ban == (fakecarrier.BanTerms{}) {
			a = fakecarrier.Response{
				Status: m.Refusal.Status, Reason: m.Refusal.Reason, Meter: 1, Since: now,
			}
		}
		return a
	}
}

// renewsTheLost signs a client in by itself, where its refresh token is refused.
func renewsTheLost(c *fakecarrier.Carrier) world.Handler {
	return func(now time.Time, q fakecarrier.Request) fakecarrier.Response {
		a := c.Handle(now, q)
		if a.Reason == fakecarrier.ReasonGrant {
			q.Refresh = c.SignIn(now, q.Client)
			a = c.Handle(now, q)
		}
		return a
	}
}

// servesTheExpired carries out calls with tokens whose life is over.
func servesTheExpired(c *fakecarrier.Carrier) world.Handler {
	return func(now time.Time, q fakecarrier.Request) fakecarrier.Response {
		a := c.Handle(now, q)
		if a.Reason == fakecarrier.ReasonExpired {
			a = fakecarrier.Response{Status: 200}
		}
		return a
	}
}

// remembersTheLastRun counts calls over all runs, and refuses each hundredth.
func remembersTheLastRun() world.Between {
	var calls atomic.Uint64
	return func(c *fakecarrier.Carrier) world.Handler {
		return func(now time.Time, q fakecarrier.Request) fakecarrier.Response {
			if calls.Add(1)%100 == 0 {
				q.Fault = 503
			}
			return c.Handle(now, q)
		}
	}
}
