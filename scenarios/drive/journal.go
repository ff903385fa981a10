package drive

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
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
	again := time.NewTicker(pollEvery)
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
	path := fmt.Sprintf("journal?limit=0&after=%d", j.seq)
	j.err = o.ask(ctx, http.MethodGet, path, nil, &shown)
	if n := len(shown.Events); j.err == nil && n > 0 {
		j.missed += shown.Events[0].Seq - j.seq - 1
		j.events = append(j.events, shown.Events...)
		j.seq = shown.Events[n-1].Seq
	}
}

// A lane is what client and carrier both know about a request. Requests of one lane are paired in
// their order: at worst two equal requests with equal answers are swapped.
type lane struct {
	token  bool
	ip     netip.Addr
	client string // of token requests; the journal names an API call by the owner of its token
	status uint16
}

func laneOf(token bool, ip netip.Addr, client string, status int) lane {
	if !token {
		client = ""
	}
	return lane{token, ip, client, uint16(status)}
}

// join adds the records of what the carrier judged: one for each exchange, with what the journal
// says about it, and one for each ban that the operator imposed. It returns how many exchanges and
// events have no partner.
func (b *book) join(journal []observation, ipOf func(netip.Addr) uint16) (unpaired int) {
	byTime := func(x, y measure.Record) int { return cmp.Compare(x.At, y.At) }
	slices.SortStableFunc(b.exchanges, byTime)
	waiting := map[lane][]*measure.Record{}
	for i := range b.exchanges {
		x := &b.exchanges[i]
		l := laneOf(x.Kind == measure.TokenJudged, addressOf(int(x.IP)), clientID(int(x.Customer)),
			int(x.Status))
		waiting[l] = append(waiting[l], x)
	}
	unpaired = len(b.exchanges)
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
			token := e.Endpoint == fakecarrier.TokenEndpoint.String()
			l := laneOf(token, e.Source, e.Client, e.Status)
			if len(waiting[l]) == 0 {
				unpaired++
				continue
			}
			x := waiting[l][0]
			waiting[l] = waiting[l][1:]
			unpaired--
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
	return unpaired
}

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
