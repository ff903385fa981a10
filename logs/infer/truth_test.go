package infer

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A truth is the rule behind a synthetic log.
type truth struct {
	burst, average      string
	extension, violator string
	hits                string
	lag                 int64
	key                 Key
}

// text is the truth as a throttle is written.
func (t truth) text() string {
	words := []string{}
	for _, id := range []string{t.burst, t.average} {
		if id != NoBurst {
			words = append(words, id)
		}
	}
	return fmt.Sprintf("%s+%s+violator=%s+hits=%s+lag=%v", strings.Join(words, "+"), t.extension,
		t.violator, t.hits, time.Duration(t.lag))
}

// fedexTerms are what FedEx's documents say.
func fedexTerms() Terms {
	p, err := fakecarrier.LookupProfile("fedex")
	if err != nil {
		panic(err)
	}
	return Terms{Thresholds: p.Thresholds(), Ban: 10 * time.Minute}
}

// A request is one of the synthetic traffic.
type request struct {
	arrival int64
	client  string
	behind  int           // its status where no ban refuses it
	to, fro time.Duration // the legs to the carrier and back
	lost    bool          // its answer
}

// A maker draws truths, traffic and logs.
type maker struct{ *rand.Rand }

func pick[T any](m maker, from ...T) T { return from[m.IntN(len(from))] }

func (m maker) truth(i int, clients int) truth {
	bursts, averages := []string{NoBurst}, []string{}
	for _, r := range quota.Readings() {
		if r.Average {
			averages = append(averages, r.ID)
		} else {
			bursts = append(bursts, r.ID)
		}
	}
	t := truth{
		burst: bursts[i%len(bursts)], average: pick(m, averages...),
		extension: pick(m, "violation", "none", "any-hit", "stack"),
		violator:  pick(m, "refused", "refused", "served"),
		hits:      pick(m, "all", "all", "issued", "authenticated"),
		lag:       pick[int64](m, 0, 0, 0, 500e6, 2e9, 17e9, 1234567),
		key:       EachClient,
	}
	if t.burst == NoBurst {
		t.average = averages[i/len(bursts)%len(averages)]
	}
	if clients > 1 {
		t.key = pick(m, EachClient, AllClients)
	}
	return t
}

// The kinds of traffic.
var kinds = []string{"herds", "rates", "persistent", "mixed"}

// traffic draws requests of some hours.
func (m maker) traffic(kind string, clients int) (all []request) {
	at := int64(1_900_000_000)*second + m.Int64N(600*second)
	hours, most := pick(m, int64(1), 2, 3), 900
	if kind == "mixed" {
		hours, most = 24, 4000
	}
	end := at + hours*3600*second
	noisy := m.IntN(4) == 0
	add := func() {
		r := request{arrival: at, behind: 200, client: fmt.Sprint("c", m.IntN(clients)),
			to: m.leg(), fro: m.leg()}
		if noisy && m.IntN(12) == 0 {
			r.behind = pick(m, 401, 401, 429, 400)
		}
		all = append(all, r)
	}
	for at < end && len(all) < most {
		n := 1 + m.IntN(40)
		does := kind
		if kind == "mixed" {
			does = pick(m, "herds", "herds", "rates", "rates", "persistent")
		}
		switch does {
		case "herds":
			wide := pick[int64](m, 20e6, 900e6, 4e9, 4.8e9, 5.2e9, 7e9, 11e9)
			for range n {
				at += m.Int64N(wide/int64(n)*2 + 1)
				add()
			}
		default:
			gap := pick(m, 240e6, 300e6, 330e6, 334e6, 400e6, 900e6, 990e6, 1000e6, 1010e6, 1200e6)
			if gap > 800e6 && m.IntN(3) > 0 {
				n *= 5
			}
			for range n {
				at += int64(gap * (0.9 + 0.2*m.Float64()))
				add()
			}
		}
		if does == "persistent" { // somebody goes on asking
			for range 5 + m.IntN(30) {
				at += m.Int64N(60 * second)
				add()
			}
		}
		at += pick(m, m.Int64N(20*second), m.Int64N(700*second), 600*second+m.Int64N(30*second))
	}
	return all
}

func (m maker) leg() time.Duration {
	return time.Duration(5e6 + m.ExpFloat64()*15e6)
}

// ours is what our carrier answers the traffic, and which thresholds began bans: whether the
// average one did, and the burst one.
func ours(t truth, all []request) (statuses []int, banning map[bool]bool) {
	banning = map[bool]bool{}
	p, _ := fakecarrier.LookupProfile("fedex")
	th, err := throttle.Parse(t.text())
	if err != nil {
		panic(err)
	}
	c, err := fakecarrier.New(p, th)
	if err != nil {
		panic(err)
	}
	for _, r := range all {
		q := fakecarrier.Request{Endpoint: fakecarrier.TokenEndpoint, IP: 1, Client: 1}
		if t.key == EachClient {
			q.IP = fakecarrier.IP(1 + r.client[1] - '0')
		}
		switch r.behind {
		case 401:
			q.BadSecret = true
		case 400, 429:
			q.Fault = r.behind
		}
		a := c.Handle(time.Unix(0, r.arrival), q)
		statuses = append(statuses, a.Status)
		if a.Ban == fakecarrier.BanStarted {
			banning[a.Rule == t.average] = true
		}
	}
	return statuses, banning
}

// theirs is what the other carrier answers.
func theirs(t truth, all []request) (statuses []int) {
	p := plainCarrier{t, map[string]*plainKey{}}
	for _, r := range all {
		statuses = append(statuses, p.answer(r.arrival, r.client, r.behind))
	}
	return statuses
}

// A view is what a log has of a request.
type view struct {
	name       string
	resolution int64
	stamp      func(request) (from, until int64)
}

// views are the stamps of logs: of the arrival, or where the log is a client's, of the beginning or
// the end with the duration beside it.
func views() (all []view) {
	for _, r := range []int64{1, 1e6, second} {
		name := time.Duration(r).String()
		floor := func(at int64) int64 { return at - at%r }
		all = append(all, view{name + " arrival", r, func(q request) (int64, int64) {
			return floor(q.arrival), floor(q.arrival) + r
		}})
		if r == 1 {
			continue
		}
		took := func(q request) int64 { return floor(int64(q.to + q.fro)) }
		all = append(all, view{name + " begin and duration", r, func(q request) (int64, int64) {
			from := floor(q.arrival - int64(q.to))
			return from, from + r + took(q) + r
		}})
		all = append(all, view{name + " end and duration", r, func(q request) (int64, int64) {
			end := floor(q.arrival + int64(q.fro))
			return end - took(q) - r, end + r
		}})
	}
	return all
}

// log writes what a view has, in the order of its stamps.
func (v view) log(all []request, statuses []int) (hits []Hit) {
	for i, r := range all {
		h := Hit{Status: statuses[i], Client: r.client}
		h.From, h.Until = v.stamp(r)
		if r.lost {
			h.Status = 0
		}
		hits = append(hits, h)
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return int(min(1, max(-1, a.From-b.From))) })
	for i := range hits {
		hits[i].Line = i + 1
	}
	return hits
}

// kept reports whether the truth is among the rules that are left; why it is not.
func (s *search) kept(t truth) bool {
	for _, v := range s.alive {
		lag := span{t.lag, t.lag}
		served := t.violator == "served" || t.lag > 0
		if slices.Contains(v.burst.ids, t.burst) && slices.Contains(v.average.ids, t.average) &&
			v.extends.String() == t.extension && (v.fate == throttle.Served) == served &&
			v.lag.from <= lag.from && lag.to <= v.lag.to &&
			counts(v.world, t.hits) && v.key == t.key {
			return true
		}
	}
	return false
}

// counts reports whether a world lets hits count so.
func counts(w *world, hits string) bool {
	return slices.ContainsFunc(w.counted, func(h throttle.Hits) bool { return h.String() == hits })
}
