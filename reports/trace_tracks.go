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

// A renewal is a request that brought a token, and where it stands in the trace.
type renewal struct {
	drawn   bool // its slice is, in the trace or before it
	shown   bool // in the trace
	place   place
	at      time.Duration // an instant of its slice
	waiting []refusedCall // for its slice
}

// A refusedCall is an instant of the slice of a call.
type refusedCall struct {
	place place
	at    time.Duration
	shown bool // in the trace
}

// tokenTracks are the slices of tokens, from issue to death.
type tokenTracks struct {
	life  time.Duration
	grace time.Duration // an older token lives on for; negative: to its expiry
	alive []liveToken   // in order of issue
}

type liveToken struct {
	id, issuedBy  uint64
	customer      int
	issued, death time.Duration
	killer        uint64 // serial of the request that set an earlier death, 0 for expiry
	place         place
}

// newTokenTracks reads from the scenario how long tokens live; it was found right when loaded.
func newTokenTracks(s *scenarios.Scenario) (t tokenTracks) {
	if p, _, err := s.CarrierUnder(s.Carrier.Reading); err == nil {
		t.life, t.grace = p.TokenLife, p.Policy.Outlives()
	}
	return t
}

func (t *tokenTracks) issue(w *traceWriter, r *measure.Record) {
	customer := int(r.Customer)
	if t.grace >= 0 {
		for i := range t.alive {
			if k := &t.alive[i]; k.customer == customer && r.At+t.grace < k.death {
				k.death, k.killer = r.At+t.grace, r.Serial
			}
		}
		t.expire(w, r.At)
	}
	n := liveToken{
		id: r.Token, issuedBy: r.Serial, customer: customer, issued: r.At, death: r.At + t.life,
		place: w.take(firstOwner+customer, "tokens", r.At),
	}
	t.alive = append(t.alive, n)
	n.begin(w)
}

func (k *liveToken) begin(w *traceWriter) {
	w.begin(k.place, k.issued, fmt.Sprintf("token %d", k.id), args{"request": k.issuedBy})
}

// expire ends the slices of tokens that are dead by now.
func (t *tokenTracks) expire(w *traceWriter, now time.Duration) {
	dead := func(k liveToken) bool { return k.death <= now }
	if !slices.ContainsFunc(t.alive, dead) {
		return
	}
	for i := range t.alive {
		if k := &t.alive[i]; dead(*k) {
			end := args{"end": "expired"}
			if k.killer != 0 {
				end = args{"end": "killed", "killed_by": k.killer}
			}
			w.end(k.place, k.death, end)
			w.release(k.place, k.death)
		}
	}
	t.alive = slices.DeleteFunc(t.alive, dead)
}

func (t *tokenTracks) reopen(w *traceWriter) {
	for i := range t.alive {
		t.alive[i].begin(w)
	}
}

func (t *tokenTracks) close(w *traceWriter, until time.Duration) {
	t.expire(w, until)
	for i := range t.alive {
		w.end(t.alive[i].place, until, args{"end": "still alive"})
	}
}

// An ipTrack shows the bans of one public IP, and how full its windows are.
type ipTrack struct {
	index   int
	place   place
	named   bool
	rule    string
	began   time.Duration
	until   time.Duration
	more    int // how often the ban was extended
	banned  bool
	windows []windowTrack
}

// A windowTrack counts the hits in the span that ends now.
type windowTrack struct {
	name  string
	grain time.Duration // the count's fall is shown to this
	limit int
	hits  quota.Window
	count int // of hits, now
	shown int
}

// How finely the fall of the two counts is shown. Assumed: as finely as anybody looks.
const (
	burstGrain   = 100 * time.Millisecond
	averageGrain = time.Second
)

func newIPTrack(s *scenarios.Scenario, index int) *ipTrack {
	i := &ipTrack{index: index}
	burst, average := s.TokenLimits()
	for _, w := range []struct {
		limit quota.Limit
		grain time.Duration
	}{{burst, burstGrain}, {average, averageGrain}} {
		if w.limit.Hits > 0 {
			i.windows = append(i.windows, windowTrack{
				name: "token hits in " + windowName(w.limit), grain: w.grain, limit: w.limit.Hits,
				hits: quota.NewWindow(w.limit.Window, quota.MostHits),
			})
		}
	}
	return i
}

func (i *ipTrack) process() int { return firstIP + i.index }

func (i *ipTrack) hit(w *traceWriter, at time.Duration) {
	for k := range i.windows {
		v := &i.windows[k]
		v.fall(w, i.process(), at)
		v.count = v.hits.Add(at)
		v.show(w, i.process(), at)
	}
}

// fall lets go of the hits that have left the window by now.
func (v *windowTrack) fall(w *traceWriter, process int, now time.Duration) {
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
		v.show(w, process, at)
	}
}

func (v *windowTrack) show(w *traceWriter, process int, at time.Duration) {
	if v.count == v.shown {
		return
	}
	v.shown = v.count
	w.count(process, at, v.name, args{"hits": v.shown, "allowed": v.limit})
}

func (i *ipTrack) ban(w *traceWriter, r *measure.Record) {
	if r.Ban == fakecarrier.BanExtended {
		i.until = r.BannedUntil
		i.more++
		return
	}
	i.over(w, r.At)
	if !i.named {
		i.place, i.named = w.fixed(i.process(), "bans"), true
	}
	i.banned, i.began, i.until, i.more = true, r.At, r.BannedUntil, 0
	i.rule = measure.RuleName(r)
	i.begin(w)
}

// advance brings the track to this instant.
func (i *ipTrack) advance(w *traceWriter, now time.Duration) {
	if i.until <= now {
		i.over(w, now)
	}
	for k := range i.windows {
		i.windows[k].fall(w, i.process(), now)
	}
}

// reopen shows what is so at this instant, to which the track was brought.
func (i *ipTrack) reopen(w *traceWriter, now time.Duration) {
	i.begin(w)
	for k := range i.windows {
		i.windows[k].shown = 0
		i.windows[k].show(w, i.process(), now)
	}
}

func (i *ipTrack) begin(w *traceWriter) {
	if !i.banned {
		return
	}
	name := "ban, imposed"
	if i.rule != "" {
		name = "ban under " + i.rule
	}
	w.begin(i.place, i.began, name, nil)
}

// over ends a ban that is over by now.
func (i *ipTrack) over(w *traceWriter, now time.Duration) {
	if i.banned {
		w.end(i.place, min(i.until, now), args{"extended": i.more})
		i.banned = false
	}
}

func (i *ipTrack) close(w *traceWriter, until time.Duration) {
	i.over(w, until)
	for k := range i.windows {
		i.windows[k].fall(w, i.process(), until)
	}
}
