package infer

import (
	"crypto/sha256"
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
	told     map[[32]byte]*told // the bans that they tell, by a digest
	course   course             // of the rule that is tried: its room is used again
	any      bool               // one rule that is left is enough
}

// A world is the hits as one key sorts them, under one way of counting.
type world struct {
	key Key
	counting
	counted []throttle.Hits // those that let the same hits count
	lanes   []*steps
}

// A family is the readings of one threshold that say the same of every hit.
type family struct {
	ids      []string
	judged   []judgement // by lane
	lag      int64       // within which bans bite
	narrower map[int64][]*family
}

// A survivor is a rule that some arrivals explain all answers by.
type survivor struct {
	*world
	rule
	burst, average *family
	lag            span
	ends           [][]state // what each lane may end in, until it is remembered
	chapters       [][]chapter
}

func newSearch(hits []Hit, terms Terms) *search {
	s := &search{hits: hits, terms: terms, order: map[string]int{},
		told:     map[[32]byte]*told{},
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
		for _, counted := range countings(s.hits) {
			w := &world{key: key, counting: counted, counted: []throttle.Hits{counted.hits}}
			for _, l := range lanes {
				w.lanes = append(w.lanes, newSteps(s.hits, l, l.stretches(s.terms.Ban), counted))
			}
			same := slices.IndexFunc(worlds, w.same)
			if same < 0 {
				worlds = append(worlds, w)
			} else {
				worlds[same].counted = append(worlds[same].counted, counted.hits)
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
	for _, fate := range []throttle.Fate{throttle.Refused, throttle.Served} {
		lag := lagOf(fate).to
		averages := s.families(w, s.terms.readings(true), lag)
		for _, b := range s.families(w, s.terms.readings(false), lag) {
			for _, a := range averages {
				for _, extends := range []throttle.Extension{
					throttle.OnViolation, throttle.NoExtension, throttle.OnAnyHit, throttle.Stacking,
				} {
					if s.any && len(s.alive) > 0 {
						return
					}
					s.tryRules(w, rule{extends, fate, int64(s.terms.Ban)}, b, a)
				}
			}
		}
	}
}

// lagOf is how late bans may bite. The hit that violates is refused itself only if they do at once.
func lagOf(fate throttle.Fate) span {
	if fate == throttle.Refused {
		return span{}
	}
	return span{to: int64(MostLag)}
}

// readings lists those of one threshold.
func (t Terms) readings(average bool) (ids []string) {
	if !average {
		ids = append(ids, NoBurst)
	}
	for _, r := range quota.Readings() {
		if _, ok := r.Of(t.Thresholds); r.Average == average && (ok || r.Unenforced()) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// families are readings of one threshold, those that say the same of every hit together, where bans
// bite no later than the lag.
func (s *search) families(w *world, ids []string, lag int64) (all []*family) {
	by := map[[32]byte]*family{} // by a digest of what is said
	innocents := w.innocents(lag, int64(s.terms.Ban))
	for _, id := range ids {
		var judged []judgement
		var text []byte
		for i, l := range w.lanes {
			judged = append(judged, s.judge(l, id, innocents[i]))
			text = judged[i].append(text)
		}
		sum := sha256.Sum256(text)
		f, ok := by[sum]
		if !ok {
			f = &family{judged: judged, lag: lag}
			by[sum] = f
			all = append(all, f)
		}
		f.ids = append(f.ids, id)
	}
	return all
}

// judge is the judgement of one reading.
func (s *search) judge(l *steps, id string, innocents []bool) judgement {
	r, err := quota.LookupReading(id)
	if err != nil || r.Unenforced() {
		return l.unenforced() // NoBurst, or A4
	}
	t, _ := r.Of(s.terms.Thresholds)
	return l.judge(r, t, innocents)
}

// innocents are those of each lane.
func (w *world) innocents(lag, ban int64) (all [][]bool) {
	for _, l := range w.lanes {
		all = append(all, l.innocents(lag, ban))
	}
	return all
}

// narrower are the readings of a family, where bans bite no later than a shorter lag.
func (s *search) narrower(w *world, f *family, lag int64) []*family {
	all, ok := f.narrower[lag]
	if !ok {
		all = s.families(w, f.ids, lag)
		if f.narrower == nil {
			f.narrower = map[int64][]*family{}
		}
		f.narrower[lag] = all
	}
	return all
}

// tryRules tries the readings of two families. The answers may tell that bans bite sooner than was
// assumed. More hits are known to be innocent then, and the readings are tried again.
func (s *search) tryRules(w *world, r rule, b, a *family) {
	both := make([]judgement, len(w.lanes))
	for i := range both {
		both[i] = b.judged[i].with(a.judged[i])
	}
	alive, d := s.tryRule(w, r, both)
	if d.why != standing {
		s.refuting.add(s.hits, w, r, b, a, d)
		return
	}
	lag := b.lag
	for lag > 0 && alive.lag.to <= lag/2 {
		lag /= 2
	}
	if lag < b.lag {
		for _, b := range s.narrower(w, b, lag) {
			for _, a := range s.narrower(w, a, lag) {
				s.tryRules(w, r, b, a)
			}
		}
		return
	}
	alive.burst, alive.average = b, a
	s.remember(&alive)
	s.alive = append(s.alive, alive)
}

// tryRule follows one rule through all lanes. The lag is one for all of them.
func (s *search) tryRule(w *world, r rule, judged []judgement) (survivor, death) {
	found := survivor{world: w, rule: r, lag: lagOf(r.fate)}
	for i, l := range w.lanes {
		c := &s.course
		c.rule, c.steps, c.judgement, c.chapters = r, l, judged[i], c.chapters[:0]
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
