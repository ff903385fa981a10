package hunt

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// What is spent on making one find small: tries, and events of their runs. Assumed: most finds need
// a hundred tries and two seconds of one core.
const (
	mostTries  = 400
	mostShrunk = 8_000_000
)

// A shrinker makes a draft small as long as the same property breaks by the same cause. It goes by
// shortlex: fewer nodes, customers, faults, users, features, then a shorter run, then rounder
// numbers. Each pass keeps what worked and goes on from there, until none helps.
type shrinker struct {
	subject *Subject
	bounds  *Bounds
	breach  Breach
	tries   int
	events  uint64
	seen    map[string]bool
}

func (s *shrinker) smallest(d *draft) *draft {
	s.seen = map[string]bool{}
	for {
		before := d.Text()
		for _, pass := range []func(*draft) *draft{
			s.fewer("nodes", "customers"), s.without, s.fewer("users", "clicks", "calls"), s.shorter,
			s.plainer, s.rounder,
		} {
			d = pass(d)
		}
		if d.Text() == before || s.spent() {
			return d
		}
	}
}

func (s *shrinker) spent() bool { return s.tries >= mostTries || s.events >= mostShrunk }

// try reports whether a draft breaks the same property by the same cause. No draft is tried twice.
func (s *shrinker) try(d *draft) bool {
	text := d.Text()
	if s.seen[text] || s.spent() {
		return false
	}
	s.seen[text] = true
	of, err := d.scenario()
	if err != nil {
		return false
	}
	s.tries++
	v := judge(of, s.subject, question{
		[]Property{s.breach.Property}, s.breach.Signal == anotherDigest,
	})
	s.events += v.events
	i := slices.IndexFunc(v.breaches, func(b Breach) bool { return b.Origin() == s.breach.Origin() })
	if i >= 0 {
		s.breach = v.breaches[i]
	}
	return i >= 0
}

// fewer makes numbers of these keys small: one, two, three, four, half, one less. Whether fewer
// users meet the same luck hangs on when they click: they do so at other rates as well.
func (s *shrinker) fewer(keys ...string) func(*draft) *draft {
	return func(d *draft) *draft {
		for n := 0; ; n++ { // what was made smaller has other nodes
			if n >= len(d.nodes()) {
				break
			}
			node := d.nodes()[n]
			now := atoi(node.value)
			if !slices.Contains(keys, node.key) || now < 2 {
				continue
			}
			for _, less := range []int{1, 2, 3, 4, now / 4, now / 2, now - 1} {
				if less < 1 || less >= now {
					continue
				}
				with := d.clone()
				with.nodes()[n].value = strconv.Itoa(less)
				with.fit()
				small := []*draft{with, with.clone(), with.clone(), with.clone()}
				small[1].hurry("4/s")
				small[2].hurry("0.3/s")
				small[3].hurry("0.3/s")
				if slices.Contains(keys, "nodes") {
					small[1].at("fleet").set("users", "4")
					small[2].at("fleet").set("users", "4")
				}
				if i := slices.IndexFunc(small, s.try); i >= 0 {
					d = small[i]
					break
				}
			}
		}
		return d
	}
}

// hurry lets users think for a second, and click at a rate, lets jobs make forty calls, and lasts
// ten minutes: fewer of what is made smaller then bring about as much.
func (d *draft) hurry(rate string) {
	for _, n := range d.nodes() {
		switch n.key {
		case "think":
			n.value = "1s"
		case "rate":
			n.value = rate
		case "calls":
			n.value = "40"
		case "over":
			n.value = "5m"
		case "length":
			if now, err := time.ParseDuration(n.value); err == nil && now < 10*time.Minute {
				n.value = "10m"
			}
		}
	}
}

// fit cuts lists that have an item for each node.
func (d *draft) fit() {
	fleet := d.find("fleet")
	if fleet == nil {
		return
	}
	if skew := fleet.find("clock_skew"); skew != nil {
		skew.items = skew.items[:min(len(skew.items), max(1, atoi(fleet.value1("nodes"))))]
	}
}

// without leaves parts out, the largest first.
func (s *shrinker) without(d *draft) *draft {
	for n := 0; ; n++ { // what was made smaller has other nodes
		if n >= len(d.nodes()) {
			break
		}
		for i := 0; i < len(d.nodes()[n].items); {
			key := d.nodes()[n].items[i].key
			without := d.clone()
			w := without.nodes()[n]
			w.items = slices.Delete(w.items, i, i+1)
			without.prune()
			// A fault that never ends is another thing.
			if key != "for" && key != "until" && key != "down" && s.try(without) {
				d = without
				if n >= len(d.nodes()) {
					break
				}
			} else {
				i++
			}
		}
	}
	return d
}

// shorter ends the run sooner.
func (s *shrinker) shorter(d *draft) *draft {
	for {
		now, err := time.ParseDuration(d.value1("length"))
		if err != nil {
			return d
		}
		cut := func(to time.Duration) bool {
			if to >= now || to < time.Second {
				return false
			}
			with := d.clone()
			with.find("length").value = unit.FormatDuration(to)
			if s.try(with) {
				d = with
				return true
			}
			return false
		}
		if !cut(roundUp(now/4)) && !cut(roundUp(now/2)) && !cut(roundUp(now*3/4)) &&
			!cut(roundUp(now*9/10)) {
			return d
		}
	}
}

// roundUp is a time that reads well, no shorter.
func roundUp(d time.Duration) time.Duration {
	for _, to := range []time.Duration{10 * time.Minute, time.Minute, 10 * time.Second, time.Second} {
		if d >= to {
			return (d + to - 1) / to * to
		}
	}
	return d
}

// plainer puts a constant in the place of what is drawn.
func (s *shrinker) plainer(d *draft) *draft {
	for n, node := range d.nodes() {
		kind, of, found := strings.Cut(node.value, " ")
		if !found || !slices.Contains([]string{"exp", "uniform", "pareto", "normal"}, kind) {
			continue
		}
		constant, _, _ := strings.Cut(of, " ")
		if from, to, ok := strings.Cut(of, ".."); ok && from != "" {
			constant = to
		}
		with := d.clone()
		with.nodes()[n].value = constant
		if s.try(with) {
			d = with
		}
	}
	return d
}

// rounder makes times and numbers round, and small.
func (s *shrinker) rounder(d *draft) *draft {
	for n := 0; ; n++ { // what was made smaller has other nodes
		if n >= len(d.nodes()) {
			break
		}
		node := d.nodes()[n]
		if len(node.items) > 0 || !plain(node.key, node.value) || node.key == "length" ||
			node.key == "status" || node.key == "about" {
			continue
		}
		for at := 0; ; at++ {
			now := d.nodes()[n].value
			places := quantity.FindAllStringIndex(now, -1)
			if at >= len(places) {
				break
			}
			p := places[at]
			for _, text := range rounderThan(node.key, now[p[0]:p[1]]) {
				with := d.clone()
				with.nodes()[n].value = now[:p[0]] + text + now[p[1]:]
				if s.try(with) {
					d = with
					break
				}
			}
		}
	}
	return d
}

// rounderThan are the plainer texts for a number or a length of time, the plainest first.
func rounderThan(key, text string) (all []string) {
	span, err := time.ParseDuration(text)
	if err != nil || span == 0 {
		return nil
	}
	add := func(to time.Duration) {
		better := unit.FormatDuration(to)
		plainer := len(better) < len(text) || to < span
		if to >= 0 && better != text && plainer && !slices.Contains(all, better) {
			all = append(all, better)
		}
	}
	if key == "at" {
		add(0)
	}
	for _, to := range []time.Duration{
		10 * time.Minute, 5 * time.Minute, time.Minute, 10 * time.Second, time.Second,
	} {
		if span > to || span < to && span > to/2 {
			add(span.Round(to))
		}
	}
	if span > 2*time.Second {
		add((span / 2).Round(time.Second))
	}
	return all
}
