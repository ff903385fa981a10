package server

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// How many addresses and hits a tally keeps (assumed: more than a page can show).
const (
	mostSources = 64
	mostHits    = 2048
)

// A tally counts answers and keeps the latest hits, for metrics and the live page. It judges
// nothing.
type tally struct {
	watches fakecarrier.Scope

	mu      sync.Mutex
	counts  map[answer]uint64
	bans    uint64 // started, imposed ones included
	span    time.Duration
	sources map[netip.Addr]*quota.Window // of hits, in nanoseconds of Unix time
}

// An answer is what answers are counted by.
type answer struct {
	endpoint string
	status   int
	reason   string
}

// newTally remembers hits for so long.
func newTally(watches fakecarrier.Scope, span time.Duration) *tally {
	return &tally{
		watches: watches, span: span, counts: map[answer]uint64{},
		sources: map[netip.Addr]*quota.Window{},
	}
}

// add counts an event.
func (t *tally) add(e front.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.Ban == fakecarrier.BanStarted {
		t.bans++
	}
	switch e.Kind {
	case front.EventReset:
		clear(t.sources)
	case front.EventRequest:
		t.counts[answer{e.Endpoint.String(), e.Status, e.Reason.String()}]++
		if fakecarrier.Covers(t.watches, e.Endpoint) {
			t.hit(e.Source, e.At)
		}
	case front.EventBan, front.EventToken, front.EventFault, front.EventClock:
	}
}

func (t *tally) hit(from netip.Addr, at time.Time) {
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
		return cmp.Or(cmp.Compare(t.sources[a].Latest(), t.sources[b].Latest()), a.Compare(b))
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

// answered returns the counts, in order.
func (t *tally) answered() (answers []answer, counts []uint64, bans uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	answers = slices.SortedFunc(maps.Keys(t.counts), func(a, b answer) int {
		return cmp.Or(cmp.Compare(a.endpoint, b.endpoint), cmp.Compare(a.status, b.status),
			cmp.Compare(a.reason, b.reason))
	})
	for _, a := range answers {
		counts = append(counts, t.counts[a])
	}
	return answers, counts, t.bans
}
