package infer

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A rule is what is tried, save the readings, which are behind the verdicts.
type rule struct {
	extends throttle.Extension
	fate    throttle.Fate // of the hit that violates; one that is served may be so for the lag
	ban     int64
}

// A state is what may be in force at some moment: no ban, or a ban that began and ends within two
// spans. Every state that the answers allow is followed.
type state struct {
	banned bool
	loose  bool // a hit of which nothing is known may have begun it: after hits that come later here
	since  span // it began then; the lag counts from there
	until  span // and is over then
	lag    span // of all bans: how late they bite
	freed  int  // the step at which the last ban was seen to be over, in this passage; 0 is before
	story  int  // what happened on the way to it: a chapter of the course; 0 is none
}

// A chapter is what happened on the way to a state, the latest first.
type chapter struct {
	before int
	event  event
	step   int
	since  span
	until  span // of the ban, once this has happened
}

type event uint8

const (
	began event = iota
	extended
	ended
)

// A death is where the last state that the answers had allowed was refuted.
type death struct {
	step int
	hit  int
	why  why
	by   int // the hit that began the ban, or -1
}

type why uint8

const (
	standing     why = iota
	servedBanned     // served within a ban
	servedGuilty     // served where it violates
	unexplained      // refused where nothing violates
	afterBan         // refused after the ban was over
	tooFast          // answers change faster than a ban lasts
)

// A course follows states through the steps of a lane.
type course struct {
	rule
	*steps
	judgement
	first    int // of the passage
	states   []state
	next     []state
	chapters []chapter
}

// write adds a chapter to a story.
func (c *course) write(story int, e event, step int, s state) int {
	if len(c.chapters) == 0 {
		c.chapters = append(c.chapters, chapter{})
	}
	c.chapters = append(c.chapters, chapter{story, e, step, s.since, s.until})
	return len(c.chapters) - 1
}

// run returns the states that the last step leaves; none where the rule is refuted, and where.
func (c *course) run(states []state) ([]state, death) {
	c.states = append(c.states[:0], states...)
	for i := range c.passages {
		p := &c.passages[i]
		if p.tangled {
			if d := c.untangle(p); d.why != standing {
				return nil, d
			}
			continue
		}
		c.pass(p.first)
		for j := p.first; j < p.last; j++ {
			if len(c.states) == 1 && !c.states[0].banned && c.verdicts[j] == innocent &&
				!c.all[j].refused && c.peaceful[j] <= c.all[j].to {
				continue
			}
			before := c.states
			if c.take(j); len(c.states) == 0 {
				return nil, c.autopsy(j, before)
			}
		}
	}
	return c.states, death{}
}

// pass begins a passage.
func (c *course) pass(first int) {
	c.first = first
	for i := range c.states {
		c.states[i].freed = 0
	}
}

// take takes all states through a step.
func (c *course) take(j int) {
	c.next = c.next[:0]
	for _, s := range c.states {
		c.meet(s, j)
	}
	c.states, c.next = merge(c.next), c.states
}

// untangle takes the states through a tangled passage: in a ban some were refused before those that
// were served, and the rest after them; without one, all were served before any was refused.
func (c *course) untangle(p *passage) death {
	before := append([]state(nil), c.states...)
	var after []state
	n := p.last - p.first
	for refused := 0; refused <= n-p.served; refused++ {
		c.states = c.states[:0]
		for _, s := range before {
			if s.banned {
				c.states = append(c.states, s)
			}
		}
		c.walk(p.first+p.served, p.first+p.served+refused)
		c.walk(p.first, p.first+p.served)
		c.walk(p.first+p.served+refused, p.last)
		after = merge(append(after, c.states...))
	}
	c.states = c.states[:0]
	for _, s := range before {
		if !s.banned && !p.disorder {
			c.states = append(c.states, s)
		}
	}
	c.pass(p.ordered)
	c.walk(p.ordered, p.ordered+n)
	c.states = merge(append(after, c.states...))
	if len(c.states) > 0 {
		return death{}
	}
	c.states = append(c.states, before...)
	for j := p.first; j < p.last; j++ {
		if at := c.states; len(at) > 0 {
			if c.take(j); len(c.states) == 0 {
				return c.autopsy(j, at)
			}
		}
	}
	return death{step: p.first, hit: c.all[p.first].hit, why: tooFast, by: -1}
}

// walk takes the states through steps in a row.
func (c *course) walk(first, last int) {
	for j := first; j < last && len(c.states) > 0; j++ {
		c.take(j)
	}
}

// meet adds the states that a step may leave one in.
func (c *course) meet(s state, j int) {
	h, v := &c.all[j], c.verdicts[j]
	came := span{c.from[j], h.to}
	if came.from > came.to {
		return // the answers before and after leave it no instant
	}
	if !s.banned {
		c.free(s, j, came, v)
		return
	}
	// The ban may be over: the hit came at its end or later.
	if h.to >= s.until.from {
		over := s
		over.banned, over.freed = false, j
		over.until.to = min(over.until.to, h.to)
		over.story = c.write(s.story, ended, j, over)
		c.free(over, j, span{max(came.from, s.until.from), h.to}, v)
	}
	// Or it is not over, and the hit came before its end.
	if came.from < s.until.to {
		c.bound(s, j, span{came.from, min(h.to, s.until.to-1)}, v)
	}
}

// free adds the states after a hit that no ban met.
func (c *course) free(s state, j int, at span, v verdict) {
	h := &c.all[j]
	peaceful := at.from
	if s.freed <= c.first {
		peaceful = max(peaceful, c.peaceful[j])
	}
	if h.loose && h.tally != surely || !h.refused && v != guilty && peaceful <= at.to {
		c.next = append(c.next, s)
	}
	// A hit that violates is refused at once, or served; where bans lag it is served.
	if v == innocent || !h.loose && h.refused != (c.fate == throttle.Refused) {
		return
	}
	s.banned, s.loose = true, h.loose
	s.since, s.until = at, span{at.from + c.ban, at.to + c.ban}
	s.story = c.write(s.story, began, j, s)
	c.next = append(c.next, s)
}

// bound adds the states after a hit that came before the end of a ban.
func (c *course) bound(s state, j int, at span, v verdict) {
	h := &c.all[j]
	switch {
	case h.loose:
	case h.refused: // it came no earlier than the ban bites
		if at.to < s.since.from+s.lag.from {
			return
		}
		s.lag.to = min(s.lag.to, at.to-s.since.from)
		s.since.to = min(s.since.to, at.to-s.lag.from)
	default: // it came before
		if c.fate == throttle.Refused && !s.loose || at.from >= s.since.to+s.lag.to {
			return
		}
		s.lag.from = max(s.lag.from, at.from-s.since.to+1)
		s.since.from = max(s.since.from, at.from-s.lag.to+1)
		if c.fate == throttle.Refused {
			s.lag.from = 0
		}
	}
	if !c.prolongs(h, v) {
		c.next = append(c.next, s)
		return
	}
	if h.tally == perhaps || v != guilty && c.extends != throttle.OnAnyHit {
		c.next = append(c.next, s)
	}
	if c.extends == throttle.Stacking {
		s.until.from += c.ban
		s.until.to += c.ban
	} else {
		s.until.from = max(s.until.from, at.from+c.ban)
		s.until.to = max(s.until.to, at.to+c.ban)
	}
	s.story = c.write(s.story, extended, j, s)
	c.next = append(c.next, s)
}

// prolongs reports whether a hit may prolong the ban that it comes in.
func (c *course) prolongs(h *step, v verdict) bool {
	switch {
	case c.extends == throttle.NoExtension:
		return false
	case h.tally == never: // it does not count
		return false
	case c.extends == throttle.OnAnyHit:
		return true
	}
	return v != innocent
}

// mostStates is how many states are followed apart. More are put together, which may keep a rule
// that would be refuted.
const mostStates = 32

// merge leaves each state once, and few enough.
func merge(states []state) []state {
	kept := states[:0]
	for _, s := range states {
		if !contains(kept, s) {
			kept = append(kept, s)
		}
	}
	if len(kept) <= mostStates {
		return kept
	}
	var few []state
	for _, s := range kept {
		few = unite(few, s)
	}
	return append(kept[:0], few...)
}

// contains reports whether one of the states is no more certain than s.
func contains(states []state, s state) bool {
	for i := range states {
		o := &states[i]
		if o.banned == s.banned && o.loose == s.loose && o.lag.covers(s.lag) && o.freed >= s.freed &&
			(!s.banned || o.since.covers(s.since) && o.until.covers(s.until)) {
			return true
		}
	}
	return false
}

func (s span) covers(o span) bool { return s.from <= o.from && o.to <= s.to }

// unite adds a state to the one of its kind.
func unite(few []state, s state) []state {
	for i := range few {
		if f := &few[i]; f.banned == s.banned && f.loose == s.loose {
			f.since, f.until, f.lag = hull(f.since, s.since), hull(f.until, s.until), hull(f.lag, s.lag)
			f.freed = max(f.freed, s.freed)
			return few
		}
	}
	return append(few, s)
}

func hull(a, b span) span { return span{min(a.from, b.from), max(a.to, b.to)} }

// autopsy says why a step left no state.
func (c *course) autopsy(j int, before []state) death {
	h := &c.all[j]
	d := death{step: j, hit: h.hit, why: servedGuilty, by: -1}
	if h.refused {
		d.why = unexplained
	}
	if h.from > h.to {
		d.why = tooFast
		return d
	}
	for _, s := range before {
		if !s.banned {
			continue
		}
		for i := s.story; i != 0; i = c.chapters[i].before {
			if e := &c.chapters[i]; e.event == began {
				d.by = c.all[e.step].hit
				break
			}
		}
		switch {
		case !h.refused && h.from < s.until.to:
			d.why = servedBanned
			return d
		case h.refused && h.to >= s.until.from:
			d.why = afterBan
		}
	}
	return d
}
