package reports

import (
	"fmt"
	"io"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Trace is the Fold that writes a run in the JSON of the Trace Event Format, which Perfetto
// (ui.perfetto.dev) and chrome://tracing open. The format's source is the Chromium project's
// document "Trace Event Format" (Duka et al.). Of its phases these are used: B and E for the ends
// of a slice, X for a whole one, C for a counter, s and f for the ends of an arrow, M for names.
//
// Every node is a process of the trace, with a track per user: an action is a slice, its API calls
// and token requests are slices within. What runs in the background, and arrivals without a user,
// have tracks of the node. Further processes are the tokens of each customer, each a slice from
// issue to death; the public IPs, with bans and with the hits in the windows of both thresholds
// counted; what comes from elsewhere; and the faults. Of several carriers each has tracks of its
// own for tokens, bans and hits. An arrow leads from the renewal that killed a token to the call
// that was refused for it.
//
// The slices are those of threads rather than the format's asynchronous ones: arrows bind to the
// former alone. Where two of one user overlap, the second gets a track beside the first.
//
// Events are written as they come: the Trace remembers what is under way, and the latest renewals.
// Timestamps never go back within a track, but for those of arrows: an arrow is written once both
// of its slices are.
type Trace struct {
	scenario *scenarios.Scenario
	w        *traceWriter
	from     time.Duration
	until    time.Duration
	tokens   []tokenTracks // by carrier
	ips      [][]*ipTrack  // by public IP, then by carrier

	actions map[uint64]*slice
	calls   map[uint64]verdict       // judged or lost, and not yet answered
	gone    map[uint64]bool          // given up before they were judged
	killers *lineage.Latest[renewal] // by serial
	faults  map[int][]*slice         // by index, in the order in which they began
	opening bool                     // until from is reached
	kills   int                      // calls refused for a killed token
	arrows  int
}

// A verdict is how the carrier decided on a request, whose answer is still on its way.
type verdict struct {
	at       time.Duration
	judged   bool // false: lost on the way
	reason   fakecarrier.Reason
	killedBy uint64
}

// An instant lies within the slice of a request: an arrow leads from one to another.
type instant struct {
	track *track
	at    time.Duration
	shown bool // its slice is in the trace
}

// A renewal is a request that brought a token, and an instant of its slice.
type renewal struct {
	instant
	drawn   bool      // its slice is, in the trace or before it
	waiting []instant // of calls refused for the token it killed, for its slice
}

// NewTrace returns the Trace of a run of s that ends at until. It leaves out what ends before from,
// and writes from its beginning what is under way at from. If most is not 0, it drops what begins
// after so many events, and Full returns when that was. Close must follow the run.
func NewTrace(w io.Writer, s *scenarios.Scenario, from, until time.Duration, most int) *Trace {
	t := &Trace{
		scenario: s, w: newTraceWriter(w, most), from: from, until: until,
		actions: map[uint64]*slice{}, calls: map[uint64]verdict{}, gone: map[uint64]bool{},
		killers: lineage.NewLatest[renewal](lineage.Remembered), faults: map[int][]*slice{},
		opening: true,
	}
	for _, c := range s.Carriers() {
		t.tokens = append(t.tokens, newTokenTracks(t.w, s, c))
	}
	for i := range s.Fleet.PublicIPs {
		var tracks []*ipTrack
		for _, c := range s.Carriers() {
			tracks = append(tracks, newIPTrack(t.w, s, c, firstIP+i))
		}
		t.ips = append(t.ips, tracks)
	}
	return t
}

// Add writes one record.
func (t *Trace) Add(r *measure.Record) {
	if t.opening && r.At >= t.from {
		t.open()
	}
	t.expire(r.At)
	switch r.Kind {
	case measure.ActionStarted:
		t.begin(r)
	case measure.ActionSucceeded, measure.ActionFailed:
		t.end(r)
	case measure.TokenJudged:
		t.hit(r)
	case measure.APIJudged:
		t.judged(r)
		t.banned(r)
	case measure.TokenAnswered, measure.APIAnswered:
		t.answered(r)
	case measure.RequestLost:
		t.calls[r.Serial] = verdict{}
	case measure.FaultBegan, measure.FaultEnded:
		t.fault(r)
	case measure.BanImposed, measure.FurtherBan:
		t.banned(r)
	}
}

// open begins to write: what is under way comes first.
func (t *Trace) open() {
	t.opening = false
	t.expire(t.from)
	for ip := range t.eachIP {
		ip.advance(t.from)
	}
	t.w.start()
	for ip := range t.eachIP {
		ip.recount(t.from)
	}
}

// expire ends the slices of tokens that are dead by now.
func (t *Trace) expire(now time.Duration) {
	for i := range t.tokens {
		t.tokens[i].expire(now)
	}
}

// eachIP yields the tracks of public IPs.
func (t *Trace) eachIP(yield func(*ipTrack) bool) {
	for _, tracks := range t.ips {
		for _, ip := range tracks {
			if !yield(ip) {
				return
			}
		}
	}
}

func (t *Trace) begin(r *measure.Record) {
	group := fmt.Sprintf("user %d", r.User)
	if r.User == measure.NoUser {
		group = "arrivals"
	}
	t.actions[r.Action] = t.w.begin(nodeProcess(int(r.Node)), group, r.At, slice{
		name: fmt.Sprintf("action %d", r.Action),
		args: args{"customer": r.Customer, "click": r.Click}, cut: args{"outcome": "still open"},
	})
}

func (t *Trace) end(r *measure.Record) {
	a, ok := t.actions[r.Action]
	if !ok {
		return
	}
	delete(t.actions, r.Action)
	outcome := args{"outcome": "succeeded"}
	if r.Kind == measure.ActionFailed {
		outcome = args{"outcome": "failed", "status": r.Status}
	}
	t.w.end(a, r.At, outcome)
}

// judged keeps the verdict on a request until its answer arrives.
func (t *Trace) judged(r *measure.Record) {
	if t.gone[r.Serial] {
		delete(t.gone, r.Serial)
		return
	}
	t.calls[r.Serial] = verdict{r.At, true, r.Reason, r.KilledBy}
}

// hit shows what a token request did at the carrier.
func (t *Trace) hit(r *measure.Record) {
	if r.Status == 200 {
		t.tokens[r.Carrier].issue(r)
		t.killers.Put(r.Serial, renewal{})
	}
	if r.By == measure.ByFleet {
		t.judged(r)
	} else {
		t.outsider(r)
	}
	if r.By != measure.ByOutsider && int(r.IP) < len(t.ips) {
		t.ips[r.IP][r.Carrier].hit(r.At)
	}
	t.banned(r)
}

// outsider shows a request that no node sent. It takes no time: a microsecond is drawn.
func (t *Trace) outsider(r *measure.Record) {
	group := "external renewals"
	if r.By == measure.ByNeighbour {
		group = "a neighbour"
	}
	p := t.w.take(elsewhere, group, r.At)
	p.release(r.At) // it takes no time
	t.w.whole(p, r.At, time.Microsecond, fmt.Sprintf("token request: %d", r.Status),
		args{"request": r.Serial, "token": r.Token})
	t.drawn(r.Serial, p, r.At)
}

func (t *Trace) banned(r *measure.Record) {
	if r.Ban != fakecarrier.BanNone && r.By != measure.ByOutsider && int(r.IP) < len(t.ips) {
		t.ips[r.IP][r.Carrier].ban(r)
	}
}

// answered writes the slice of a request, from its sending to its answer.
func (t *Trace) answered(r *measure.Record) {
	v, came := t.calls[r.Serial]
	delete(t.calls, r.Serial)
	if !came {
		t.gone[r.Serial] = true
	}
	p := t.track(r)
	name, known := "API call", args{"request": r.Serial}
	if r.Kind == measure.TokenAnswered {
		name = "token request"
		if r.Why != 0 {
			known["why"] = r.Why.String()
		}
		if r.Rejected != 0 {
			known["replaces"] = r.Rejected
		}
	}
	if r.Token != 0 && r.Token != measure.WithoutRights {
		known["token"] = r.Token
	}
	if r.Reason != fakecarrier.ReasonNone {
		known["reason"] = r.Reason.String()
	}
	if v.killedBy != 0 {
		known["killed_by"] = v.killedBy
	}
	answer := "no answer"
	if r.Status != 0 {
		answer = fmt.Sprint(r.Status)
	}
	t.w.whole(p, r.Sent, r.At-r.Sent, name+": "+answer, known)
	switch {
	case !v.judged:
	case r.Kind == measure.TokenAnswered:
		t.drawn(r.Serial, p, v.at)
	case v.reason == fakecarrier.ReasonKilled:
		t.refused(instant{p, v.at, t.w.on}, v.killedBy)
	}
}

// track is where a request belongs: on the track of its action, or on one in the background, which
// is lent for this slice.
func (t *Trace) track(r *measure.Record) *track {
	if a, ok := t.actions[r.Action]; ok {
		return a.track
	}
	p := t.w.take(nodeProcess(int(r.Node)), fmt.Sprintf("background of customer %d", r.Customer),
		r.Sent)
	p.release(r.At)
	return p
}

// refused draws the arrow from the renewal that killed a token to the call that was refused for it,
// or lets it wait for the slice of that renewal.
func (t *Trace) refused(call instant, killer uint64) {
	t.kills++
	k := t.killers.Find(killer)
	switch {
	case k == nil:
	case k.drawn:
		t.arrow(k.instant, call)
	default:
		k.waiting = append(k.waiting, call)
	}
}

// drawn notes that the slice of a request is there, with at an instant in it, and draws the arrows
// that waited for it.
func (t *Trace) drawn(serial uint64, p *track, at time.Duration) {
	k := t.killers.Find(serial)
	if k == nil {
		return
	}
	k.drawn, k.instant = true, instant{p, at, t.w.on}
	for _, call := range k.waiting {
		t.arrow(k.instant, call)
	}
	k.waiting = nil
}

func (t *Trace) arrow(from, to instant) {
	if from.shown && to.shown && t.w.arrow(t.arrows+1, from, to) {
		t.arrows++
	}
}

func (t *Trace) fault(r *measure.Record) {
	n := int(r.Fault)
	if r.Kind == measure.FaultBegan {
		name := faultName(t.scenario, n)
		t.faults[n] = append(t.faults[n],
			t.w.begin(faultProcess, fmt.Sprintf("fault %d: %s", n, name), r.At, slice{name: name}))
		return
	}
	if open := t.faults[n]; len(open) > 0 {
		t.w.end(open[0], r.At, nil)
		t.faults[n] = open[1:]
	}
}

// Full reports that there were more events than allowed, and when the first was dropped.
func (t *Trace) Full() (at time.Duration, full bool) { return t.w.fullAt, t.w.full }

// Arrows is how many arrows were drawn, of how many calls that were refused for a killed token.
func (t *Trace) Arrows() (drawn, refused int) { return t.arrows, t.kills }

// Events is how many events were written, names not counted.
func (t *Trace) Events() int { return t.w.events }

// Close ends what is still under way, and the file.
func (t *Trace) Close() error {
	if t.opening {
		t.open()
	}
	t.expire(t.until)
	for ip := range t.eachIP {
		ip.close(t.until)
	}
	return t.w.close(t.until)
}
