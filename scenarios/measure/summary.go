package measure

import (
	"math"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Summary is what one run came to. It is one run: it says nothing of how likely its figures are.
type Summary struct {
	Scenario       string     `json:"scenario"`
	Strategy       string     `json:"strategy"`
	Reading        string     `json:"reading"`
	Seed           uint64     `json:"seed"`
	VirtualSeconds float64    `json:"virtual_seconds"`
	Events         uint64     `json:"events"`
	Digest         string     `json:"digest"`
	Actions        Actions    `json:"actions"`
	Token          TokenCount `json:"token"`
	API            APICount   `json:"api"`
	Bans           Bans       `json:"bans"`
	Headroom       Headroom   `json:"headroom"`
	Latency        Quantiles  `json:"latency_ms"`        // of successes, from the click
	FailedLatency  Quantiles  `json:"failed_latency_ms"` // of failures, from the click

	// Figures are those that nothing above tells, by name; a run may have none.
	Figures map[string]float64 `json:"figures,omitempty"`
}

// Actions counts user actions.
type Actions struct {
	Started   int `json:"started"`
	Succeeded int `json:"succeeded"`
	Failed    int `json:"failed"`
	Open      int `json:"open"` // still under way at the end
}

// TokenCount counts the fleet's token requests that reached the carrier.
type TokenCount struct {
	Requests int      `json:"requests"`
	Issued   int      `json:"issued"`
	Status   Statuses `json:"status"`
	Why      Whys     `json:"why"`
	Lost     int      `json:"lost"` // sent, and never arrived
}

// APICount counts the fleet's API calls that reached the carrier.
type APICount struct {
	Requests int      `json:"requests"`
	Status   Statuses `json:"status"`
	Rejected Rejected `json:"rejected"`
	Lost     int      `json:"lost"`
}

// Statuses counts answers as the carrier gave them.
type Statuses struct {
	OK           int `json:"200"`
	Unauthorized int `json:"401"`
	Forbidden    int `json:"403"`
	TooMany      int `json:"429"`
	ServerError  int `json:"5xx"`
}

// Whys counts token requests by their reason.
type Whys struct {
	Cold      int `json:"cold"`
	Expired   int `json:"expired"`
	Rejected  int `json:"rejected"`
	Ahead     int `json:"ahead"`
	CacheDown int `json:"cache_down"`
	Probe     int `json:"probe"`
}

// Rejected counts refused API calls by what was wrong with the token.
type Rejected struct {
	Expired int `json:"expired"`
	Killed  int `json:"killed"`
	Unknown int `json:"unknown"`
}

// Bans counts bans of the fleet's public IPs.
type Bans struct {
	Count      int      `json:"count"`
	First      *float64 `json:"first_ms"` // since the run's start; null: never
	Banned     float64  `json:"banned_ms"`
	Extensions int      `json:"extensions"`
}

// Headroom is how full the fullest windows of one public IP were, whoever sent the hits: those of
// the carrier's burst threshold and of its average one, half-open and sliding, whatever the reading
// in force. A limit of 0 is one that the carrier does not have.
type Headroom struct {
	BurstPeak    int `json:"burst_peak"`
	BurstLimit   int `json:"burst_limit"`
	AveragePeak  int `json:"average_peak"`
	AverageLimit int `json:"average_limit"`
}

// A Tally is the Fold that yields the Summary.
type Tally struct {
	Summary
	Succeeded, Failed *hdrhistogram.Histogram // latencies in whole microseconds

	worst, worstFailed time.Duration
	length             time.Duration
	ips                []ipTally
	spans              [2]time.Duration // of their windows: burst and average
	own                []ownFigure
	counters           []Counter // those of own
}

// An ownFigure is a figure that no field of the Summary tells.
type ownFigure struct {
	Figure
	counter Counter // nil: it is made of what the Summary tells
}

type ipTally struct {
	burst, average quota.Window
	bannedSince    time.Duration
	bannedUntil    time.Duration
	banned         bool
}

// maxLatency is what the histograms can hold.
const maxLatency = 100 * time.Hour

// NewTally returns the Tally of a run of this length over so many public IPs, whose token hits are
// counted in the windows of these limits.
func NewTally(length time.Duration, ips int, burst, average quota.Limit) *Tally {
	t := &Tally{
		Succeeded: hdrhistogram.New(1, maxLatency.Microseconds(), 3),
		Failed:    hdrhistogram.New(1, maxLatency.Microseconds(), 3),
		length:    length, spans: [2]time.Duration{burst.Window, average.Window},
	}
	if ips > 0 {
		t.ip(uint16(ips - 1))
	}
	t.Headroom.BurstLimit, t.Headroom.AverageLimit = burst.Hits, average.Hits
	for _, f := range figures {
		if f.In != "" {
			continue
		}
		own := ownFigure{Figure: f}
		if f.Fold != nil {
			own.counter = f.Fold(Course{Length: length, PublicIPs: ips})
			t.counters = append(t.counters, own.counter)
		}
		t.own = append(t.own, own)
	}
	return t
}

// ip is the tally of a public IP; faults may give the fleet new ones.
func (t *Tally) ip(n uint16) *ipTally {
	for int(n) >= len(t.ips) {
		t.ips = append(t.ips, ipTally{
			burst:   quota.NewWindow(t.spans[0], quota.MostHits),
			average: quota.NewWindow(t.spans[1], quota.MostHits),
		})
	}
	return &t.ips[n]
}

// Add counts one record.
func (t *Tally) Add(r *Record) {
	for _, counter := range t.counters {
		counter.Add(r)
	}
	switch r.Kind {
	case ActionStarted:
		t.Actions.Started++
		t.Actions.Open++
	case ActionSucceeded:
		t.Actions.Succeeded++
		t.Actions.Open--
		t.worst = max(t.worst, r.At-r.Sent)
		record(t.Succeeded, r.At-r.Sent)
	case ActionFailed:
		t.Actions.Failed++
		t.Actions.Open--
		t.worstFailed = max(t.worstFailed, r.At-r.Sent)
		record(t.Failed, r.At-r.Sent)
	case TokenJudged:
		t.hit(r)
	case APIJudged:
		if r.By == ByFleet {
			t.API.Requests++
			t.API.Status.count(r.Status)
			t.API.Rejected.count(r.Reason)
		}
		t.ban(r)
	case BanImposed:
		t.ban(r)
	case RequestLost:
		if r.Why != strategies.WhyUnstated {
			t.Token.Lost++
		} else {
			t.API.Lost++
		}
	}
}

func (t *Tally) hit(r *Record) {
	if r.By != ByOutsider {
		ip := t.ip(r.IP)
		if t.Headroom.BurstLimit > 0 {
			t.Headroom.BurstPeak = max(t.Headroom.BurstPeak, ip.burst.Add(r.At))
		}
		if t.Headroom.AverageLimit > 0 {
			t.Headroom.AveragePeak = max(t.Headroom.AveragePeak, ip.average.Add(r.At))
		}
	}
	if r.By == ByFleet {
		t.Token.Requests++
		t.Token.Status.count(r.Status)
		t.Token.Why.count(r.Why)
		if r.Status == 200 {
			t.Token.Issued++
		}
	}
	t.ban(r)
}

func (t *Tally) ban(r *Record) {
	if r.Ban == fakecarrier.BanNone || r.By == ByOutsider {
		return
	}
	ip := t.ip(r.IP)
	if r.Ban == fakecarrier.BanStarted {
		t.begin(ip, r)
		return
	}
	if r.BannedUntil > r.At { // it was not lifted
		t.Bans.Extensions++
	}
	ip.bannedUntil = r.BannedUntil
}

// begin notes the beginning of a ban.
func (t *Tally) begin(ip *ipTally, r *Record) {
	t.settle(ip)
	t.Bans.Count++
	if t.Bans.First == nil {
		first := Milliseconds(r.At)
		t.Bans.First = &first
	}
	ip.banned, ip.bannedSince, ip.bannedUntil = true, r.At, r.BannedUntil
}

// settle adds the last ban of ip to the banned time, as far as it lies within the run.
func (t *Tally) settle(ip *ipTally) {
	if ip.banned {
		t.Bans.Banned += Milliseconds(min(ip.bannedUntil, t.length) - ip.bannedSince)
		ip.banned = false
	}
}

// Close finishes the figures once the last record is in.
func (t *Tally) Close() {
	for i := range t.ips {
		t.settle(&t.ips[i])
	}
	t.Latency = quantiles(t.Succeeded, t.worst)
	t.FailedLatency = quantiles(t.Failed, t.worstFailed)
	t.closeOwn()
}

// closeOwn reads the figures that no field of the Summary tells.
func (t *Tally) closeOwn() {
	if len(t.own) == 0 {
		return
	}
	t.Figures = map[string]float64{}
	o := t.Outcome()
	for _, own := range t.own {
		var v float64
		if own.counter != nil {
			v = own.counter.Figure()
		} else {
			v = own.Of(&o)
		}
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			t.Figures[own.Name] = v
		}
	}
}

func record(h *hdrhistogram.Histogram, d time.Duration) {
	// The only error is a value out of range, which the cap excludes.
	_ = h.RecordValue(min(d, maxLatency).Microseconds())
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
