package adversary

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A drawer draws one scenario.
type drawer struct {
	*rand.Rand
	length  time.Duration
	nodes   int
	fair    bool // chance does nothing to API calls, and clicks wait for nobody
	sizable int  // customers
}

// drawn is a scenario of all that a file may say; where fair, one in which nothing but what a
// strategy does with tokens decides: nothing happens to API calls, no ban counts them, and all
// strategies meet the same clicks.
func drawn(r *rand.Rand, fair bool) *draft {
	d := &drawer{Rand: r, fair: fair}
	d.length = one(d, 5*time.Minute, 10*time.Minute, 20*time.Minute, 40*time.Minute, 90*time.Minute)
	d.nodes = one(d, 1, 2, 2, 3, 4, 8)
	d.sizable = one(d, 1, 1, 1, 2, 4, 8)
	s := branch("",
		leaf("about", "The adversary's."),
		leaf("length", unit.FormatDuration(d.length)),
		d.fleet(), d.carrier(), d.workload(), d.network(),
	)
	if users := d.users(); len(users.items) > 0 {
		s.items = append(s.items, users)
	}
	if faults := d.faults(); len(faults.items) > 0 {
		s.items = append(s.items, faults)
	}
	s.items = append(s.items, list("strategies", leaf("", "recommended")))
	return s
}

// one is one of the values, each as likely.
func one[T any](d *drawer, of ...T) T { return of[d.IntN(len(of))] }

// sometimes is one in n.
func (d *drawer) sometimes(n int) bool { return d.IntN(n) == 0 }

// some is a leaf that is there one time in n.
func (d *drawer) some(n int, into *draft, key string, of ...string) {
	if v := one(d, of...); d.sometimes(n) {
		into.items = append(into.items, leaf(key, v))
	}
}

func (d *drawer) fleet() *draft {
	f := branch("fleet", leaf("nodes", strconv.Itoa(d.nodes)),
		leaf("customers", strconv.Itoa(d.sizable)),
		leaf("users", strconv.Itoa(d.sizable*one(d, 1, 2, 5, 10, 20))))
	d.some(4, f, "public_ips", "2", "3")
	d.some(5, f, "cache", "fleet", "customer")
	d.some(5, f, "cache_delay", "5ms", "300ms")
	d.some(3, f, "store_delay", "5ms", "50ms", "400ms", "3s", "6s")
	if d.sometimes(4) {
		skew := list("clock_skew")
		for range d.nodes {
			skew.items = append(skew.items, leaf("", one(d, "0s", "20s", "-20s", "10m", "-10m")))
		}
		f.items = append(f.items, skew)
	}
	return f
}

func (d *drawer) carrier() *draft {
	c := branch("carrier", leaf("reading", d.reading()))
	d.some(3, c, "tokens", "coexist", `"grace 5s"`)
	d.some(2, c, "token_life", "1m", "5m", "15m")
	d.some(3, c, "ban_covers", "all")
	d.some(6, c, "enforcement_lag", "2s")
	if d.fair {
		d.some(4, c, "service_time", "100ms", "2s")
	} else {
		d.some(4, c, "service_time", "100ms", "uniform 0s..3s", "exp 1s")
	}
	return c
}

// reading is one of the three that reports are made under, often with another switch.
func (d *drawer) reading() string {
	reading := one(d, throttle.Named()...)
	for range one(d, 0, 0, 0, 1, 2) {
		word := one(d, "lag=2s", "end=second", "end=minute", "scope=all", "scope=all+watches=all",
			"window=closed", "clock=1s", "moment=completion", "hits=issued", "hits=authenticated",
			"violator=served", "in-flight=cut", "key=client", "key=ip-client", "counters=cleared")
		name, _, _ := strings.Cut(word, "=")
		if d.fair && strings.Contains(word, "watches") {
			continue
		}
		if !strings.Contains(reading, name+"=") {
			reading += "+" + word
		}
	}
	return reading
}

func (d *drawer) workload() *draft {
	open := branch("", branch("open", leaf("rate", one(d, "0.05/s", "0.3/s", "1.2/s", "4/s"))))
	if d.sometimes(2) {
		open.items[0].items = append(open.items[0].items, leaf("gaps", "even"))
	}
	burst := branch("", branch("burst", leaf("clicks", one(d, "2", "20", "200")),
		leaf("at", d.instant())))
	d.some(2, burst.items[0], "apart", "10ms", "500ms")
	closed := branch("", branch("closed",
		leaf("think", one(d, "1s", "5s", "20s", "exp 1s", "exp 5s", "exp 10s", "exp 2m"))))
	w := list("workload")
	switch {
	case !d.fair && d.sometimes(2):
		w.items = append(w.items, closed)
	case d.sometimes(6):
	default:
		w.items = append(w.items, open)
	}
	if len(w.items) == 0 || d.sometimes(3) {
		w.items = append(w.items, burst)
	}
	return w
}

func (d *drawer) network() *draft {
	leg := func() string { return one(d, "50ms", "50ms", "20ms", "200ms", "1s") }
	api, token := branch("api", leaf("leg", leg())), branch("token", leaf("leg", leg()))
	if d.sometimes(3) {
		token.items[0].value = one(d, "uniform 20ms..80ms", "exp 300ms", "pareto 50ms 1.5", "6s")
		d.some(3, token, "lose_replies", "0.05", "0.2")
		d.some(3, token, "lose_requests", "0.05", "0.2")
		d.some(3, token, "timeout", "5s", "1m")
		if !d.fair {
			api.items[0].value = one(d, "uniform 20ms..80ms", "exp 300ms", "pareto 50ms 1.5", "6s")
			d.some(3, api, "lose_replies", "0.05")
		}
	}
	return branch("network", api, token)
}

func (d *drawer) users() *draft {
	u := branch("users")
	d.some(3, u, "patience", "200ms", "1s", "2s", "5s", "15100ms", "40s")
	if !d.fair {
		if d.sometimes(3) {
			u.items = append(u.items, branch("click_again", leaf("after", one(d, "1s", "exp 3s")),
				leaf("times", one(d, "1", "3", "20"))))
		}
		if d.sometimes(5) {
			u.items = append(u.items, branch("impatience", leaf("after", one(d, "3s", "10s"))))
		}
	}
	return u
}

// faults are some of all kinds that there are. Each ends, so that a strategy can recover.
func (d *drawer) faults() *draft {
	kinds := map[string][]strict.Field{}
	var names []string
	strict.Sections(new(scenarios.Scenario), func(path string, fields []strict.Field) {
		if name, ok := strings.CutPrefix(path, "faults."); ok && !strings.Contains(name, ".") {
			kinds[name] = fields
			names = append(names, name)
		}
	})
	all := list("faults")
	for range one(d, 0, 1, 1, 1, 2, 2, 3, 4) {
		name := one(d, names...)
		fault := branch(name)
		for _, f := range kinds[name] {
			if v := d.field(name, f); v != "" {
				fault.items = append(fault.items, leaf(f.Key, v))
			}
		}
		all.items = append(all.items, branch("", fault))
	}
	return all
}

// instant is a time in the first two thirds of the run.
func (d *drawer) instant() string {
	if d.sometimes(6) {
		return "0s"
	}
	return unit.FormatDuration(time.Duration(d.Int64N(int64(d.length * 2 / 3))).Round(time.Second))
}

// field is a value of a fault's setting, empty where it is left out.
func (d *drawer) field(fault string, f strict.Field) string {
	length := one(d, "1s", "5s", "20s", "1m", "5m", "10m")
	ends := f.Key == "for" || f.Key == "until"
	switch into := f.Into.(type) {
	case *strict.Instant:
		return d.instant()
	case *strict.Optional[strict.Instant]:
		return unit.FormatDuration(d.length * 3 / 4)
	case *strict.Span, *strict.PositiveSpan:
		return length
	case *strict.Optional[strict.Span], *strict.Optional[strict.PositiveSpan]:
		if ends || d.sometimes(2) {
			return length
		}
	case *strict.Offset:
		return one(d, "-30m", "-20s", "20s", "30m")
	case *strict.Share:
		if d.fair {
			return "1"
		}
		return one(d, "0.1", "0.5", "1")
	case *strict.PositiveCount:
		return one(d, "1", "2", "6")
	case *chance.Distribution:
		return one(d, "300ms", "3s", "12s", "25s", "50s")
	case *bool:
		return fmt.Sprint(d.sometimes(2))
	case *int, **int:
		switch {
		case f.Key == "node" && d.sometimes(2):
			return strconv.Itoa(d.IntN(d.nodes))
		case f.Key == "customer" && d.sometimes(2):
			return strconv.Itoa(d.IntN(d.sizable))
		case f.Key == "status":
			return one(d, "401", "403", "404", "429", "500", "503")
		}
	case interface{ Choices() []string }:
		if d.fair && fault == "carrier_slow" {
			return into.Choices()[fakecarrier.TokenEndpoint]
		}
		if d.sometimes(2) {
			return one(d, into.Choices()...)
		}
	}
	return ""
}
