package drive

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A lane is what client and carrier both know about a request. Requests of one lane are paired in
// order: a wrong pair can only swap two equal requests with equal answers.
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
// says about it. It returns how many exchanges and events have no partner.
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
	bans := map[netip.Addr]time.Time{}
	heard := map[*measure.Record]bool{}
	for i := range journal {
		e := &journal[i]
		if e.Kind == front.EventBan.String() {
			b.keep(imposed(b, e, bans, ipOf))
			continue
		}
		if e.Kind != front.EventRequest.String() {
			continue
		}
		l := laneOf(e.Endpoint == fakecarrier.TokenEndpoint.String(), e.IP, e.Client, e.Status)
		if len(waiting[l]) == 0 {
			unpaired++
			continue
		}
		x := waiting[l][0]
		waiting[l], heard[x] = waiting[l][1:], true
		r := *x
		r.At, r.Reason, r.Token = b.at(e.At), reasons[e.Reason], cmp.Or(e.Token, r.Token)
		if r.Ban = banChanges[e.Ban]; r.Ban != fakecarrier.BanNone {
			bans[e.IP], r.BannedUntil = e.BannedUntil, b.at(e.BannedUntil)
		}
		b.keep(r)
	}
	for i := range b.exchanges {
		if x := &b.exchanges[i]; !heard[x] {
			unpaired++
			b.keep(*x)
		}
	}
	slices.SortStableFunc(b.records, byTime)
	return unpaired
}

func (b *book) at(instant time.Time) time.Duration { return instant.Sub(b.clock.epoch) }

// imposed returns the record of a ban that the operator imposed.
func imposed(
	b *book, e *observation, bans map[netip.Addr]time.Time, ipOf func(netip.Addr) uint16,
) measure.Record {
	r := measure.Record{
		Kind: measure.BanImposed, At: b.at(e.At), Since: b.at(e.At), User: measure.NoUser,
		IP: ipOf(e.IP), Ban: fakecarrier.BanStarted, BannedUntil: b.at(e.BannedUntil),
	}
	if e.At.Before(bans[e.IP]) {
		r.Ban = fakecarrier.BanExtended
	}
	bans[e.IP] = e.BannedUntil
	return r
}

// reasons are the carrier's reasons by their names in a journal.
var reasons = func() map[string]fakecarrier.Reason {
	named := map[string]fakecarrier.Reason{}
	for r := fakecarrier.ReasonNone; r <= fakecarrier.ReasonGrant; r++ {
		named[r.String()] = r
	}
	return named
}()

var banChanges = map[string]fakecarrier.BanChange{
	fakecarrier.BanStarted.String():  fakecarrier.BanStarted,
	fakecarrier.BanExtended.String(): fakecarrier.BanExtended,
}
