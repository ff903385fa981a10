package hunt

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/sim"
)

// A Hunt is a search for what breaks a strategy, from a seed on. What it finds is a function of its
// settings and of how many scenarios it has looked at, whoever carries them out.
type Hunt struct {
	Subject    Subject
	Properties []Property // none: all
	Bounds     Bounds
	Seed       uint64

	// Each carries out n things, side by side if it likes; nil: one after the other.
	Each func(n int, do func(i int))

	Known map[string]bool // origins that are not looked for, as they were found before

	Scenarios int    // looked at so far
	Fresh     int    // of them were drawn afresh, and are no mutants of others
	Finds     []Find // in the order in which they were found
	coverage  coverage
	pool      pool
	learned   pool // before the batch in hand
}

// Nearest is how near the hunt came to a breach that it did not find, and to which.
func (h *Hunt) Nearest() (near float64, of string) {
	near, rule := h.pool.nearestOf()
	return near, string(rules[rule].property) + ": " + rules[rule].signal
}

// A Coverage is what was tried, and since when nothing was new.
type Coverage struct {
	Pairs    int `json:"pairs_of_features"` // that were tried together
	Possible int `json:"pairs_there_are"`
	Happened int `json:"kinds_of_events"`       // with what they came to, in powers of two
	NoPair   int `json:"scenarios_since_pair"`  // that tried no pair first
	NoEvent  int `json:"scenarios_since_event"` // in which nothing happened for the first time

	Suppressors []Suppressor `json:"suppressors"`
}

// Coverage is that of the hunt so far.
func (h *Hunt) Coverage() Coverage {
	return Coverage{
		len(h.coverage.pairs), possible(&h.Bounds), len(h.pool.marks), h.Scenarios - h.coverage.last,
		h.pool.barren, h.coverage.suppressors(),
	}
}

// A Find is a scenario that breaks a property, as small as it gets.
type Find struct {
	Breach
	Number   int // of the scenario that it was found in, from 1
	Scenario *scenarios.Scenario
	Text     string // its file
	Tries    int    // runs that were spent on making it small
}

// batch is how many scenarios are drawn from what was learned before: they are carried out side by
// side. It is the same on every machine, or the result would hang on how many processors it has.
const batch = 32

// Next looks at so many scenarios more, at most a batch, and returns what it found. Batches begin
// at multiples of their size, so that it does not matter in which steps a hunt goes on.
func (h *Hunt) Next(most int) []Find {
	n := min(most, batch-h.Scenarios%batch)
	drafts, verdicts, fresh := make([]*draft, n), make([]verdict, n), make([]bool, n)
	if h.Scenarios%batch == 0 {
		h.learned = h.pool.copy()
	}
	h.each(n, func(i int) {
		number := h.Scenarios + i + 1
		var s *scenarios.Scenario
		drafts[i], s, fresh[i] = h.draft(number, &h.learned)
		q := question{h.Properties, number%twiceEvery == 0}
		drafts[i], verdicts[i] = h.decided(drafts[i], judge(s, &h.Subject, q), &q)
	})
	var found []Find
	for i := range drafts {
		h.Scenarios++
		h.coverage.tried(h.Scenarios, drafts[i], slices.Max(verdicts[i].near))
		if fresh[i] {
			h.Fresh++
		}
		h.pool.learn(drafts[i], &verdicts[i])
		for _, b := range verdicts[i].breaches {
			if !h.known(&b) {
				h.note(&b)
				found = append(found, Find{Breach: b, Number: h.Scenarios})
			}
		}
	}
	return h.shrinkAll(found, drafts)
}

// twiceEvery is of how many scenarios one is run a second time, for its digest.
const twiceEvery = 16

// fairEvery is of how many scenarios that are drawn afresh one is fair, so that the clairvoyant has
// to be the bound in it.
const fairEvery = 6

// decided gives a run that ended too soon to tell twice the time, at most mostDoubled times.
func (h *Hunt) decided(d *draft, v verdict, q *question) (*draft, verdict) {
	for range mostDoubled {
		length, err := time.ParseDuration(d.value1("length"))
		most := time.Duration(h.Bounds.Length)
		if !v.soon || err != nil || most > 0 && 2*length > most {
			break
		}
		longer := d.clone()
		longer.find("length").value = unit.FormatDuration(2 * length)
		s, err := longer.scenario()
		if err != nil {
			break
		}
		events := v.events
		d, v = longer, judge(s, &h.Subject, *q)
		v.events += events
	}
	return d, v
}

// mostDoubled is assumed: it makes five minutes forty.
const mostDoubled = 3

func (h *Hunt) each(n int, do func(i int)) {
	if h.Each != nil {
		h.Each(n, do)
		return
	}
	for i := range n {
		do(i)
	}
}

// draft is the scenario of that number: half of them are drawn afresh, the others are mutants of
// what came near.
func (h *Hunt) draft(
	number int, from *pool,
) (next *draft, s *scenarios.Scenario, fresh bool) {
	d := &drawer{
		Rand:   rand.New(rand.NewPCG(sim.StreamSeed(h.Seed, fmt.Sprintf("hunt/%d", number)))),
		bounds: &h.Bounds, constants: lengthsOf(h.Subject.Strategy.Parts),
	}
	for {
		fresh = false
		if parent := from.choose(d); parent != nil && d.sometimes(2) {
			d.fair = false
			next = d.mutated(parent, from.choose(d))
		} else {
			fresh, d.fair = true, d.sometimes(fairEvery)
			next = d.drawn()
		}
		if s, err := next.scenario(); err == nil {
			return next, s, fresh
		}
	}
}

// shrinkAll makes finds small, and drops those that come to the same.
func (h *Hunt) shrinkAll(found []Find, drafts []*draft) (all []Find) {
	first := h.Scenarios - len(drafts) + 1
	h.each(len(found), func(i int) {
		f := &found[i]
		small := shrinker{subject: &h.Subject, bounds: &h.Bounds, breach: f.Breach}
		d := small.smallest(drafts[f.Number-first])
		f.Breach, f.Text, f.Tries = small.breach, d.Text(), small.tries
		f.Scenario, _ = d.scenario()
	})
	for _, f := range found {
		if slices.ContainsFunc(all, func(other Find) bool { return other.Origin() == f.Origin() }) {
			continue
		}
		all = append(all, f)
	}
	h.Finds = append(h.Finds, all...)
	return all
}

func (h *Hunt) known(b *Breach) bool { return h.Known[b.Origin()] }

func (h *Hunt) note(b *Breach) {
	if h.Known == nil {
		h.Known = map[string]bool{}
	}
	h.Known[b.Origin()] = true
}
