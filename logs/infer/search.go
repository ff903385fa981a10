package infer

import (
	"maps"
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A Key says whose hits are counted together.
type Key string

// Each client of the log is counted apart, as where the log is the carrier's, or a proxy's that all
// clients pass with their own address; or all are counted together, as where they share one.
const (
	EachClient Key = "client"
	AllClients Key = "all"
)

// NoBurst stands for the burst threshold that is not enforced. Of the average one it is A4.
const NoBurst = "none"

// A search is one run of Infer.
type search struct {
	hits     []Hit
	terms    Terms
	order    map[string]int // where each reading stands in the order of all
	first    int64          // when the log begins
	refuting refutations
	alive    []survivor
	course   course // of the rule that is tried: its room is used again
	any      bool   // one rule that is left is enough
}

// A world is the hits as one key sorts them, under one way of counting.
type world struct {
	key     Key
	counted []throttle.Hits // those that let the same hits count
	lanes   []*steps
}

// A family is the readings of one threshold that say the same of every hit.
type family struct {
	ids      []string
	verdicts [][]verdict // by lane
}

// A survivor is a rule that some arrivals explain all answers by.
type survivor struct {
	*world
	rule
	burst, average *family
	lag            span
	ends           [][]state // what each lane may end in
	chapters       [][]chapter
}

func newSearch(hits []Hit, terms Terms) *search {
	s := &search{hits: hits, terms: terms, order: map[string]int{},
		refuting: refutations{deaths: map[refutation]death{}}}
	for i, id := range quota.ReadingIDs() {
		s.order[id] = i + 1 // NoBurst is the first
	}
	s.first = math.MaxInt64
	for i := range hits {
		s.first = min(s.first, hits[i].From)
	}
	return s
}

func (s *search) run() {
	for _, key := range s.keys() {
		lanes := s.lanes(key)
		var worlds []*world
		for _, counted := range []throttle.Hits{
			throttle.AllHits, throttle.IssuedHits, throttle.AuthenticatedHits,
		} {
			w := &world{key: key, counted: []throttle.Hits{counted}}
			for _, l := range lanes {
				w.lanes = append(w.lanes, newSteps(s.hits, l, l.stretches(s.terms.Ban), counted))
			}
			same := slices.IndexFunc(worlds, w.same)
			if same < 0 {
				worlds = append(worlds, w)
			} else {
				worlds[same].counted = append(worlds[same].counted, counted)
			}
		}
		for _, w := range worlds {
			s.try(w)
		}
	}
}

// same reports whether the same hits count.
func (w *world) same(o *world) bool {
	for i, l := range w.lanes {
		if !slices.Equal(l.all, o.lanes[i].all) {
			return false
		}
	}
	return true
}

// keys are those that differ: of one client alone they do not.
func (s *search) keys() []Key {
	for _, h := range s.hits {
		if h.Client != s.hits[0].Client {
			return []Key{EachClient, AllClients}
		}
	}
	return []Key{EachClient}
}

// lanes sorts the hits by key, in order of their clients.
func (s *search) lanes(key Key) (all []*lane) {
	members := map[string][]int{}
	for i, h := range s.hits {
		name := ""
		if key == EachClient {
			name = h.Client
		}
		members[name] = append(members[name], i)
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		all = append(all, newLane(s.hits, members[name]))
	}
	return all
}

// try tries all rules in one world.
func (s *search) try(w *world) {
	bursts, averages := s.families(w, false), s.families(w, true)
	for _, fate := range []throttle.Fate{throttle.Refused, throttle.Served} {
		for _, b := range bursts {
			for _, a := range averages {
				if s.any && len(s.alive) > 0 {
					return
				}
				s.tryPair(w, fate, b, a)
			}
		}
	}
}

// families are the readings of one threshold, those that say the same of every hit together.
func (s *search) families(w *world, average bool) (all []*family) {
	by := map[string]*family{}
	add := func(id string, verdicts [][]verdict) {
		var text []byte
		for _, lane := range verdicts {
			for _, v := range lane {
				text = append(text, byte(v))
			}
		}
		f, ok := by[string(text)]
		if !ok {
			f = &family{verdicts: verdicts}
			by[string(text)] = f
			all = append(all, f)
		}
		f.ids = append(f.ids, id)
	}
	if !average {
		var none [][]verdict
		for _, l := range w.lanes {
			none = append(none, l.unenforced())
		}
		add(NoBurst, none)
	}
	for _, r := range quota.Readings() {
		t, ok := r.Of(s.terms.Thresholds)
		if r.Average != average || !ok && !r.Unenforced() {
			continue
		}
		var verdicts [][]verdict
		for _, l := range w.lanes {
			if r.Unenforced() {
				verdicts = append(verdicts, l.unenforced())
				continue
			}
			verdicts = append(verdicts,
				l.judge(r.Spans(quota.Terms{Threshold: t}), reachOf(t)))
		}
		add(r.ID, verdicts)
	}
	return all
}

// tryPair tries a reading of each threshold with everything that prolongs bans.
func (s *search) tryPair(w *world, fate throttle.Fate, b, a *family) {
	verdicts := make([][]verdict, len(w.lanes))
	for i := range verdicts {
		verdicts[i] = slices.Clone(b.verdicts[i])
		for j, v := range a.verdicts[i] {
			verdicts[i][j] = max(verdicts[i][j], v)
		}
	}
	for _, extends := range []throttle.Extension{
		throttle.OnViolation, throttle.NoExtension, throttle.OnAnyHit, throttle.Stacking,
	} {
		r := rule{extends, fate, int64(s.terms.Ban)}
		alive, d := s.tryRule(w, r, verdicts)
		if d.why != standing {
			s.refuting.add(s.hits, w, r, b, a, d)
			continue
		}
		alive.burst, alive.average = b, a
		s.alive = append(s.alive, alive)
	}
}

// tryRule follows one rule through all lanes. The lag is one for all of them.
func (s *search) tryRule(w *world, r rule, verdicts [][]verdict) (survivor, death) {
	found := survivor{world: w, rule: r}
	if r.fate == throttle.Served {
		found.lag.to = int64(MostLag)
	}
	for i, l := range w.lanes {
		c := &s.course
		c.rule, c.steps, c.verdicts, c.chapters = r, l, verdicts[i], c.chapters[:0]
		ends, d := c.run(c.begins(s.first, found.lag))
		if d.why != standing {
			return survivor{}, d
		}
		found.lag = ends[0].lag
		for _, e := range ends {
			found.lag = hull(found.lag, e.lag)
		}
		found.ends = append(found.ends, slices.Clone(ends))
		found.chapters = append(found.chapters, slices.Clone(c.chapters))
	}
	return found, death{}
}

// begins are the states that a lane may begin in: no ban, or if its first request was refused, one
// that began before the log does.
func (c *course) begins(first int64, lag span) []state {
	states := []state{{lag: lag}}
	if len(c.passages) == 0 || c.passages[0].tangled {
		return states
	}
	for _, h := range c.all[c.passages[0].first:c.passages[0].last] {
		if h.loose {
			continue
		}
		if h.refused {
			longest := c.ban
			if c.extends == throttle.Stacking {
				longest *= mostStacked
			}
			if h.from < first+longest {
				states = append(states, state{banned: true, lag: lag,
					since: span{first - longest, first}, until: span{h.from + 1, first + longest}})
			}
		}
		break
	}
	return states
}

// mostStacked is how many bans, one at the end of another, a log may begin within. Assumed.
const mostStacked = 100
