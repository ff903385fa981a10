package reports

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// remembered is how many of the latest token hits, and of the latest refused tokens, a FirstBan
// keeps while it waits for the ban.
const remembered = 4096

// A FirstBan is the Fold that tells how the first ban of a run came about: which hits filled the
// window, and why each was sent. It remembers the latest few thousand hits, whatever the length of
// the run.
type FirstBan struct {
	Found    bool
	At       time.Duration // when the ban fell
	Since    time.Duration // the beginning of the window that was filled
	Until    time.Duration // when the ban was to end
	Rule     string        // the reading that was violated, such as R1
	IP       int           // index of the banned public IP
	Cut      bool          // the window held more hits than were remembered; the latest are told
	Hits     []TokenHit    // in [Since, At], in order of arrival
	recent   []TokenHit    // a ring
	next     int
	refusals refusalBook
}

// A TokenHit is one request at the token endpoint.
type TokenHit struct {
	At       time.Duration // when it arrived
	Serial   uint64        // number of the request
	Action   uint64        // the user action that it served, 0 for none
	User     uint32        // scenarios.NoUser: nobody asked for it
	Node     int
	Customer int
	Click    int // 1 for a first click, 2 for the first repetition
	Status   int
	By       uint8 // as in a Record
	Why      strategies.Why

	Rejected uint64             // the refused token that it is to replace, 0 for none
	Reason   fakecarrier.Reason // why that one had been refused, if known
	KilledBy uint64             // serial of the request that had killed it
	Killer   *TokenHit          // that request, where it is still remembered
	ip       int
}

// NewFirstBan returns a FirstBan that has seen nothing.
func NewFirstBan() *FirstBan { return &FirstBan{} }

// Add takes note of one record.
func (f *FirstBan) Add(r *measure.Record) {
	if f.Found {
		return
	}
	switch r.Kind {
	case measure.APIJudged:
		if r.Status == 401 && r.Token != 0 {
			f.refusals.add(r)
		}
	case measure.TokenJudged:
		if r.By != measure.ByOutsider {
			f.hit(r)
		}
	default:
		return
	}
	if r.Ban == fakecarrier.BanStarted && r.By != measure.ByOutsider {
		f.freeze(r)
	}
}

func (f *FirstBan) hit(r *measure.Record) {
	h := tokenHit(r, &f.refusals)
	if len(f.recent) < remembered {
		f.recent = append(f.recent, h)
		return
	}
	f.recent[f.next] = h
	f.next = (f.next + 1) % remembered
}

// tokenHit is the hit that r tells of. What had been wrong with the token is looked up now: it may
// be forgotten by the time of the ban.
func tokenHit(r *measure.Record, b *refusalBook) TokenHit {
	known := b.of(r.Rejected)
	return TokenHit{
		At: r.At, Serial: r.Serial, Action: r.Action, User: r.User, Node: int(r.Node),
		Customer: int(r.Customer), Click: int(r.Click), Status: int(r.Status), By: r.By,
		Why: r.Why, Rejected: r.Rejected, Reason: known.reason, KilledBy: known.killedBy,
		ip: int(r.IP),
	}
}

// freeze keeps the window's hits, and lets go of everything else.
func (f *FirstBan) freeze(r *measure.Record) {
	f.Found, f.At, f.Since, f.Until = true, r.At, r.Since, r.BannedUntil
	f.Rule, f.IP = measure.RuleName(r), int(r.IP)
	all := slices.Concat(f.recent[f.next:], f.recent[:f.next])
	f.Cut = len(all) == remembered && all[0].At >= f.Since
	bySerial := map[uint64]int{}
	for i, h := range all {
		bySerial[h.Serial] = i
	}
	for _, h := range all {
		if h.At < f.Since || h.ip != f.IP {
			continue
		}
		if i, ok := bySerial[h.KilledBy]; ok && h.KilledBy != 0 {
			killer := all[i]
			h.Killer = &killer
		}
		f.Hits = append(f.Hits, h)
	}
	f.recent, f.refusals = nil, refusalBook{}
}

// A Cause is why hits were sent, and how many of them.
type Cause struct {
	Name string
	Hits int
}

// Causes counts the window's hits by cause, most first, ties in order of appearance.
func (f *FirstBan) Causes() []Cause {
	return causesOf(len(f.Hits), func(i int) string { return f.Hits[i].Cause() })
}

// causesOf counts n hits by their causes.
func causesOf(n int, cause func(i int) string) []Cause {
	var causes []Cause
	for i := range n {
		name := cause(i)
		at := slices.IndexFunc(causes, func(c Cause) bool { return c.Name == name })
		if at < 0 {
			at = len(causes)
			causes = append(causes, Cause{Name: name})
		}
		causes[at].Hits++
	}
	slices.SortStableFunc(causes, func(a, b Cause) int { return b.Hits - a.Hits })
	return causes
}

// Cause says in a few words why the hit was sent.
func (h *TokenHit) Cause() string {
	switch {
	case h.By == measure.ByNeighbour:
		return "a neighbour behind the same address"
	case h.Why == strategies.WhyRejected && h.Reason == fakecarrier.ReasonKilled:
		return "token refused: killed by another renewal"
	case h.Why == strategies.WhyRejected && h.Reason == fakecarrier.ReasonExpired:
		return "token refused: expired"
	case h.Why == strategies.WhyRejected:
		return "token refused"
	}
	return causes[h.Why]
}

var causes = map[strategies.Why]string{
	strategies.WhyUnstated:  "no reason given",
	strategies.WhyCold:      "nothing was cached",
	strategies.WhyExpired:   "the cached token had expired",
	strategies.WhyAhead:     "renewal ahead of expiry",
	strategies.WhyCacheDown: "the cache was down",
	strategies.WhyProbe:     "probe: is the ban over?",
}
