package world

import (
	"context"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// A foresight is what the clairvoyant knows of the future: when faults make the carrier refuse, and
// what strangers will ask it for. Where their requests leave it no room for a renewal while a token
// expires, it plans one before that.
type foresight struct {
	renewals []func(context.Context) // of the customers, whatever is left of their tokens' lives
	tokens   []fakecarrier.TokenID   // by customer: the fleet's newest; 0 is none
	visits   []faults.Visit          // of strangers, from now on
	plans    int                     // arranged so far; only the latest is carried out
}

// mostForeseen is how many requests of strangers the clairvoyant knows. Assumed: more of them are
// rare.
const mostForeseen = 10_000

// never is an instant after every run.
const never = time.Duration(1<<63 - 1)

// lookAhead lets the clairvoyant, if there is one, know what strangers will ask for.
func (k *carrier) lookAhead() {
	if len(k.renewals) == 0 {
		return
	}
	k.visits = faults.Visits(k.Scenario.FaultsOf(k.index), k.sizes, mostForeseen)
	k.tokens = make([]fakecarrier.TokenID, k.Scenario.Fleet.Customers)
	k.plan()
}

// visited forgets the visit that happens now.
func (k *carrier) visited() {
	for len(k.visits) > 0 && k.visits[0].At <= k.sim.Now() {
		at := k.visits[0].At
		k.visits = k.visits[1:]
		if at == k.sim.Now() {
			return
		}
	}
}

// holds notes the fleet's newest token of a customer's.
func (k *carrier) holds(customer int, id fakecarrier.TokenID) {
	if len(k.visits) > 0 {
		k.tokens[customer] = id
		k.arrange(k.sim.Now(), k.plan)
	}
}

// foresee lets the clairvoyant act just before the carrier refuses, unless that helps a stranger to
// bring a ban.
func (k *carrier) foresee() {
	if k.Fork.withholdsRequests(k.sim.Now()) || len(k.visits) > 0 &&
		k.betterNot(k.sim.Now()) {
		return
	}
	if len(k.visits) > 0 {
		k.arrange(k.sim.Now()+looksBanned, k.plan) // unless a renewal arranges it sooner
	}
	for _, renew := range k.renewals {
		renew(context.Background())
	}
}

// betterNot reports whether a renewal now makes matters worse.
func (k *carrier) betterNot(now time.Duration) bool {
	without := k.rehearse(never, k.end(), never).loss
	return k.rehearse(now, k.end(), without+1).loss > without
}

// beyond is how much further than two lives of a token the clairvoyant looks: a renewal must be
// planned while there is room for it. Assumed: what fills a window takes no longer.
const beyond = 5 * time.Minute

// plan looks for the best instant to renew at if trouble comes, and plans anew within a token's
// life if none comes. It tries the instant before the last request of a stranger's, the one before
// the last but one, and others twice as early each time.
func (k *carrier) plan() {
	if len(k.visits) == 0 {
		return
	}
	now := k.sim.Now()
	life := k.machine.Profile().TokenLife
	trouble := k.rehearse(never, min(now+2*life+beyond, k.end()), 1)
	if trouble.loss == 0 {
		k.arrange(now+life, k.plan)
		return
	}
	last, gap := k.visits[0].At, looks
	for _, v := range k.visits {
		if v.At > trouble.since {
			break
		}
		last, gap = v.At, max(looks, v.At-last)
	}
	best, least := never, k.rehearse(never, k.end(), never).loss
	for back := time.Duration(0); ; back = max(gap, 2*back) {
		at := max(now, last-1-back)
		if loss := k.rehearse(at, k.end(), least).loss; loss < least {
			best, least = at, loss
		}
		if at == now {
			break
		}
	}
	k.arrange(best, k.foresee)
}

// arrange lets f happen at t, unless something else is arranged before that.
func (k *carrier) arrange(t time.Duration, f func()) {
	k.plans++
	if plan := k.plans; t <= k.end() {
		k.sim.At(t, k.call, k.calls.put(func() {
			if plan == k.plans {
				f()
			}
		}))
	}
}

// A rehearsal is what would become of the fleet's tokens from now on, on a copy of the carrier: all
// strangers come, and who has a token now gets a new one when it expires, as soon as he can.
type rehearsal struct {
	*carrier
	copied *fakecarrier.Carrier
	now    time.Duration
	tokens []fakecarrier.TokenID
	idle   []bool // customers without a living token now: they may need one at any time
	ips    []int
	closed bool // nobody may renew at this instant

	loss  time.Duration // how long customers are not served, added up over them
	since time.Duration // the first time
}

// rehearse goes on to an instant, or until so much is lost. At the instant renewal all customers
// renew.
func (k *carrier) rehearse(renewal, until, enough time.Duration) *rehearsal {
	r := &rehearsal{
		carrier: k, copied: k.machine.Clone(), now: k.sim.Now(), tokens: slices.Clone(k.tokens),
	}
	for _, d := range k.nodes {
		if !slices.Contains(r.ips, d.ip) {
			r.ips = append(r.ips, d.ip)
		}
	}
	for _, id := range r.tokens {
		r.idle = append(r.idle, !r.copied.Alive(k.now(), id))
	}
	visits := k.visits
	for r.now < until && r.loss < enough {
		unserved, next := r.look()
		if unserved > 0 {
			next = min(next, r.now+looksBanned)
		}
		if len(visits) > 0 {
			next = min(next, visits[0].At)
		}
		if r.now < renewal {
			next = min(next, renewal)
		}
		next = min(next, until)
		r.lose(unserved, next)
		r.now = next
		if r.now == renewal {
			r.closed = false
			for c := range r.tokens {
				r.renew(c)
			}
		}
		for len(visits) > 0 && visits[0].At <= r.now {
			r.visit(&visits[0])
			visits = visits[1:]
		}
	}
	return r
}

// lose counts customers who are not served until an instant.
func (r *rehearsal) lose(unserved int, until time.Duration) {
	if r.loss == 0 {
		r.since = r.now
	}
	r.loss += time.Duration(unserved) * (until - r.now)
}

// look renews what has expired, and returns how many customers are not served, and when the next
// token expires. Of those who are idle, the first stands for all.
func (r *rehearsal) look() (unserved int, next time.Duration) {
	next, r.closed = never, false
	idle := false
	for c := range r.tokens {
		alive := r.copied.Alive(r.instant(r.now), r.tokens[c])
		switch {
		case alive:
		case !r.idle[c]:
			alive = r.renew(c)
		case idle:
			continue
		default:
			idle = true
			if r.open(c) < 0 {
				unserved++
			}
			continue
		}
		if alive {
			t, _ := r.copied.Token(r.tokens[c])
			next = min(next, t.Death.Sub(r.epoch))
		}
		if !alive || !r.called(c) {
			unserved++
		}
	}
	return unserved, next
}

// called reports whether the carrier would carry out a customer's call from every address.
func (r *rehearsal) called(c int) bool {
	return !r.barsCalls() ||
		!slices.ContainsFunc(r.ips, func(ip int) bool {
			return !r.copied.Tolerates(r.instant(r.now), fakecarrier.Request{
				Endpoint: fakecarrier.APIEndpoint, IP: fakecarrier.IP(ip), Client: fakecarrier.Client(c),
				Operation: r.operation,
			})
		})
}

// barsCalls reports whether token requests can bring the carrier to refuse calls.
func (k *carrier) barsCalls() bool {
	if !k.spec.Metered() {
		return fakecarrier.Covers(k.rules.Scope, fakecarrier.APIEndpoint)
	}
	return slices.ContainsFunc(k.machine.Meters(), func(m fakecarrier.Meter) bool {
		tokens := fakecarrier.Covers(m.Watches, fakecarrier.TokenEndpoint)
		ban := m.Ban != fakecarrier.BanTerms{}
		return ban && fakecarrier.Covers(m.Ban.Covers, fakecarrier.APIEndpoint) ||
			!ban && tokens && fakecarrier.Covers(m.Watches, fakecarrier.APIEndpoint)
	})
}

// alike reports whether the carrier's meters tell no customers apart who renew from one address.
func (k *carrier) alike() bool {
	if !k.spec.Metered() {
		return k.rules.Key == throttle.ByIP
	}
	return !slices.ContainsFunc(k.machine.Meters(), func(m fakecarrier.Meter) bool {
		return fakecarrier.Covers(m.Watches, fakecarrier.TokenEndpoint) &&
			m.Key != fakecarrier.ByIP && m.Key != fakecarrier.Together
	})
}

// open is the first address from which a customer may renew, -1 if there is none.
func (r *rehearsal) open(c int) (ip int) {
	if r.closed {
		return -1
	}
	i := slices.IndexFunc(r.ips, func(ip int) bool {
		return r.copied.Tolerates(r.instant(r.now), r.request(c, ip))
	})
	if i < 0 {
		r.closed = r.alike()
		return -1
	}
	return r.ips[i]
}

func (r *rehearsal) renew(c int) (renewed bool) {
	if ip := r.open(c); ip >= 0 {
		issued := judge(r.copied, r.instant(r.now), r.request(c, ip)).Token
		if renewed = issued != 0; renewed { // it may come sooner than the carrier renews
			r.tokens[c] = issued
		}
	}
	return renewed
}

func (r *rehearsal) visit(v *faults.Visit) {
	record := v.Record(r.sizes)
	judge(r.copied, r.instant(r.now), r.request(int(record.Customer), int(record.IP)))
}

func (r *rehearsal) request(c, ip int) fakecarrier.Request {
	return fakecarrier.Request{
		Endpoint: fakecarrier.TokenEndpoint, IP: fakecarrier.IP(ip), Client: fakecarrier.Client(c),
	}
}
