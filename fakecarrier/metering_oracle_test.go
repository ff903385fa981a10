package fakecarrier

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A plainCarrier is the rule of lists of meters, the slow way: it holds every hit and what became
// of it, and looks at all of them anew at each.
type plainCarrier struct {
	meters []Meter
	hits   []plainHit
	bans   map[string]*plainBan // by the meter's ban and the key
}

type plainHit struct {
	at     time.Duration
	r      Request
	edge   int    // the place of the ban at the edge that refused it; none if none did
	beyond []bool // by meter: it exceeded it
	issued bool
}

type plainBan struct{ from, until time.Duration }

// key names whom a meter counts a request by, "" where it counts it by nobody.
func plainKey(m *Meter, r *Request) string {
	switch m.Key {
	case ByIP:
		return fmt.Sprint("ip ", r.IP)
	case ByClient:
		return fmt.Sprint("client ", r.Client)
	case ByIPAndClient:
		return fmt.Sprint("pair ", r.IP, r.Client)
	case ByRefreshToken:
		if !r.Renews {
			return ""
		}
		return fmt.Sprint("refresh ", r.Refresh)
	case ByGrantType:
		return fmt.Sprint("grant ", r.Renews)
	}
	return "all"
}

// plainWatches reports whether a meter counts a request.
func plainWatches(m *Meter, r *Request) bool {
	grant := m.Grant == AnyGrant || (m.Grant == RefreshGrant) == r.Renews
	return Covers(m.Watches, r.Endpoint) && plainKey(m, r) != "" && grant
}

func (p *plainCarrier) ban(m *Meter, key string) *plainBan {
	name := fmt.Sprint(m.Ban, key)
	if p.bans[name] == nil {
		p.bans[name] = &plainBan{}
	}
	return p.bans[name]
}

// place is that of the first meter that shares the ban of the i-th.
func (p *plainCarrier) place(i int) int {
	return slices.IndexFunc(p.meters, func(m Meter) bool {
		return m.Ban == p.meters[i].Ban && m.Key == p.meters[i].Key
	})
}

// counted are the hits that meter i counted before, of whom it counts r by.
func (p *plainCarrier) counted(i int, r *Request) (hits []plainHit) {
	m := &p.meters[i]
	behind := i
	if m.bans() {
		behind = p.place(i)
	}
	for _, h := range p.hits {
		if plainWatches(m, &h.r) && plainKey(m, &h.r) == plainKey(m, r) &&
			h.edge >= behind && (m.Counts == throttle.AllHits || h.issued) {
			hits = append(hits, h)
		}
	}
	return hits
}

// exceeds reports whether one more hit of such a kind is beyond the meter.
func (p *plainCarrier) exceeds(i int, at time.Duration, r *Request) bool {
	m, hits := &p.meters[i], p.counted(i, r)
	l, w := m.Limit.Hits, m.Limit.Window
	n, unix := 0, time.Duration(epoch.UnixNano())
	switch m.Limit.Kind {
	case quota.Sliding:
		for _, h := range hits {
			if h.at > at-w {
				n++
			}
		}
	case quota.Fixed:
		for _, h := range hits {
			if (unix+h.at)/w == (unix+at)/w {
				n++
			}
		}
	case quota.Bucketed(2):
		for _, h := range hits {
			if unix+h.at >= (unix+at-w)/2*2 {
				n++
			}
		}
	case quota.Restarting:
		ends := time.Duration(-1)
		for _, h := range hits {
			switch {
			case h.at >= ends:
				ends, n = h.at+w, 1
			case h.beyond[i]:
				ends = h.at + w
			default:
				n++
			}
		}
		if at >= ends {
			n = 0
		}
	case quota.OfFirstHit:
		ends := time.Duration(-1)
		for _, h := range hits {
			if h.at >= ends {
				ends, n = h.at+w, 0
			}
			n++
		}
		if at >= ends {
			n = 0
		}
	case quota.Penalised(3):
		return plainPenalty(hits, at, l, w)
	default: // a bucket
		level, last := int(w)*l, time.Duration(0)
		for _, h := range hits {
			level = min(int(w)*l, level+int(h.at-last)*l)
			if last = h.at; !h.beyond[i] {
				level -= int(w)
			}
		}
		return min(int(w)*l, level+int(at-last)*l) < int(w)
	}
	return n >= l
}

// plainPenalty reports whether a hit is beyond a limit whose penalties last 3 ns.
func plainPenalty(hits []plainHit, at time.Duration, l int, w time.Duration) bool {
	until, counted := time.Duration(-1), []time.Duration(nil)
	within := func(at time.Duration) (n int) {
		for _, before := range counted {
			if before > at-w {
				n++
			}
		}
		return n
	}
	for _, h := range hits {
		if h.at < until {
			continue
		}
		if within(h.at) >= l {
			until, counted = h.at+3, nil
			continue
		}
		counted = append(counted, h.at)
	}
	return at < until || within(at) >= l
}

// handle answers a request whose credentials are good, or bad. It returns the status and the place,
// from 1, of the meter that objects first.
func (p *plainCarrier) handle(at time.Duration, r Request) (status, place int) {
	h := plainHit{at: at, r: r, edge: none, beyond: make([]bool, len(p.meters))}
	objects := make([]int, len(p.meters)) // statuses; 0: none
	refused := func(i int) bool {
		m := &p.meters[i]
		b := p.ban(m, plainKey(m, &r))
		return m.bans() && plainKey(m, &r) != "" && Covers(m.Ban.Covers, r.Endpoint) &&
			b.from <= at && at < b.until
	}
	object := func(i int) {
		first := p.place(i)
		objects[first] = 403
		if p.meters[i].Ban.Edge {
			h.edge = min(h.edge, first)
		}
	}
	banned := false
	for i := range p.meters {
		if refused(i) {
			banned = true
			object(i)
		}
	}
	watches := func(i int) bool {
		return plainWatches(&p.meters[i], &r)
	}
	judge := func(edge bool) {
		for i := range p.meters {
			m := &p.meters[i]
			if !m.bans() || m.Ban.Edge != edge || p.place(i) != i || p.place(i) > h.edge {
				continue
			}
			p.start(i, at, &h, watches)
			if refused(i) {
				object(i)
			}
		}
	}
	judge(true)
	for i := range p.meters {
		if m := &p.meters[i]; !m.bans() && watches(i) && i <= h.edge && p.exceeds(i, at, &r) {
			h.beyond[i], objects[i] = true, m.Refusal.Status
		}
	}
	judge(false)
	for i, s := range objects {
		if s != 0 && status == 0 {
			status, place = s, i+1
		}
	}
	if status == 0 {
		status = 200
		if r.BadSecret {
			status = 401
		}
	}
	h.issued = status == 200 && !banned
	p.hits = append(p.hits, h)
	return status, place
}

// start lets a hit count in the meters that share the ban of the i-th, and starts or prolongs it.
func (p *plainCarrier) start(i int, at time.Duration, h *plainHit, watches func(int) bool) {
	m, exceeded, minded := &p.meters[i], false, false
	for j := range p.meters {
		if p.meters[j].bans() && p.place(j) == i && watches(j) {
			minded = true
			h.beyond[j] = p.exceeds(j, at, &h.r)
			exceeded = exceeded || h.beyond[j]
		}
	}
	any := m.Ban.Extends == throttle.OnAnyHit && Covers(m.Ban.Covers, h.r.Endpoint) &&
		plainKey(m, &h.r) != ""
	b := p.ban(m, plainKey(m, &h.r))
	on := at < b.until
	switch {
	case !minded && !any, !on && !exceeded:
	case !on:
		b.from, b.until = at, at+m.Ban.For
	case m.Ban.Extends == throttle.OnAnyHit, m.Ban.Extends == throttle.OnViolation && exceeded:
		b.until = at + m.Ban.For
	case m.Ban.Extends == throttle.Stacking && exceeded:
		b.until += m.Ban.For
	}
}

func drawMeter(t *rapid.T, refresh bool) (m Meter) {
	keys := []Key{ByIP, ByIPAndClient, ByClient, Together}
	m.Watches = rapid.SampledFrom([]throttle.Scope{
		throttle.TokenScope, throttle.APIScope, throttle.AllScope,
	}).Draw(t, "watches")
	if m.Watches == throttle.TokenScope && refresh {
		keys = append(keys, ByRefreshToken, ByGrantType)
	}
	if m.Watches == throttle.TokenScope {
		m.Grant = rapid.SampledFrom([]GrantType{AnyGrant, RefreshGrant, ClientGrant}).Draw(t, "grant")
	}
	m.Key = rapid.SampledFrom(keys).Draw(t, "key")
	m.Limit = quota.Limit{
		Hits:   rapid.IntRange(1, 4).Draw(t, "hits"),
		Window: time.Duration(rapid.IntRange(2, 12).Draw(t, "window")),
		Kind: rapid.SampledFrom([]quota.WindowKind{
			quota.Fixed, quota.Sliding, quota.Restarting, quota.OfFirstHit, quota.Refilling,
			quota.Bucketed(2), quota.Penalised(3),
		}).Draw(t, "kind"),
	}
	if rapid.Bool().Draw(t, "bans") {
		m.Ban = BanTerms{
			For:     time.Duration(rapid.IntRange(3, 4).Draw(t, "for")),
			Extends: throttle.Extension(rapid.IntRange(0, 3).Draw(t, "extends")),
			Covers:  throttle.Scope(rapid.IntRange(0, 2).Draw(t, "covers")),
			Edge:    rapid.Bool().Draw(t, "edge"),
		}
		return m
	}
	if rapid.Bool().Draw(t, "issued") {
		m.Counts = throttle.IssuedHits
	}
	m.Refusal = Refusal{
		Status: rapid.IntRange(420, 429).Draw(t, "status"), Reason: ReasonThrottled,
		RetryAfter: rapid.Bool().Draw(t, "retry"),
	}
	m.Announces = Announcement(rapid.IntRange(0, 3).Draw(t, "announces"))
	return m
}

// Any list of meters answers as the plain rule does, hit by hit; a hit that Tolerates is told of is
// served unless its credentials are bad; and one that is refused with a Retry-After is not served a
// nanosecond sooner, and of a carrier of one meter it is served then, if nothing else comes.
func TestMetersAgainstThePlainRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		refresh := rapid.Bool().Draw(t, "refresh")
		p := Profile{Name: "drawn", TokenLife: time.Hour, Policy: Coexist()}
		if refresh {
			p.Grants.Refresh = &RefreshTerms{Rotation: RotateNever()}
		}
		for range rapid.IntRange(1, 4).Draw(t, "meters") {
			p.Meters = append(p.Meters, drawMeter(t, refresh))
		}
		c, err := New(p, throttle.Throttle{})
		require.NoError(t, err)
		plain := plainCarrier{meters: p.Meters, bans: map[string]*plainBan{}}
		tokens := map[Client]TokenID{}
		for cl := range Client(2) {
			if refresh {
				c.SignIn(epoch, cl)
			}
			tokens[cl] = c.Issue(epoch, Request{Client: cl}).Token
		}
		at := time.Duration(0)
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			at += time.Duration(rapid.IntRange(0, 3).Draw(t, "gap"))
			r := Request{
				IP: IP(rapid.IntRange(0, 1).Draw(t, "ip")), Client: Client(rapid.IntRange(0, 1).Draw(t, "cl")),
			}
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				r.Endpoint, r.Token = APIEndpoint, tokens[r.Client]
			case 1:
				r.BadSecret = true
			case 2:
				r.Renews, r.Refresh = refresh, RefreshID{uint32(r.Client) + 1, 1}
			}
			if !r.Renews {
				r.Refresh = RefreshID{}
			}
			checkHit(t, c, &plain, at, r)
		}
	})
}

func checkHit(t *rapid.T, c *Carrier, plain *plainCarrier, at time.Duration, r Request) {
	now := epoch.Add(at)
	free := c.Clone()
	tolerated := c.Tolerates(now, r)
	status, place := plain.handle(at, r)
	a := c.Handle(now, r)
	require.Equal(t, status, a.Status, "at %v, %+v: %+v by meter %d", at, r, a, place)
	if a.Reason == ReasonThrottled && a.Ban == BanNone {
		require.EqualValues(t, place, a.Meter)
	}
	for _, l := range a.Limits {
		i := int(l.Meter - 1)
		require.Equal(t, l.Remaining == 0, plain.exceeds(i, at, &r), "left of meter %d", l.Meter)
		require.True(t, plainWatches(&plain.meters[i], &r))
	}
	if tolerated {
		require.NotEqual(t, 403, a.Status)
		require.Zero(t, a.Meter)
	}
	require.Equal(t, a, free.Handle(now, r), "a clone answers alike")
	if a.RetryAfter == 0 {
		return
	}
	for wait, served := range map[time.Duration]bool{a.RetryAfter - 1: false, a.RetryAfter: true} {
		again := c.Clone().Handle(now.Add(wait), r)
		ok := again.Reason != ReasonThrottled && again.Reason != ReasonBanned
		if wait >= 0 && (!served || len(plain.meters) == 1) {
			require.Equal(t, served, ok, "after %v: %+v", wait, again)
		}
	}
}

// Meters answer alike in any order of addresses and clients: their numbers are names.
func TestMetersKnowNobodyByNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Profile{Name: "drawn", TokenLife: time.Hour, Policy: Coexist()}
		for range rapid.IntRange(1, 4).Draw(t, "meters") {
			p.Meters = append(p.Meters, drawMeter(t, false))
		}
		c, err := New(p, throttle.Throttle{})
		require.NoError(t, err)
		other, err := New(p, throttle.Throttle{})
		require.NoError(t, err)
		ips := rapid.Permutation([]int{0, 1, 2}).Draw(t, "addresses")
		clients := rapid.Permutation([]int{0, 1, 2}).Draw(t, "clients")
		at := time.Duration(0)
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			at += time.Duration(rapid.IntRange(0, 3).Draw(t, "gap"))
			ip, cl := rapid.IntRange(0, 2).Draw(t, "ip"), rapid.IntRange(0, 2).Draw(t, "client")
			r := Request{
				IP: IP(ip), Client: Client(cl), Endpoint: Endpoint(rapid.IntRange(0, 1).Draw(t, "endpoint")),
			}
			renamed := r
			renamed.IP, renamed.Client = IP(ips[ip]), Client(clients[cl])
			require.Equal(t, c.Handle(epoch.Add(at), r), other.Handle(epoch.Add(at), renamed))
		}
	})
}
