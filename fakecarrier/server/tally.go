package server

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// How many addresses and hits a tally keeps (assumed: more than a page can show).
const (
	mostSources = 64
	mostHits    = 2048
)

// A tally counts the answers and bans of a session for metrics, and keeps the latest hits for the
// live page. It judges nothing.
type tally struct {
	watches throttle.Scope // all, or that of one endpoint, whose name it has
	answers *prometheus.CounterVec
	bans    prometheus.Counter

	mu      sync.Mutex
	span    time.Duration                // for which hits are kept
	sources map[netip.Addr]*quota.Window // of hits, in nanoseconds of Unix time
}

func newTally(session string, watches throttle.Scope, span time.Duration) *tally {
	counter := func(name, help string) prometheus.CounterOpts {
		return prometheus.CounterOpts{
			Name: name, Help: help, ConstLabels: prometheus.Labels{"session": session},
		}
	}
	return &tally{
		watches: watches, span: span, sources: map[netip.Addr]*quota.Window{},
		answers: prometheus.NewCounterVec(counter("fakecarrier_requests_total",
			"Requests answered; status 0 is a lost reply."), []string{"endpoint", "status", "reason"}),
		bans: prometheus.NewCounter(counter("fakecarrier_bans_total",
			"Bans started, imposed ones included.")),
	}
}

// add counts an event.
func (t *tally) add(e front.Event) {
	if e.Ban == fakecarrier.BanStarted {
		t.bans.Inc()
	}
	switch e.Kind {
	case front.EventReset:
		t.mu.Lock()
		defer t.mu.Unlock()
		clear(t.sources)
	case front.EventRequest:
		status, reason := strconv.Itoa(e.Status), e.Reason.String()
		t.answers.WithLabelValues(e.Endpoint, status, reason).Inc()
		if t.watches == throttle.AllScope || t.watches.String() == e.Endpoint {
			t.hit(e.Source, e.At)
		}
	case front.EventBan, front.EventToken, front.EventFault, front.EventClock,
		front.EventMeters:
	}
}

func (t *tally) hit(from netip.Addr, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	hits, known := t.sources[from]
	if !known {
		if len(t.sources) == mostSources {
			delete(t.sources, t.quietest())
		}
		fresh := quota.NewWindow(t.span, mostHits)
		hits = &fresh
		t.sources[from] = hits
	}
	hits.Add(time.Duration(at.UnixNano()))
}

// quietest returns the address whose latest hit is the oldest.
func (t *tally) quietest() netip.Addr {
	return slices.MinFunc(t.addresses(), func(a, b netip.Addr) int {
		return cmp.Compare(t.sources[a].Latest(), t.sources[b].Latest())
	})
}

func (t *tally) addresses() []netip.Addr {
	return slices.SortedFunc(maps.Keys(t.sources), netip.Addr.Compare)
}

// A source is the hits of one address.
type source struct {
	IP         netip.Addr `json:"ip"`
	HitsUnixMs []int64    `json:"hits_unix_ms"`
}

// hits returns the hits since an instant, of the addresses that have any.
func (t *tally) hits(since time.Time) []source {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := []source{}
	for _, from := range t.addresses() {
		s := source{IP: from}
		for _, at := range t.sources[from].Since(time.Duration(since.UnixNano())) {
			s.HitsUnixMs = append(s.HitsUnixMs, at.Milliseconds())
		}
		if len(s.HitsUnixMs) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// latest returns when the latest hit of all addresses came; 1970 if there is none.
func (t *tally) latest() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	var latest time.Duration
	for _, from := range t.addresses() {
		latest = max(latest, t.sources[from].Latest())
	}
	return unit.Instant(int64(latest))
}
