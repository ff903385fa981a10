package reports

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// tokenTracks are the slices of a carrier's tokens, from issue to death.
type tokenTracks struct {
	w      *traceWriter
	group  string
	life   time.Duration
	policy fakecarrier.Policy
	alive  []liveToken // in order of issue
}

type liveToken struct {
	*slice
	customer int
	death    time.Duration
	end      args // how it dies
}

// newTokenTracks reads from the scenario how long tokens live; it was found right when loaded.
func newTokenTracks(
	w *traceWriter, s *scenarios.Scenario, c *scenarios.CarrierSpec,
) tokenTracks {
	t := tokenTracks{w: w, group: "tokens" + atCarrier(s, c)}
	if p, _, err := c.Under(c.Reading); err == nil {
		t.life, t.policy = p.TokenLife, p.Policy
	}
	return t
}

func (t *tokenTracks) issue(r *measure.Record) {
	customer := int(r.Customer)
	t.kill(r)
	t.alive = append(t.alive, liveToken{
		slice: t.w.begin(firstOwner+customer, t.group, r.At, slice{
			name: fmt.Sprintf("token %d", r.Token), args: args{"request": r.Serial},
			cut: args{"end": "still alive"},
		}),
		customer: customer, death: r.At + t.life, end: args{"end": "expired"},
	})
}

// kill lets the older tokens of a customer die with the issue of another: all of them, or the
// oldest that lives where only so many may.
func (t *tokenTracks) kill(r *measure.Record) {
	grace, live := t.policy.Outlives(), 0
	for i := range slices.Backward(t.alive) {
		k := &t.alive[i]
		if k.customer != int(r.Customer) || r.At >= k.death {
			continue
		}
		live++
		killed := args{"end": "killed", "killed_by": r.Serial}
		switch {
		case grace >= 0 && r.At+grace < k.death:
			k.death, k.end = r.At+grace, killed
		case grace < 0 && live == t.policy.Live():
			k.death, k.end = r.At, killed
		}
	}
	if grace >= 0 || t.policy.Live() > 0 {
		t.expire(r.At)
	}
}

// expire ends the slices of tokens that are dead by now.
func (t *tokenTracks) expire(now time.Duration) {
	dead := func(k liveToken) bool { return k.death <= now }
	if !slices.ContainsFunc(t.alive, dead) {
		return
	}
	for _, k := range t.alive {
		if dead(k) {
			t.w.end(k.slice, k.death, k.end)
		}
	}
	t.alive = slices.DeleteFunc(t.alive, dead)
}

// An ipTrack shows the bans of one public IP, and how full its windows are.
type ipTrack struct {
	w       *traceWriter
	process int
	banned  *slice        // nil: it is not
	group   string        // of bans
	until   time.Duration // of the ban
	more    int           // how often the ban was extended
	windows []*windowTrack
}

// A windowTrack counts the hits in the span that ends now.
type windowTrack struct {
	w       *traceWriter
	process int
	name    string
	grain   time.Duration // the count's fall is shown to this
	limit   int
	hits    quota.Window
	count   int // of hits, now
	shown   int
}

// How finely the fall of the two counts is shown. Assumed: as finely as anybody looks.
const (
	burstGrain   = 100 * time.Millisecond
	averageGrain = time.Second
)

// atCarrier names one of several carriers in the name of a track.
func atCarrier(s *scenarios.Scenario, c *scenarios.CarrierSpec) string {
	if len(s.Carriers()) == 1 {
		return ""
	}
	return " at " + c.Name
}

func newIPTrack(
	w *traceWriter, s *scenarios.Scenario, c *scenarios.CarrierSpec, process int,
) *ipTrack {
	at := atCarrier(s, c)
	i := &ipTrack{w: w, process: process, group: "bans" + at}
	burst, average := c.TokenLimits()
	for _, of := range []struct {
		limit quota.Limit
		grain time.Duration
	}{{burst, burstGrain}, {average, averageGrain}} {
		if of.limit.Hits > 0 {
			i.windows = append(i.windows, &windowTrack{
				w: w, process: process, name: "token hits" + at + " in " + windowName(of.limit),
				grain: of.grain, limit: of.limit.Hits,
				hits: quota.NewWindow(of.limit.Window, quota.MostHits),
			})
		}
	}
	return i
}

func (i *ipTrack) hit(at time.Duration) {
	for _, v := range i.windows {
		v.fall(at)
		v.count = v.hits.Add(at)
		v.show(at)
	}
}

// fall lets go of the hits that have left the window by now.
func (v *windowTrack) fall(now time.Duration) {
	for {
		first, ok := v.hits.Next()
		if !ok || first > now {
			return
		}
		at := first
		for next := first; ok && next <= min(first+v.grain, now); next, ok = v.hits.Next() {
			at = next
			v.count = v.hits.Count(next)
		}
		v.show(at)
	}
}

func (v *windowTrack) show(at time.Duration) {
	if v.count == v.shown {
		return
	}
	v.shown = v.count
	v.w.count(v.process, at, v.name, args{"hits": v.shown, "allowed": v.limit})
}

func (i *ipTrack) ban(r *measure.Record) {
	if r.Ban == fakecarrier.BanExtended {
		i.until = r.BannedUntil
		i.more++
		return
	}
	i.over(r.At)
	name := "ban, imposed"
	if rule := measure.RuleName(r); rule != "" {
		name = "ban under " + rule
	}
	i.until, i.more = r.BannedUntil, 0
	i.banned = i.w.begin(i.process, i.group, r.At, slice{name: name})
}

// advance brings the track to this instant.
func (i *ipTrack) advance(now time.Duration) {
	if i.until <= now {
		i.over(now)
	}
	for _, v := range i.windows {
		v.fall(now)
	}
}

// recount shows the counts at this instant, to which the track was brought.
func (i *ipTrack) recount(now time.Duration) {
	for _, v := range i.windows {
		v.shown = 0
		v.show(now)
	}
}

// over ends a ban that is over by now.
func (i *ipTrack) over(now time.Duration) {
	if i.banned != nil {
		i.w.end(i.banned, min(i.until, now), args{"extended": i.more})
		i.banned = nil
	}
}

func (i *ipTrack) close(until time.Duration) {
	i.over(until)
	i.advance(until)
}
