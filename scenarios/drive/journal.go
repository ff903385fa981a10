package drive

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A journal is what has been read of the carrier's journal so far.
type journal struct {
	events []observation
	seq    uint64 // of the newest of them
	missed uint64 // events that were dropped before they were read
	err    error  // of the last reading

	sessions *sessions // nil: none are followed
}

// An observation is an event as the carrier's journal shows it.
type observation struct {
	front.Event
	Endpoint string `json:"endpoint"`
	Reason   string `json:"reason"`
	Ban      string `json:"ban"`
}

// follow reads again and again until ctx is done: a carrier's journal keeps only the newest events.
func (j *journal) follow(ctx context.Context, o *operator) {
	every := pollEvery
	if j.sessions != nil {
		every = pollSessions
	}
	again := time.NewTicker(every)
	defer again.Stop()
	for {
		select {
		case <-again.C:
			j.read(ctx, o)
		case <-ctx.Done():
			return
		}
	}
}

// read reads the new events.
func (j *journal) read(ctx context.Context, o *operator) {
	var shown struct {
		Events []observation `json:"events"`
	}
	begun := time.Duration(0)
	if j.sessions != nil {
		begun = j.sessions.clock.elapsed()
	}
	path := fmt.Sprintf("journal?limit=0&after=%d", j.seq)
	j.err = o.ask(ctx, http.MethodGet, path, nil, &shown)
	if n := len(shown.Events); j.err == nil && n > 0 {
		j.missed += shown.Events[0].Seq - j.seq - 1
		j.events = append(j.events, shown.Events...)
		j.seq = shown.Events[n-1].Seq
	}
	if j.err == nil && j.sessions != nil {
		j.sessions.heard(shown.Events)
		j.sessions.follow(begun)
	}
}

// join adds the records of what the carrier judged: one for each exchange, with what the journal
// says about it, and one for each ban that the operator imposed. It returns how many exchanges and
// events have no partner.
func (b *book) join(journal []observation, ipOf func(netip.Addr) uint16) (unpaired int) {
	byTime := func(x, y measure.Record) int { return cmp.Compare(x.At, y.At) }
	slices.SortStableFunc(b.exchanges, byTime)
	waiting := map[string]*measure.Record{} // by request id
	for i := range b.exchanges {
		waiting[requestID(b.exchanges[i].Serial)] = &b.exchanges[i]
	}
	bans := map[netip.Addr]time.Time{} // when they end
	for i := range journal {
		e := &journal[i]
		at, until := e.At.Sub(b.clock.epoch), e.BannedUntil.Sub(b.clock.epoch)
		switch e.Kind {
		case front.EventBan:
			change := fakecarrier.BanStarted
			if e.At.Before(bans[e.Source]) {
				change = fakecarrier.BanExtended
			}
			bans[e.Source] = e.BannedUntil
			b.keep(measure.Record{
				Kind: measure.BanImposed, At: at, Since: at, User: measure.NoUser, IP: ipOf(e.Source),
				Ban: change, BannedUntil: until,
			})
		case front.EventRequest:
			x := waiting[e.ID]
			if x == nil {
				unpaired++
				continue
			}
			delete(waiting, e.ID)
			x.At, x.Reason, x.Token = at, reasons[e.Reason], cmp.Or(uint64(e.Token), x.Token)
			if x.Ban = banChanges[e.Ban]; x.Ban != fakecarrier.BanNone {
				bans[e.Source], x.BannedUntil = e.BannedUntil, until
			}
		}
	}
	for _, x := range b.exchanges {
		b.keep(x)
	}
	slices.SortStableFunc(b.records, byTime)
	return unpaired + len(waiting)
}

// requestID is by what the journal names a request.
func requestID(serial uint64) string { return strconv.FormatUint(serial, 10) }

// What journals name, by its name there.
var (
	reasons    = byName(fakecarrier.ReasonRights)
	banChanges = byName(fakecarrier.BanExtended)
)

// byName returns the values up to the last one by their names.
func byName[T interface {
	~uint8
	String() string
}](last T) map[string]T {
	named := map[string]T{}
	for v := T(0); v <= last; v++ {
		named[v.String()] = v
	}
	return named
}
