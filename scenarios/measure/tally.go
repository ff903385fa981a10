package measure

import (
	"math"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Tally is the Fold that yields the Outcome.
type Tally struct {
	Outcome

	course            Course
	succeeded, failed Recorder // latencies
	liveness          liveness
	lost              sessions
	burst, average    []quota.Window // by whom they count, as Course.carried numbers it
	peaks             []Headroom     // by carrier
	bans              []banTally     // by Course.Caller
	parts             portioned
	special           bool // there are parts, or counters, or not all is counted
	own               []ownFigure
	counters          []Counter // those of own
}

// An ownFigure is a figure that no member of the Outcome holds.
type ownFigure struct {
	Figure
	counter Counter // nil: it is made of what the Outcome holds
}

// A banTally is the latest ban of a caller.
type banTally struct {
	since, until time.Duration
	begun        bool // and not settled
}

// NewTally returns the Tally of a run that is about to begin.
func NewTally(c Course) *Tally {
	t := &Tally{course: c, liveness: newLiveness(c)}
	if c.sessions() {
		t.Sessions = &Sessions{}
		t.lost = newSessions(&t.course)
	}
	t.peaks = make([]Headroom, max(1, len(c.Carriers)))
	for i, of := range c.Carriers {
		t.peaks[i] = Headroom{BurstLimit: of.Burst.Hits, AverageLimit: of.Average.Hits}
	}
	for _, f := range figures {
		if f.In != "" {
			continue
		}
		own := ownFigure{Figure: f}
		if f.Fold != nil {
			own.counter = f.Fold(c)
			t.counters = append(t.counters, own.counter)
		}
		t.own = append(t.own, own)
	}
	t.parts = newPortioned(c)
	t.special = len(t.counters) > 0 || t.parts.any() || c.From > 0
	return t
}

// Add counts one record.
func (t *Tally) Add(r *Record) {
	if r.At >= t.liveness.until {
		t.liveness.mark(r.At, t.Actions)
	}
	if t.special && !t.show(r) {
		return
	}
	switch r.Kind {
	case ActionStarted:
		t.Actions.Started++
		t.Actions.Open++
	case ActionSucceeded:
		t.Actions.Succeeded++
		t.ended(r, &t.succeeded, &t.Slowest)
	case ActionFailed:
		t.Actions.Failed++
		t.ended(r, &t.failed, &t.SlowestFailed)
	case TokenJudged:
		t.hit(r)
	case APIJudged:
		t.call(r)
	case FaultBegan, FaultEnded:
		t.liveness.fault(r)
	case BanImposed:
		t.liveness.trigger(r.At, r.BannedUntil)
		t.ban(r)
	case FurtherBan:
		t.ban(r)
	case SessionLost, SessionBegan:
		if t.Sessions != nil {
			t.lost.add(r, t.Sessions)
		}
	case RequestLost:
		if r.Why != strategies.WhyUnstated {
			t.Token.Lost++
		} else {
			t.API.Lost++
		}
	}
}

// show shows a record to the parts of the run and to the counters of figures, and reports whether
// figures count it. Most runs have none, and a loop of no rounds took a tenth of Add.
func (t *Tally) show(r *Record) (counts bool) {
	t.parts.add(&t.course, r)
	if !t.course.Counts(r) {
		t.unmeasured(r)
		return false
	}
	for _, counter := range t.counters {
		counter.Add(r)
	}
	return true
}

// unmeasured takes note of what happens before figures count: hits are in the windows that end
// later, and a ban may last until then.
func (t *Tally) unmeasured(r *Record) {
	if r.Kind == TokenJudged && r.By != ByOutsider {
		t.fill(r)
	}
	if t.Sessions != nil && (r.Kind == SessionLost || r.Kind == SessionBegan) {
		t.lost.unmeasured(r, t.course.From)
	}
	if r.Ban != fakecarrier.BanNone && t.course.Fleets(r) {
		ban := t.banOf(r)
		if r.Ban == fakecarrier.BanStarted {
			*ban = banTally{since: t.course.From, begun: true}
		}
		ban.until = r.BannedUntil
	}
}

// ended counts an action that ends after a latency.
func (t *Tally) ended(r *Record, latencies *Recorder, slowest *time.Duration) {
	t.Actions.Open--
	*slowest = max(*slowest, r.At-r.Sent)
	latencies.Add(r.At - r.Sent)
}

func (t *Tally) call(r *Record) {
	if r.By == ByFleet {
		t.API.Requests++
		t.API.Status.count(r.Status)
		t.API.Rejected.count(r.Reason)
	}
	if r.Ban != fakecarrier.BanNone {
		t.ban(r)
	}
}

func (t *Tally) hit(r *Record) {
	if r.By != ByOutsider {
		burst, average := t.fill(r)
		peak := &t.peaks[r.Carrier]
		peak.BurstPeak = max(peak.BurstPeak, burst)
		peak.AveragePeak = max(peak.AveragePeak, average)
	}
	if r.By == ByFleet {
		t.Token.Requests++
		t.Token.Status.count(r.Status)
		t.Token.Why.count(r.Why)
		if r.Status == 200 && r.Reason == fakecarrier.ReasonNone { // else a replay, or an error's body
			t.Token.Issued++
		}
	}
	if r.Ban != fakecarrier.BanNone {
		t.ban(r)
	}
}

// fill adds a hit to the windows of whom they count, and returns how full they are.
func (t *Tally) fill(r *Record) (burst, average int) {
	limits, of := &t.peaks[r.Carrier], t.course.of(r)
	if limits.BurstLimit > 0 {
		burst = t.add(&t.burst, r, of.BurstKey, of.Burst.Window)
	}
	if limits.AverageLimit > 0 {
		average = t.add(&t.average, r, of.AverageKey, of.Average.Window)
	}
	return burst, average
}

// add adds a hit to the window of whom a meter of a key counts, and returns how full it is.
func (t *Tally) add(
	windows *[]quota.Window, r *Record, key fakecarrier.Key, span time.Duration,
) int {
	n := t.course.carried(t.course.Number(key, r), r)
	for n >= len(*windows) {
		*windows = append(*windows, quota.Window{})
	}
	w := &(*windows)[n]
	if !w.Opened() {
		*w = quota.NewWindow(span, quota.MostHits)
	}
	return w.Add(r.At)
}

// banOf is the latest ban of whom a ban hits that hits the sender of r's request.
func (t *Tally) banOf(r *Record) *banTally {
	caller := t.course.Caller(r)
	for caller >= len(t.bans) {
		t.bans = append(t.bans, banTally{})
	}
	return &t.bans[caller]
}

func (t *Tally) ban(r *Record) {
	if !t.course.Fleets(r) {
		return
	}
	ban := t.banOf(r)
	if r.Ban == fakecarrier.BanStarted {
		if r.Kind != BanImposed {
			t.liveness.banned(r)
		}
		t.begin(ban, r)
		return
	}
	if r.BannedUntil > r.At { // it was not lifted
		t.Bans.Extensions++
	}
	ban.until = r.BannedUntil
}

// begin notes the beginning of a ban.
func (t *Tally) begin(ban *banTally, r *Record) {
	t.settle(ban)
	t.Bans.Count++
	if t.Bans.First == nil {
		first := r.At
		t.Bans.First = &first
	}
	*ban = banTally{since: r.At, until: r.BannedUntil, begun: true}
}

// settle adds a ban to the banned time, as far as it lies within the run.
func (t *Tally) settle(ban *banTally) {
	if ban.begun {
		t.Bans.Banned += max(0, min(ban.until, t.course.Length)-ban.since)
		ban.begun = false
	}
}

// Close finishes the figures once the last record is in.
func (t *Tally) Close() {
	for i := range t.bans {
		t.settle(&t.bans[i])
	}
	if t.Sessions != nil {
		t.lost.close(t.course.Length, t.Sessions)
	}
	t.Headroom = fullest(t.peaks)
	t.Latencies, t.FailedLatencies = t.succeeded.Histogram(), t.failed.Histogram()
	t.Latency = quantiles(t.Latencies, t.Slowest)
	t.FailedLatency = quantiles(t.FailedLatencies, t.SlowestFailed)
	t.Recovery = t.liveness.recovery(t.Actions)
	t.parts.close(&t.course, &t.Outcome)
	for _, own := range t.own {
		var v float64
		if own.counter != nil {
			v = own.counter.Figure()
		} else {
			v = own.Of(&t.Outcome)
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if t.Figures == nil {
			t.Figures = map[string]float64{}
		}
		t.Figures[own.Name] = v
	}
}

// Milliseconds is d as reports and thresholds count it.
func Milliseconds(d time.Duration) float64 { return float64(d) / 1e6 }

func (s *Statuses) count(status uint16) {
	switch {
	case status == 200:
		s.OK++
	case status == 401:
		s.Unauthorized++
	case status == 403:
		s.Forbidden++
	case status == 429:
		s.TooMany++
	case status >= 500:
		s.ServerError++
	case status >= 400:
		if s.Other == nil {
			s.Other = map[int]int{}
		}
		s.Other[int(status)]++
	}
}

func (w *Whys) count(why strategies.Why) {
	switch why {
	case strategies.WhyCold:
		w.Cold++
	case strategies.WhyExpired:
		w.Expired++
	case strategies.WhyRejected:
		w.Rejected++
	case strategies.WhyAhead:
		w.Ahead++
	case strategies.WhyCacheDown:
		w.CacheDown++
	case strategies.WhyProbe:
		w.Probe++
	}
}

func (r *Rejected) count(why fakecarrier.Reason) {
	switch why {
	case fakecarrier.ReasonExpired:
		r.Expired++
	case fakecarrier.ReasonKilled:
		r.Killed++
	case fakecarrier.ReasonUnknown:
		r.Unknown++
	}
}
