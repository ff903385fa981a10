package front

import (
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// The largest peak that is measured, in limits, and how many hits must be kept for that: four times
// the largest limit is 480 hits.
const (
	mostPeaks = 4
	mostKept  = 1024
)

// standingMeters judge all hits under every reading at once, in force or not. For each family of
// readings (R1 and R1e are one family) they keep the peak: the smallest limit that no meter's hits
// exceed. Each meter has a rule that the next higher peak violates. When that happens, the meter
// gets a rule with a higher limit, which judges the meter's kept hits again.
type standingMeters struct {
	families []readingFamily
	order    []*standingMeter // in the order in which they first came
	readings []ReadingStanding
	meters   map[meterKey]*standingMeter
	paired   bool // a meter's key has both parts
	clock    int64
	requests int
	hits     int
	bans     int
}

type meterKey struct {
	ip fakecarrier.IP
	cl fakecarrier.Client
}

// A readingFamily are readings that differ only in whether the limit itself is allowed.
type readingFamily struct {
	reading quota.Reading
	terms   quota.Terms
	peak    int
	most    int
	members []int // indices of readings
}

type standingMeter struct {
	key   meterKey
	kept  []int64      // the latest hits
	rules []quota.Rule // of each family
	full  []int        // how many hits violate each rule
}

func newStandingMeters(p fakecarrier.Profile, t throttle.Throttle) standingMeters {
	m := standingMeters{
		meters: map[meterKey]*standingMeter{}, clock: int64(t.Clock),
		paired: t.Key == throttle.ByIPAndClient,
	}
	all, thresholds := quota.Readings(), p.Thresholds()
	m.readings = make([]ReadingStanding, 0, len(all))
	m.families = make([]readingFamily, 0, len(all))
	for _, r := range all {
		threshold, ok := r.Of(thresholds)
		if !ok {
			continue
		}
		i := len(m.readings)
		terms := quota.Terms{Threshold: threshold, End: t.Window}
		m.readings = append(m.readings, ReadingStanding{
			Reading: r.ID, About: r.About, InForce: slices.Contains(t.Readings, r.ID),
			Limit: r.Limit(terms.Threshold),
		})
		if m.readings[i].Limit == 0 {
			continue
		}
		id := strings.TrimSuffix(r.ID, "e")
		f := slices.IndexFunc(m.families, func(f readingFamily) bool { return f.reading.ID == id })
		if f < 0 {
			f = len(m.families)
			most := mostPeaks * m.readings[i].Limit
			m.families = append(m.families, readingFamily{reading: r, terms: terms, most: most})
		}
		m.families[f].members = append(m.families[f].members, i)
	}
	return m
}

// count counts a hit in its meter.
func (m *standingMeters) count(at int64, key meterKey) {
	m.hits++
	if m.clock != 0 {
		at -= at % m.clock
	}
	k, ok := m.meters[key]
	if !ok {
		k = &standingMeter{
			key: key, rules: make([]quota.Rule, len(m.families)), full: make([]int, len(m.families)),
		}
		m.meters[key] = k
		m.order = append(m.order, k)
	}
	if len(k.kept) == mostKept {
		k.kept = k.kept[:copy(k.kept, k.kept[mostKept/2:])]
	}
	k.kept = append(k.kept, at)
	for i := range m.families {
		f := &m.families[i]
		if f.peak < f.most {
			m.judge(k, i, f, at)
		}
	}
}

// forget forgets the meters of a client, or of an address. The peaks stay.
func (m *standingMeters) forget(caller meterKey) {
	_, alone := m.meters[caller]
	if !alone && !m.paired {
		return
	}
	m.order = slices.DeleteFunc(m.order, func(k *standingMeter) bool {
		gone := k.key == caller || caller.ip != 0 && k.key.ip == caller.ip ||
			caller.cl != 0 && k.key.cl == caller.cl
		if gone {
			delete(m.meters, k.key)
		}
		return gone
	})
}

// judge lets the meter's rule of one family judge the latest hit, and raises the peak if need be.
func (m *standingMeters) judge(k *standingMeter, i int, f *readingFamily, at int64) {
	fresh := k.rules[i] == nil // nothing was judged yet
	violated := fresh || k.rules[i].Judge(at).Violated
	for violated && f.peak < f.most {
		if k.full[i] > f.peak {
			f.peak = k.full[i]
			m.reached(f, at)
		}
		k.full[i] = f.peak + 1
		k.rules[i] = f.reading.Filled(f.terms, k.full[i])
		for _, hit := range k.kept {
			violated = k.rules[i].Judge(hit).Violated
		}
	}
}

// reached notes which readings the new peak violates.
func (m *standingMeters) reached(f *readingFamily, at int64) {
	for _, i := range f.members {
		r := &m.readings[i]
		r.Peak, r.AtLeast = f.peak, f.peak == f.most
		reading, _ := quota.LookupReading(r.Reading)
		if !r.Violated && (f.peak > r.Limit || reading.Inclusive && f.peak == r.Limit) {
			r.Violated, r.FirstViolation = true, unit.Instant(at)
		}
	}
}

// keyOf returns the key of the meter that counts a request.
func keyOf(k throttle.Key, r *fakecarrier.Request) meterKey {
	key := meterKey{r.IP, r.Client}
	switch k {
	case throttle.ByIP:
		key.cl = 0
	case throttle.ByClient:
		key.ip = 0
	case throttle.ByIPAndClient:
	}
	return key
}

// Verdict returns how close the callers came to a ban, under every reading of the thresholds. Fixed
// windows are aligned to the clock, as Judge aligns them.
func (w *World) Verdict() Standing {
	w.mu.Lock()
	defer w.unlock()
	return Standing{
		Requests: w.standing.requests,
		Bans:     w.standing.bans, Banned: len(w.bans(w.now())), TokenHits: w.standing.hits,
		Readings: slices.Clone(w.standing.readings),
	}
}

// countHit counts a request in the standing, if it was a hit.
func (w *World) countHit(now time.Time, r *fakecarrier.Request, a *fakecarrier.Response) {
	if a.Ban == fakecarrier.BanStarted {
		w.standing.bans++
	}
	for further := a.Further; further != nil; further = further.Next {
		if further.Ban == fakecarrier.BanStarted {
			w.standing.bans++
		}
	}
	if w.carrier.Counted(now, *r, *a) {
		w.standing.count(now.UnixNano(), keyOf(w.setup.Throttle.Key, r))
	}
}
