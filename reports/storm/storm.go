package storm

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// What the window shows of the time around the ban, or around the densest seconds. Assumed: a storm
// takes less than a second to some ten, and what follows a ban repeats itself.
const (
	before = 20 * time.Second
	lead   = 500 * time.Millisecond // before the ban's window began
	after  = 3 * time.Second
)

// A Storm is the Fold that keeps the worst seconds of a run; of several carriers, at the first.
type Storm struct {
	scenario *scenarios.Scenario
	burst    quota.Limit
	average  quota.Limit
	overview overview
	ips      []*meter
	recent   recent
	issued   recent  // of tokens
	refused  *meter  // API calls answered 401
	densest  density // so far
	centre   centre  // what the window is to be taken around
	waiting  bool    // for the time after it to pass
	settled  bool    // the first ban is taken: nothing else matters
	taken    window
}

// A centre is what a window is taken around.
type centre struct {
	at, since time.Duration
	ip        int
	ban       *measure.Record // nil: these are the densest seconds so far
}

// A window is records in order, and the hits that were counted at its IP shortly before.
type window struct {
	centre  centre
	from    time.Duration
	until   time.Duration
	cut     bool
	records []measure.Record
	issued  []measure.Record // of tokens, before it
	hits    []time.Duration
}

// New returns the Storm of a run of s. Of a run that is to stop early, the overview is that of the
// whole length.
func New(s *scenarios.Scenario) *Storm {
	length := time.Duration(s.Length)
	burst, average := s.TokenLimits()
	ips := make([]*meter, s.Fleet.PublicIPs)
	for i := range ips {
		ips[i] = newMeter(burst, average)
	}
	return &Storm{
		scenario: s, burst: burst, average: average, refused: newMeter(burst, average),
		overview: newOverview(length), ips: ips,
		recent: recent{most: remembered}, issued: recent{most: births},
	}
}

// Add takes note of one record.
func (s *Storm) Add(r *measure.Record) {
	if r.Carrier > 0 {
		return
	}
	s.overview.add(r)
	if s.settled {
		return
	}
	if s.waiting && (r.At > s.centre.at+after || s.recent.full() && s.leads()) {
		s.take(min(r.At, s.centre.at+after))
	}
	if s.settled {
		return
	}
	s.recent.add(r)
	if issues(r) {
		s.issued.add(r)
	}
	if r.By == measure.ByOutsider || int(r.IP) >= len(s.ips) {
		return
	}
	switch {
	case r.Kind == measure.TokenJudged:
		s.hit(r)
	case r.Kind == measure.APIJudged && r.Status == 401:
		s.refused.add(r.At)
	}
	if r.Ban == fakecarrier.BanStarted && s.centre.ban == nil {
		first := *r
		s.centre = centre{at: r.At, since: min(r.Since, r.At), ip: int(r.IP), ban: &first}
		s.waiting = true
	}
}

// A density is what the burst's window held.
type density struct{ hits, refused int }

// Herds are compared up to dense times the burst threshold. Beyond that it does not matter which
// one is larger. Assumed.
const dense = 4

// hit counts a hit, and looks whether these are the densest seconds so far: those with the most
// hits; where hits are equal, those with the most 401s.
func (s *Storm) hit(r *measure.Record) {
	most := dense * s.burst.Hits
	d := density{min(s.ips[r.IP].add(r.At), most), min(s.refused.burst.Count(r.At), most)}
	denser := d.hits > s.densest.hits || d.hits == s.densest.hits && d.refused > s.densest.refused
	if denser && s.centre.ban == nil {
		s.densest, s.waiting = d, true
		s.centre = centre{at: r.At, since: max(0, r.At-s.burst.Window), ip: int(r.IP)}
	}
}

// leads reports whether waiting any longer would lose what led to the centre.
func (s *Storm) leads() bool { return s.recent.oldest().At >= s.from() }

// from is when the window is to begin.
func (s *Storm) from() time.Duration {
	return max(0, s.centre.since-lead, s.centre.at-before)
}

// take takes the window out of what is remembered.
func (s *Storm) take(until time.Duration) {
	w := window{centre: s.centre, from: s.from(), until: until, records: s.taken.records[:0]}
	if oldest := s.recent.oldest(); s.recent.full() && oldest.At > w.from {
		w.from, w.cut = oldest.At, true
	}
	s.recent.each(func(r *measure.Record) {
		if r.At >= w.from && r.At <= until {
			w.records = append(w.records, *r)
		}
	})
	s.issued.each(func(r *measure.Record) {
		if r.At < w.from {
			w.issued = append(w.issued, *r)
		}
	})
	w.hits = s.ips[w.centre.ip].kept.Since(w.from - max(s.burst.Window, s.average.Window))
	s.taken, s.waiting = w, false
	if w.centre.ban != nil {
		s.settled, s.recent, s.issued = true, recent{}, recent{}
	}
}

// Data returns the storm; nil of a run without a token hit. Ask once the run is over.
func (s *Storm) Data() *Data {
	if s.waiting {
		s.take(min(s.centre.at+after, time.Duration(s.scenario.Length)))
	}
	if len(s.taken.records) == 0 {
		return nil
	}
	return s.dataOf(&s.taken)
}
