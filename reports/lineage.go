package reports

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Lineage is the Fold that traces every token hit to its root: a request was sent because a token
// was refused, because another request had killed it, which was sent because ... It tells the
// first bans of a run by the hits that filled the window. It remembers the latest few ten thousand
// hits, and where the chain of each began.
type Lineage struct {
	Bans  []Ban // the first of them
	Count int   // all of them

	most    int
	around  circumstances
	refused refusalBook
	actions map[uint64]Click // those under way
	clicks  []Click          // at least the latest
	flights map[pair]*flight
	recent  []traced // a ring
	next    int
	index   map[uint64]int // by serial, into recent
}

// traceable is how many hits a Lineage remembers.
const traceable = 1 << 15

// A Ban is told by the hits that filled the window.
type Ban struct {
	Number  int           // from 1
	At      time.Duration // when it fell
	Since   time.Duration // the beginning of the window that was filled
	Until   time.Duration // when it was to end
	Rule    string        // the reading that was violated, such as R1
	IP      int           // index of the banned public IP
	Imposed bool          // by the scenario: no hit of ours is to blame
	Cut     bool          // the window held more hits than were remembered
	Hits    []TracedHit   // in [Since, At], in order of arrival
	Clicks  []Click       // the latest up to At, of whomever, in order

	NoRequests *NoReturn // from when on it was in vain to send no token request; nil: not looked for
	NoClicks   *NoReturn // from when on it was in vain not to click; nil: not looked for
}

// A TracedHit is a token hit and what it goes back to.
type TracedHit struct {
	TokenHit
	Sent    time.Duration // when it left; its arrival for outsiders
	Clicked time.Duration // when the user clicked whom it serves, where Action is not 0
	Beside  uint64        // serial of a request of the same node and customer already under way
	Root    Root
	Depth   int        // how many requests lie between it and its root
	Forbear TokenHit   // the request with which its chain began; itself where Depth is 0
	Chain   []TokenHit // the nearest of those requests, each killed the token of the one before
}

// chained is how many requests of a chain are kept.
const chained = 3

type traced struct {
	TracedHit
	parent uint64 // serial, 0 for none
}

// A Click began an action.
type Click struct {
	At     time.Duration
	Action uint64
	User   uint32 // scenarios.NoUser: a recorded arrival
	number int
}

// latestClicks is how many clicks a Lineage remembers beyond those whose actions are under way.
const latestClicks = 1024

// A flight is the renewal of one customer on one node that began first.
type flight struct {
	serial       uint64
	sent, landed time.Duration // landed 0: still under way
}

// NewLineage returns the Lineage of a run of s, which tells at most so many bans.
func NewLineage(s *scenarios.Scenario, most int) *Lineage {
	return &Lineage{
		most: most, around: newCircumstances(s), actions: map[uint64]Click{},
		flights: map[pair]*flight{}, index: map[uint64]int{},
	}
}

// Add takes note of one record.
func (l *Lineage) Add(r *measure.Record) {
	switch r.Kind {
	case measure.FaultBegan, measure.FaultEnded:
	case measure.ActionStarted:
		l.click(Click{r.At, r.Action, r.User, int(r.Click)})
	case measure.ActionSucceeded, measure.ActionFailed:
		delete(l.actions, r.Action)
	case measure.APIJudged:
		if r.Status >= 400 && r.Token != 0 {
			l.refused.add(r)
		}
	case measure.TokenJudged:
		l.hit(r)
	case measure.TokenAnswered:
		l.land(r)
	case measure.APIAnswered, measure.RequestLost:
	case measure.BanImposed:
		l.ban(r)
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
	h := traced{TracedHit: TracedHit{TokenHit: tokenHit(r, &l.refused), Sent: r.Sent}}
	if c, ok := l.actions[r.Action]; ok {
		h.Clicked, h.Click = c.At, c.number
	}
	if r.By == measure.ByFleet {
		h.Beside = l.beside(r)
	}
	h.Forbear, h.Root = h.TokenHit, l.around.root(&h)
	if i, ok := l.index[h.KilledBy]; ok && h.Why == strategies.WhyRejected {
		p := &l.recent[i]
		h.parent, h.Root, h.Forbear, h.Depth = h.KilledBy, p.Root, p.Forbear, p.Depth+1
	}
	l.keep(h)
	if r.Ban == fakecarrier.BanStarted && r.By != measure.ByOutsider {
		l.ban(r)
	}
}

// beside returns the request that was under way already when r was sent, and takes r for the first
// where there is none.
func (l *Lineage) beside(r *measure.Record) uint64 {
	p := pair{int(r.Node), int(r.Customer)}
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
	p := pair{int(r.Node), int(r.Customer)}
	if f := l.flights[p]; f != nil && f.serial == r.Serial {
		f.landed = r.At
	}
	if r.Status == 200 {
		l.around.obtain(r)
	}
}

func (l *Lineage) keep(h traced) {
	l.index[h.Serial] = l.next
	if len(l.recent) < traceable {
		l.recent = append(l.recent, h)
	} else {
		delete(l.index, l.recent[l.next].Serial)
		l.recent[l.next] = h
	}
	l.next = (l.next + 1) % traceable
}

// ban tells a ban that fell with r.
func (l *Lineage) ban(r *measure.Record) {
	l.Count++
	if len(l.Bans) >= l.most {
		return
	}
	b := Ban{
		Number: l.Count, At: r.At, Since: r.Since, Until: r.BannedUntil, IP: int(r.IP),
		Rule: measure.RuleName(r), Imposed: r.Kind == measure.BanImposed,
	}
	if !b.Imposed {
		b.Clicks = slices.Clone(l.clicks)
		begin := 0
		if len(l.recent) == traceable {
			begin = l.next
			b.Cut = l.recent[begin].At >= b.Since
		}
		for _, ring := range [][]traced{l.recent[begin:], l.recent[:begin]} {
			for i := range ring {
				h := &ring[i]
				if h.At >= b.Since && h.ip == b.IP && h.By != measure.ByOutsider {
					b.Hits = append(b.Hits, l.told(h))
				}
			}
		}
	}
	l.Bans = append(l.Bans, b)
}

// told is h with the nearest requests of its chain.
func (l *Lineage) told(h *traced) TracedHit {
	told := h.TracedHit
	for parent := h.parent; parent != 0 && len(told.Chain) < chained; {
		i, ok := l.index[parent]
		if !ok {
			break
		}
		told.Chain = append(told.Chain, l.recent[i].TokenHit)
		parent = l.recent[i].parent
	}
	if len(told.Chain) > 0 {
		told.Killer = &told.Chain[0]
	}
	return told
}

// Roots counts the window's hits by their roots, most first.
func (b *Ban) Roots() []Cause {
	return causesOf(len(b.Hits), func(i int) string { return string(b.Hits[i].Root) })
}

// Causes counts the window's hits by their next cause, most first.
func (b *Ban) Causes() []Cause {
	return causesOf(len(b.Hits), func(i int) string { return b.Hits[i].Cause() })
}

// Sendings are the instants at which the fleet sent the window's hits, in order, each once.
func (b *Ban) Sendings() []time.Duration {
	var all []time.Duration
	for i := range b.Hits {
		if h := &b.Hits[i]; h.By == measure.ByFleet {
			all = append(all, h.Sent)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Clickings are the instants of the latest clicks before the ban, in order, each once.
func (b *Ban) Clickings() []time.Duration {
	var all []time.Duration
	for _, c := range b.Clicks {
		all = append(all, c.At)
	}
	return slices.Compact(all)
}
