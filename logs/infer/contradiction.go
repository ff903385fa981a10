package infer

import (
	"cmp"
	"fmt"
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
	if lone := s.lone(); len(lone) > 0 {
		instead := fmt.Sprintf("%d of them have another cause, from %s on: a request was answered "+
			"otherwise shortly before, and another shortly after", len(lone), s.place(lone[0]))
		if try("each 403 is the ban's", instead, s.without(lone), s.terms) {
			return
		}
	}
	refusedOnes := slices.DeleteFunc(slices.Clone(c.Hits), func(i int) bool {
		return answerOf(s.hits[i].Status) != refused
	})
	if len(refusedOnes) > 0 {
		try("each 403 is the ban's", "those of these lines have another cause", s.without(refusedOnes),
			s.terms)
	}
}

// without is the hits but those of these indices.
func (s *search) without(indices []int) (hits []Hit) {
	drop := make([]bool, len(s.hits))
	for _, i := range indices {
		drop[i] = true
	}
	for i, h := range s.hits {
		if !drop[i] {
			hits = append(hits, h)
		}
	}
	return hits
}

// lone are the refused hits that no ban can have refused: its client was served for sure before and
// after, within less time than a ban lasts once it bites.
func (s *search) lone() (all []int) {
	most := int64(s.terms.Ban - MostLag)
	for _, l := range s.lanes(EachClient) {
		var before, after []span // those served, in order of their last instants, and of their first
		for _, h := range l.hits {
			if !h.refused {
				before = append(before, h.span)
			}
		}
		after = slices.Clone(before)
		slices.SortFunc(before, func(a, b span) int { return cmp.Compare(a.to, b.to) })
		for i := 1; i < len(before); i++ {
			before[i].from = max(before[i].from, before[i-1].from)
		}
		for i := len(after) - 2; i >= 0; i-- {
			after[i].to = min(after[i].to, after[i+1].to)
		}
		for _, h := range l.hits {
			i := partition(len(before), func(n int) bool { return before[n].to >= h.from })
			j := partition(len(after), func(n int) bool { return after[n].from > h.to })
			if h.refused && i > 0 && j < len(after) && after[j].to-before[i-1].from < most {
				all = append(all, h.hit)
			}
		}
	}
	slices.Sort(all)
	return all
}
