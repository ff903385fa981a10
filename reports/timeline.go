package reports

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// bins is how finely a Timeline tells time: more than a panel has pixels.
const bins = 720

// maxFaults is how many fault spans a Timeline keeps: a fault may recur every second of a run.
const maxFaults = 256

// A Timeline is the Fold that tells what happened when: how full the windows of each public IP
// were, its bans, the 401s, the faults. It keeps the bins, the hits in the windows, and
// the bans; a longer run takes no more. Read it once the run is over.
type Timeline struct {
	Length time.Duration
	Bin    time.Duration // the length of a bin
	Faults []FaultSpan   // in order of their beginning; of very many, the first

	ips     []ipTimeline
	spans   [2]time.Duration // of their windows: burst and average
	refused []int
}

// A BanSpan is one ban of one public IP, with its extensions.
type BanSpan struct {
	From, Until time.Duration // banned in [From, Until)
	Extensions  int
}

// A FaultSpan is a fault of the scenario under way.
type FaultSpan struct {
	Fault       int           // index in the scenario's faults
	From, Until time.Duration // Until is the run's end for what has no end
}

type ipTimeline struct {
	burst, average window
	bans           []BanSpan
}

// NewTimeline returns the Timeline of a run of this length over so many public IPs. Token hits are
// counted in the windows of these limits.
func NewTimeline(length time.Duration, ips int, burst, average quota.Limit) *Timeline {
	t := &Timeline{
		Length: length, Bin: max(1, (length+bins-1)/bins),
		refused: make([]int, bins), spans: [2]time.Duration{burst.Window, average.Window},
	}
	if ips > 0 {
		t.ip(uint16(ips - 1))
	}
	return t
}

// ip is what happened to a public IP; faults may give the fleet new ones.
func (t *Timeline) ip(n uint16) *ipTimeline {
	for int(n) >= len(t.ips) {
		t.ips = append(t.ips, ipTimeline{
			burst:   newWindow(t.spans[0], t.Bin, bins),
			average: newWindow(t.spans[1], t.Bin, bins),
		})
	}
	return &t.ips[n]
}

// Add takes note of one record.
func (t *Timeline) Add(r *measure.Record) {
	switch r.Kind {
	case measure.TokenJudged:
		if r.By != measure.ByOutsider {
			ip := t.ip(r.IP)
			ip.burst.add(r.At)
			ip.average.add(r.At)
		}
		t.ban(r)
	case measure.APIJudged:
		if r.By == measure.ByFleet && r.Status == 401 {
			t.refused[min(int(r.At/t.Bin), bins-1)]++
		}
		t.ban(r)
	case measure.BanImposed:
		t.ban(r)
	case measure.FaultBegan:
		if len(t.Faults) < maxFaults {
			t.Faults = append(t.Faults,
				FaultSpan{Fault: int(r.Fault), From: r.At, Until: t.Length})
		}
	case measure.FaultEnded:
		t.faultEnded(r)
	default: // tells nothing of tokens, bans or faults
	}
}

func (t *Timeline) ban(r *measure.Record) {
	if r.Ban == fakecarrier.BanNone || r.By == measure.ByOutsider {
		return
	}
	ip := t.ip(r.IP)
	until := min(r.BannedUntil, t.Length)
	if r.Ban == fakecarrier.BanExtended && len(ip.bans) > 0 {
		last := &ip.bans[len(ip.bans)-1]
		if last.Until = until; until > r.At { // it was not lifted
			last.Extensions++
		}
		return
	}
	ip.bans = append(ip.bans, BanSpan{From: r.At, Until: until})
}

func (t *Timeline) faultEnded(r *measure.Record) {
	for i := len(t.Faults) - 1; i >= 0; i-- {
		f := &t.Faults[i]
		if f.Fault == int(r.Fault) && f.Until == t.Length {
			f.Until = r.At
			return
		}
	}
}

// Burst returns, for each bin, the most hits that any window of the burst ending in it held at one
// public IP.
func (t *Timeline) Burst() []int {
	return t.fullest(func(ip *ipTimeline) *window { return &ip.burst })
}

// Average returns the same of the average.
func (t *Timeline) Average() []int {
	return t.fullest(func(ip *ipTimeline) *window { return &ip.average })
}

func (t *Timeline) fullest(of func(*ipTimeline) *window) []int {
	all := make([]int, bins)
	for i := range t.ips {
		for bin, n := range of(&t.ips[i]).counts() {
			all[bin] = max(all[bin], n)
		}
	}
	return all
}

// lasting says whether a ban still lasted when the run ended.
func (t *Timeline) lasting() string {
	for _, span := range t.Bans() {
		if span.Until == t.Length {
			return ", to the end"
		}
	}
	return ""
}

// Refused returns, for each bin, how many API calls of the fleet were answered 401.
func (t *Timeline) Refused() []int { return t.refused }

// Bans returns the bans of all public IPs, one IP after the other.
func (t *Timeline) Bans() []BanSpan {
	var all []BanSpan
	for i := range t.ips {
		all = append(all, t.ips[i].bans...)
	}
	return all
}
