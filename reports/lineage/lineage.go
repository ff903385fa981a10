// Package lineage traces the token hits of a run to their roots: a request was sent because a token
// was refused, because another request had killed it, which was sent because ... It keeps bans
// with the hits that filled their windows.
package lineage

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Lineage is the Fold that traces every token hit to its root. It remembers the latest few ten
// thousand hits, and where the chain of each began.
type Lineage struct {
	Bans  []Ban // the first of them
	Count int   // all of them

	most     int
	own      bool // bans that the scenario imposes are left out, and what follows the last of Bans
	scenario *scenarios.Scenario
	course   measure.Course
	namer    *Namer
	obtained map[pair]time.Duration // when the first token came, since the node's start
	refused  *Latest[refusal]       // by token
	actions  map[uint64]Click       // those under way
	clicks   []Click                // at least the latest
	flights  map[pair]*flight
	recent   *Latest[Traced] // by serial
}

// Remembered is how many hits, and how many refused tokens, a Lineage remembers.
const Remembered = 1 << 15

// chained is how many requests of a chain are kept.
const chained = 3

// latestClicks is how many clicks a Lineage remembers beyond those whose actions are under way.
const latestClicks = 1024

// A refusal is what was wrong with a token that the API refused.
type refusal struct {
	reason   fakecarrier.Reason
	killedBy uint64
}

// A flight is the renewal of one customer on one node that began first.
type flight struct {
	serial       uint64
	sent, landed time.Duration // landed 0: still under way
}

// New returns the Lineage of a run of s with a strategy, which keeps at most so many bans.
func New(s *scenarios.Scenario, strategy string, most int) *Lineage {
	return &Lineage{
		Bans: []Ban{}, most: most, scenario: s, namer: NewNamer(s, strategy),
		course:   s.Course(s.Lasts(), strategy),
		obtained: map[pair]time.Duration{},
		actions:  map[uint64]Click{}, flights: map[pair]*flight{},
		refused: NewLatest[refusal](Remembered), recent: NewLatest[Traced](Remembered),
	}
}

// NewFirst returns the Lineage that keeps the first ban which hits brought about, and forgets
// everything else once that ban fell.
func NewFirst(s *scenarios.Scenario, strategy string) *Lineage {
	l := New(s, strategy, 1)
	l.own = true
	return l
}

// First is the first ban that was kept; nil where none fell.
func (l *Lineage) First() *Ban {
	if len(l.Bans) == 0 {
		return nil
	}
	return &l.Bans[0]
}

// Add takes note of one record.
func (l *Lineage) Add(r *measure.Record) {
	if l.own && len(l.Bans) == l.most {
		return
	}
	switch r.Kind {
	case measure.ActionStarted:
		l.click(Click{r.At, r.Action, r.User, int(r.Click)})
	case measure.ActionSucceeded, measure.ActionFailed:
		delete(l.actions, r.Action)
	case measure.APIJudged:
		l.refuse(r)
	case measure.TokenJudged:
		l.hit(r)
	case measure.TokenAnswered:
		l.land(r)
	case measure.BanImposed:
		if !l.own {
			l.ban(r)
		}
		return
	}
	if r.Ban == fakecarrier.BanStarted && r.By != measure.ByOutsider {
		l.ban(r)
	}
}

// refuse notes what was wrong with a token; a 401 says more of that than other refusals, but one
// that a proxy kept says nothing.
func (l *Lineage) refuse(r *measure.Record) {
	if r.Status < 400 || r.Token == 0 || r.Token == measure.WithoutRights {
		return
	}
	said := r.Status == 401 && r.Reason != fakecarrier.ReasonProxy
	if said || l.refused.Find(r.Token) == nil {
		l.refused.Put(r.Token, refusal{r.Reason, r.KilledBy})
	}
}

func (l *Lineage) click(c Click) {
	l.actions[c.Action] = c
	if len(l.clicks) == 2*latestClicks {
		l.clicks = l.clicks[:copy(l.clicks, l.clicks[latestClicks:])]
	}
	l.clicks = append(l.clicks, c)
}

// hit traces a hit to its root as it arrives: its parent is remembered, or was never known.
func (l *Lineage) hit(r *measure.Record) {
	h := Traced{Hit: l.hitOf(r), Sent: unit.Milliseconds(r.Sent)}
	if c, ok := l.actions[r.Action]; ok {
		h.Clicked, h.Click = c.At, c.number
	}
	if r.By == measure.ByFleet {
		h.Beside = l.beside(r)
	}
	h.Origin, h.Root = h.Hit, l.root(&h)
	if p := l.recent.Find(h.KilledBy); p != nil && h.why == strategies.WhyRejected {
		h.parent, h.Root, h.Origin, h.Depth = h.KilledBy, p.Root, p.Origin, p.Depth+1
	}
	l.recent.Put(h.Serial, h)
}

// beside returns the request that was under way already when r was sent, and takes r for the first
// where there is none.
func (l *Lineage) beside(r *measure.Record) uint64 {
	p := pair{r.Carrier, int(r.Node), int(r.Customer)}
	f := l.flights[p]
	if f != nil && f.serial != r.Serial && f.sent <= r.Sent && (f.landed == 0 || f.landed > r.Sent) {
		return f.serial
	}
	if f == nil || f.landed > 0 {
		l.flights[p] = &flight{serial: r.Serial, sent: r.Sent}
	}
	return 0
}

// land notes the arrival of an answer.
func (l *Lineage) land(r *measure.Record) {
	p := pair{r.Carrier, int(r.Node), int(r.Customer)}
	if f := l.flights[p]; f != nil && f.serial == r.Serial {
		f.landed = r.At
	}
	if r.Status == 200 {
		l.obtain(p, r.At)
	}
}

// ban keeps a ban that fell with r.
func (l *Lineage) ban(r *measure.Record) {
	l.Count++
	if len(l.Bans) >= l.most {
		return
	}
	b := Ban{
		Number: l.Count, At: unit.Milliseconds(r.At), Since: unit.Milliseconds(r.Since),
		Until: unit.Milliseconds(r.BannedUntil), IP: int(r.IP), Rule: measure.RuleName(r),
		Imposed: r.Kind == measure.BanImposed, Causes: []Cause{}, Roots: []Cause{}, Hits: []Traced{},
		Carrier: l.namer.Of(r)["carrier"], carrier: r.Carrier,
		whom: whom{l.course.KeyOf(r), int(r.IP), int(r.Customer)},
	}
	if !b.Imposed {
		if !l.own { // only a search for the last click that mattered needs them
			b.Clicks = slices.Clone(l.clicks)
		}
		b.Cut = l.recent.full()
		for h := range l.recent.all {
			if h.At < b.Since {
				b.Cut = false
			} else if b.whom.has(h.ip, h.Customer) && h.carrier == r.Carrier &&
				h.By != Sender(measure.ByOutsider) {
				b.Hits = append(b.Hits, l.traced(h))
			}
		}
		b.count()
	}
	l.Bans = append(l.Bans, b)
	if l.own {
		l.recent, l.refused, l.actions, l.clicks, l.flights = nil, nil, nil, nil, nil
	}
}

// traced is h with the nearest requests of its chain.
func (l *Lineage) traced(h *Traced) Traced {
	copied := *h
	copied.Chain = []Hit{}
	for p := l.recent.Find(h.parent); p != nil && len(copied.Chain) < chained; {
		copied.Chain = append(copied.Chain, p.Hit)
		p = l.recent.Find(p.parent)
	}
	return copied
}
