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
	sources map[netip.Addr][]time.Time
}

// An answer is what answers are counted by.
type answer struct {
	endpoint string
	status   int
	reason   string
}

func newTally(watches fakecarrier.Scope) *tally {
	return &tally{
		watches: watches, counts: map[answer]uint64{}, sources: map[netip.Addr][]time.Time{},
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
		if e.Endpoint == fakecarrier.TokenEndpoint || t.watches == fakecarrier.AllScope {
			t.hit(e.Source, e.At)
		}
	case front.EventBan, front.EventToken, front.EventFault,
		front.EventClock:
	}
}

func (t *tally) hit(from netip.Addr, at time.Time) {
	hits, known := t.sources[from]
	if !known && len(t.sources) == mostSources {
		delete(t.sources, t.quietest())
	}
	if len(hits) == mostHits {
		hits = slices.Delete(hits, 0, mostHits/2)
	}
	t.sources[from] = append(hits, at)
}

// quietest returns the address whose latest hit is the oldest.
func (t *tally) quietest() netip.Addr {
	return slices.MinFunc(t.addresses(), func(a, b netip.Addr) int {
		return cmp.Or(latest(t.sources[a]).Compare(latest(t.sources[b])), a.Compare(b))
	})
}

func latest(hits []time.Time) time.Time { return hits[len(hits)-1] }

func (t *tally) addresses() []netip.Addr {
	return slices.SortedFunc(maps.Keys(t.sources), netip.Addr.Compare)
}

// hits returns the hits of each address since an instant, for addresses that have any.
func (t *tally) hits(since time.Time) (addresses []netip.Addr, hits [][]time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, from := range t.addresses() {
		all := t.sources[from]
		first, _ := slices.BinarySearchFunc(all, since, time.Time.Compare)
		if first == len(all) {
			continue
		}
		addresses, hits = append(addresses, from), append(hits, slices.Clone(all[first:]))
	}
	return addresses, hits
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
