package reports

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// bins is how many equal parts a Timeline cuts a run into: more than a panel has pixels.
const bins = 720

// maxFaults is how many fault spans a Timeline keeps: a fault may recur every second of a run.
const maxFaults = 256

// A Timeline is the Fold that notes what happened when: how full the windows of each public IP
// were, its bans, the 401s, the faults. It keeps the bins, the hits in the windows, and
// the bans; a longer run takes no more. It is read once the run is over. Of several carriers it is
// of the first; faults are those of all.
type Timeline struct {
	length  time.Duration
	bin     time.Duration // the length of a bin
	limits  [2]quota.Limit
	faults  []faultSpan // in order of their beginning; of very many, the first
	refused []int       // for each bin, how many API calls of the fleet were answered 401
	ips     []ipTimeline
	served  []servedBy // by each way in which the run is cut into parts; whole where there is none
}

// servedBins is how many equal parts of a run service is told by: finer ones of few actions would
// jump up and down.
const servedBins = 60

// A servedBy is how many actions of each part succeeded over the run.
type servedBy struct {
	measure.Dimension          // zero: the run as a whole is its one part
	names             []string // of the parts
	bins              [][]int  // by part: for each of servedBins the actions that succeeded in it
}

// whole reports whether it is of the run as a whole.
func (s *servedBy) whole() bool { return s.Name == "" }

// index is the part of a record, -1 for none.
func (s *servedBy) index(r *measure.Record) int {
	if s.whole() {
		return 0
	}
	return s.Index(r)
}

// outcome is what a part came to.
func (s *servedBy) outcome(o *measure.Outcome, name string) *measure.Outcome {
	if s.whole() {
		return o
	}
	return s.Part(o, name)
}

// label names a part with the way in which the run is cut.
func (s *servedBy) label(name string) string {
	if s.whole() {
		return name
	}
	return s.Name + " " + name
}

// A banSpan is one ban of one public IP, with its extensions: banned in [From, Until).
type banSpan struct{ From, Until time.Duration }

// A faultSpan is a fault of the scenario under way.
type faultSpan struct {
	Fault       int           // index in the scenario's faults
	From, Until time.Duration // Until is the run's end for what has no end
}

type ipTimeline struct {
	windows [2]window // of the limits
	bans    []banSpan
}

// NewTimeline returns the Timeline of a run that is about to begin.
func NewTimeline(c measure.Course) *Timeline {
	t := &Timeline{
		length: c.Length, bin: max(1, (c.Length+bins-1)/bins),
		refused: make([]int, bins),
	}
	if len(c.Carriers) > 0 {
		t.limits = [2]quota.Limit{c.Carriers[0].Burst, c.Carriers[0].Average}
	}
	if c.PublicIPs > 0 {
		t.ip(uint16(c.PublicIPs - 1))
	}
	for _, d := range measure.Dimensions() {
		t.serve(servedBy{Dimension: d, names: d.Names(&c)})
	}
	if len(t.served) == 0 {
		t.serve(servedBy{names: []string{"all actions"}})
	}
	return t
}

// serve begins to count for these parts.
func (t *Timeline) serve(of servedBy) {
	for range of.names {
		of.bins = append(of.bins, make([]int, servedBins))
	}
	if len(of.names) > 0 {
		t.served = append(t.served, of)
	}
}

// servedBin is the length of each of servedBins.
func (t *Timeline) servedBin() time.Duration {
	return max(1, (t.length+servedBins-1)/servedBins)
}

// first is what came of the carrier that the Timeline is of: of several, of the first.
func (k *Contestant) first(s *scenarios.Scenario) *measure.Outcome {
	if part := k.Tally.Carriers[s.Carrier.Name]; part != nil {
		return part
	}
	return &k.Tally.Outcome
}

// ip is what happened to a public IP; faults may give the fleet new ones.
func (t *Timeline) ip(n uint16) *ipTimeline {
	for int(n) >= len(t.ips) {
		one := ipTimeline{}
		for i, l := range t.limits {
			one.windows[i] = newWindow(l.Window, t.bin, bins)
		}
		t.ips = append(t.ips, one)
	}
	return &t.ips[n]
}

// Add takes note of one record.
func (t *Timeline) Add(r *measure.Record) {
	if r.Kind == measure.ActionSucceeded {
		for i := range t.served {
			of := &t.served[i]
			if n := of.index(r); n >= 0 {
				of.bins[n][min(int(r.At/t.servedBin()), servedBins-1)]++
			}
		}
		return
	}
	fault := r.Kind == measure.FaultBegan || r.Kind == measure.FaultEnded
	if r.Carrier > 0 && !fault {
		return
	}
	switch r.Kind {
	case measure.TokenJudged:
		if r.By != measure.ByOutsider {
			ip := t.ip(r.IP)
			for i := range ip.windows {
				ip.windows[i].add(r.At)
			}
		}
		t.ban(r)
	case measure.APIJudged:
		if r.By == measure.ByFleet && r.Status == 401 {
			t.refused[min(int(r.At/t.bin), bins-1)]++
		}
		t.ban(r)
	case measure.BanImposed, measure.FurtherBan:
		t.ban(r)
	case measure.FaultBegan:
		if len(t.faults) < maxFaults {
			t.faults = append(t.faults,
				faultSpan{Fault: int(r.Fault), From: r.At, Until: t.length})
		}
	case measure.FaultEnded:
		t.faultEnded(r)
	default: // nothing of actions, tokens, bans or faults
	}
}

func (t *Timeline) ban(r *measure.Record) {
	if r.Ban == fakecarrier.BanNone || r.By == measure.ByOutsider {
		return
	}
	ip := t.ip(r.IP)
	until := min(r.BannedUntil, t.length)
	if r.Ban == fakecarrier.BanExtended && len(ip.bans) > 0 {
		ip.bans[len(ip.bans)-1].Until = until
		return
	}
	ip.bans = append(ip.bans, banSpan{From: r.At, Until: until})
}

func (t *Timeline) faultEnded(r *measure.Record) {
	for i := len(t.faults) - 1; i >= 0; i-- {
		f := &t.faults[i]
		if f.Fault == int(r.Fault) && f.Until == t.length {
			f.Until = r.At
			return
		}
	}
}

// fullest returns, for each bin, the most hits that any window of the burst (0) or the average (1)
// ending in it held at one public IP.
func (t *Timeline) fullest(limit int) []int {
	all := make([]int, bins)
	for i := range t.ips {
		for bin, n := range t.ips[i].windows[limit].counts() {
			all[bin] = max(all[bin], n)
		}
	}
	return all
}

// lasting says whether a ban still lasted when the run ended.
func (t *Timeline) lasting() string {
	for _, span := range t.bans() {
		if span.Until == t.length {
			return ", to the end"
		}
	}
	return ""
}

// bans returns the bans of all public IPs, one IP after the other.
func (t *Timeline) bans() []banSpan {
	var all []banSpan
	for i := range t.ips {
		all = append(all, t.ips[i].bans...)
	}
	return all
}
