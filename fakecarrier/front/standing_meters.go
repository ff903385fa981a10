package front

import (
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// How far peaks are told apart, in limits, and the hits that this takes to be remembered: four
// limits of the largest window, 480 hits, and some.
const (
	mostPeaks = 4
	mostKept  = 1024
)

// standingMeters judge all hits under every reading at once, whichever are in force. For each
// family of readings (R1 and R1e are one) they hold the peak: the smallest limit that no meter's
// hits exceed. Each meter is judged by a rule that the next higher peak violates; when that
// happens, a stricter rule is shown the meter's hits anew.
type standingMeters struct {
	families []readingFamily
	order    []*standingMeter // as they were first seen
	readings []ReadingStanding
	meters   map[meterKey]*standingMeter
	clock    int64
	hits     int
	bans     int
}

type meterKey struct {
	ip fakecarrier.IP
	cl fakecarrier.Client
}

// A readingFamily is the readings that differ in their comparison only.
type readingFamily struct {
	reading quota.Reading
	terms   quota.Terms
	peak    int
	most    int
	members []int // indices of readings
}

type standingMeter struct {
	kept  []int64      // the latest hits
	rules []quota.Rule // of each family
	full  []int        // what violates each rule
}

func newStandingMeters(p fakecarrier.Profile, t fakecarrier.Throttle) standingMeters {
	m := standingMeters{meters: map[meterKey]*standingMeter{}, clock: int64(t.Clock)}
	for _, r := range quota.Readings() {
		threshold, ok := r.Of(p.Thresholds())
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

// count shows a hit to the meter it falls under.
func (m *standingMeters) count(at int64, key meterKey) {
	m.hits++
	if m.clock != 0 {
		at -= at % m.clock
	}
	k, ok := m.meters[key]
	if !ok {
		k = &standingMeter{
			rules: make([]quota.Rule, len(m.families)), full: make([]int, len(m.families)),
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

// judge shows the latest hit to the meter's rule of one family, and lets the peak rise.
func (m *standingMeters) judge(k *standingMeter, i int, f *readingFamily, at int64) {
	var violated bool
	if k.rules[i] == nil {
		violated = true // nothing was judged yet
	} else {
		violated = k.rules[i].Judge(unit.Instant(at)).Violated
	}
	for violated && f.peak < f.most {
		if k.full[i] > f.peak {
			f.peak = k.full[i]
			m.reached(f, at)
		}
		k.full[i] = f.peak + 1
		k.rules[i] = f.reading.Filled(f.terms, k.full[i])
		for _, hit := range k.kept {
			violated = k.rules[i].Judge(unit.Instant(hit)).Violated
		}
	}
}

// reached notes which readings the peak violates since this hit.
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

// keyOf is the key of the meter that a request falls under.
func keyOf(k fakecarrier.Key, r *fakecarrier.Request) meterKey {
	switch k {
	case fakecarrier.ByIP:
		return meterKey{ip: r.IP}
	case fakecarrier.ByClient:
		return meterKey{cl: r.Client}
	case fakecarrier.ByIPAndClient:
	}
	return meterKey{r.IP, r.Client}
}

// Verdict says how the World's callers stand, under every reading of the thresholds at once. The
// readings are clock-aligned where windows are fixed, as Judge's are.
func (w *World) Verdict() Standing {
	w.mu.Lock()
	defer w.unlock()
	return Standing{
		Bans: w.standing.bans, Banned: len(w.bans(w.now())), TokenHits: w.standing.hits,
		Readings: slices.Clone(w.standing.readings),
	}
}

// stands lets the answer to a request count in the standing.
func (w *World) stands(now time.Time, r *fakecarrier.Request, a *fakecarrier.Response) {
	if a.Ban == fakecarrier.BanStarted {
		w.standing.bans++
	}
	if w.carrier.Counted(now, *r, *a) {
		w.standing.count(now.UnixNano(), keyOf(w.setup.Throttle.Key, r))
	}
}
