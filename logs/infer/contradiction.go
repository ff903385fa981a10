package infer

import (
	"slices"
	"time"
)

// A Contradiction is hits whose answers no rule explains together, and which assumption given up
// would let some rule explain all answers.
type Contradiction struct {
	Because string
	Hits    []int // no rule explains the answers of these, whatever the others were
	Drop    []Dropped
}

// A Dropped is an assumption that was given up.
type Dropped struct {
	Assumption string // what had been assumed
	Instead    string
	Readings   []string // that are left then
}

// contradiction explains why no rule is left.
func (s *search) contradiction() *Contradiction {
	latest := death{hit: -1}
	for _, k := range s.refuting.keys {
		if d := s.refuting.deaths[k]; latest.hit < 0 || s.later(d, latest) {
			latest = d
		}
	}
	if latest.hit < 0 {
		return nil
	}
	c := &Contradiction{Because: s.because(latest), Hits: s.smallest()}
	c.drop(s)
	return c
}

// mostWork is how many hits are followed, over and over, to make the lines fewer. Assumed: that
// takes seconds.
const mostWork = 150_000

// smallest leaves answers out of account as long as no rule explains the others: first those at the
// end, then pieces of half their number, a quarter and so on.
func (s *search) smallest() []int {
	work := 0
	none := func(kept []int, until int) bool {
		hits := slices.Clone(s.hits[:until])
		for i := range hits {
			hits[i].mute = true
		}
		for _, i := range kept {
			hits[i].mute = false
		}
		work += until
		t := newSearch(hits, s.terms)
		t.any = true
		t.run()
		return len(t.alive) == 0
	}
	all := make([]int, len(s.hits))
	for i := range all {
		all[i] = i
	}
	end := partition(len(all), func(n int) bool { return none(all[:n], n) })
	kept := all[:end]
	for size := (len(kept) + 1) / 2; size > 0 && work < mostWork; size /= 2 {
		for at := 0; at < len(kept) && work < mostWork; {
			less := slices.Concat(kept[:at], kept[min(at+size, len(kept)):])
			if none(less, end) {
				kept = less
			} else {
				at += size
			}
		}
	}
	return kept
}

// partition is the first n up to most for which holds is true, if it stays so from there on.
func partition(most int, holds func(int) bool) int {
	low, high := 0, most
	for low < high {
		middle := (low + high) / 2
		if holds(middle) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// drop gives up one assumption after another.
func (c *Contradiction) drop(s *search) {
	try := func(assumption, instead string, hits []Hit, terms Terms) bool {
		t := newSearch(hits, terms)
		t.run()
		if len(t.alive) == 0 {
			return false
		}
		d := Dropped{Assumption: assumption, Instead: instead}
		for _, v := range t.alive {
			d.Readings = append(d.Readings, slices.Concat(v.burst.ids, v.average.ids)...)
		}
		d.Readings = s.inOrder(d.Readings)
		c.Drop = append(c.Drop, d)
		return true
	}
	for _, off := range []time.Duration{time.Second, 5 * time.Second, 30 * time.Second} {
		hits := slices.Clone(s.hits)
		for i := range hits {
			hits[i].From -= int64(off)
			hits[i].Until += int64(off)
		}
		if try("the clock", "it is off by up to "+off.String(), hits, s.terms) {
			break
		}
	}
	for _, minutes := range []time.Duration{2, 5, 15, 30, 60} {
		terms := s.terms
		terms.Ban = minutes * time.Minute
		if try("the length of a ban", "it lasts "+terms.Ban.String(), s.hits, terms) {
			break
		}
	}
	hits := slices.DeleteFunc(slices.Clone(s.hits), func(h Hit) bool {
		return answerOf(h.Status) == refused && slices.ContainsFunc(c.Hits, func(i int) bool {
			return s.hits[i] == h
		})
	})
	if len(hits) < len(s.hits) {
		try("each 403 is the ban's", "those of these lines have another cause", hits, s.terms)
	}
}
