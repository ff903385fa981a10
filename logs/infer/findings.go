package infer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// Findings are what the answers of a log say of the rule behind them.
type Findings struct {
	Consistent    []Consistent
	Refuted       []Refuted
	Choices       []RefutedChoice
	Bans          []Ban
	Next          []Experiment
	Contradiction *Contradiction // where no rule is consistent
}

// A Consistent is a reading of one threshold that explains all answers beside a reading of the
// other. What it lists, some rule has that explains them; not each with each.
type Consistent struct {
	Reading   string // NoBurst: the burst threshold is not enforced
	Average   bool
	Extension throttle.Extension
	Violator  throttle.Fate // served: it, and what comes within the lag
	Lag       Range         // how late a ban bites
	Beside    []string      // readings of the other threshold
	Hits      []throttle.Hits
	Keys      []Key
}

// A Range is the durations from From to To.
type Range struct{ From, To time.Duration }

// A Refuted is a reading that explains the answers beside no other.
type Refuted struct {
	Reading   string
	Average   bool
	Extension string // "any", or the one that the reading is refuted with
	Because   string
	Hit       int // the index of the hit that refutes what had explained the most
}

// A RefutedChoice is a choice that no rule has which explains the answers.
type RefutedChoice struct {
	Name, Value string
	Because     string
	Hit         int
}

// findings sums up a search.
func (s *search) findings() *Findings {
	f := &Findings{Consistent: s.consistent(), Refuted: s.refuted(), Choices: s.choices(),
		Bans: s.bans()}
	if len(s.alive) == 0 {
		f.Contradiction = s.contradiction()
	} else {
		f.Next = s.next()
	}
	return f
}

type ruleKey struct {
	id      string
	extends throttle.Extension
	fate    throttle.Fate
}

// consistent lists the readings of all survivors, in the order of all readings.
func (s *search) consistent() []Consistent {
	by := map[ruleKey]*Consistent{}
	var keys []ruleKey
	add := func(id string, average bool, beside []string, v *survivor) {
		k := ruleKey{id, v.extends, v.fate}
		c := by[k]
		lag := Range{time.Duration(v.lag.from), time.Duration(v.lag.to)}
		if c == nil {
			c = &Consistent{Reading: id, Average: average, Extension: v.extends, Violator: v.fate,
				Lag: lag}
			by[k], keys = c, append(keys, k)
		}
		c.Lag = Range{min(c.Lag.From, lag.From), max(c.Lag.To, lag.To)}
		c.Beside = append(c.Beside, beside...)
		c.Hits, c.Keys = append(c.Hits, v.counted...), append(c.Keys, v.key)
	}
	for i := range s.alive {
		v := &s.alive[i]
		for _, id := range v.burst.ids {
			add(id, false, v.average.ids, v)
		}
		for _, id := range v.average.ids {
			add(id, true, v.burst.ids, v)
		}
	}
	var all []Consistent
	for _, k := range keys {
		c := by[k]
		c.Beside = s.inOrder(c.Beside)
		slices.Sort(c.Hits)
		slices.Sort(c.Keys)
		c.Hits, c.Keys = slices.Compact(c.Hits), slices.Compact(c.Keys)
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Consistent) int {
		return cmp.Or(cmp.Compare(s.order[a.Reading], s.order[b.Reading]),
			cmp.Compare(a.Extension, b.Extension), cmp.Compare(a.Violator, b.Violator))
	})
	return all
}

// inOrder sorts readings, and leaves each once.
func (s *search) inOrder(ids []string) []string {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(s.order[a], s.order[b]) })
	return ids
}

// refutations are the deaths of rules: of those that agree in something, the latest.
type refutations struct {
	deaths map[refutation]death
	keys   []refutation // in the order in which they came up
}

// A refutation is what the rules agree in.
type refutation struct {
	id      string
	extends throttle.Extension
	choice  [2]string // a switch and its value, of any reading
}

// add notes the death of the rules of two families.
func (r *refutations) add(hits []Hit, w *world, of rule, b, a *family, d death) {
	note := func(k refutation) {
		old, ok := r.deaths[k]
		if !ok {
			r.keys = append(r.keys, k)
		}
		if !ok || hits[old.hit].From < hits[d.hit].From {
			r.deaths[k] = d
		}
	}
	for _, f := range []*family{b, a} {
		for _, id := range f.ids {
			note(refutation{id: id, extends: of.extends})
		}
	}
	for _, c := range choicesOf(w, of) {
		note(refutation{choice: c})
	}
}

// choicesOf are the switches of a rule.
func choicesOf(w *world, of rule) [][2]string {
	all := [][2]string{
		{"extension", of.extends.String()}, {"violator", of.fate.String()}, {"key", string(w.key)},
	}
	for _, h := range w.counted {
		all = append(all, [2]string{"hits", h.String()})
	}
	return all
}

// refuted lists the readings that no survivor has, and the extensions that none has them with.
func (s *search) refuted() []Refuted {
	kept, extensions := map[string]bool{}, map[throttle.Extension]bool{}
	with := map[refutation]bool{}
	for _, v := range s.alive {
		extensions[v.extends] = true
		for _, id := range slices.Concat(v.burst.ids, v.average.ids) {
			kept[id], with[refutation{id: id, extends: v.extends}] = true, true
		}
	}
	latest := map[string]death{}
	var all []Refuted
	for _, k := range s.refuting.keys {
		d := s.refuting.deaths[k]
		switch {
		case k.id == "" || with[k]:
		case kept[k.id] && !extensions[k.extends]: // it is refuted with any reading
		case kept[k.id]:
			all = append(all, s.refutedBy(k.id, k.extends.String(), d))
		default:
			if old, ok := latest[k.id]; !ok || s.later(d, old) {
				latest[k.id] = d
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(latest)) {
		all = append(all, s.refutedBy(id, "any", latest[id]))
	}
	slices.SortFunc(all, func(a, b Refuted) int {
		return cmp.Or(cmp.Compare(s.order[a.Reading], s.order[b.Reading]),
			cmp.Compare(a.Extension, b.Extension))
	})
	return all
}

// later reports whether a death came after another: of two that did not, any order will do, as long
// as it is always the same.
func (s *search) later(a, b death) bool {
	return cmp.Or(cmp.Compare(s.hits[a.hit].From, s.hits[b.hit].From), cmp.Compare(a.hit, b.hit),
		cmp.Compare(a.why, b.why), cmp.Compare(a.by, b.by)) > 0
}

func (s *search) refutedBy(id, extension string, d death) Refuted {
	r, err := quota.LookupReading(id)
	return Refuted{id, err == nil && r.Average, extension, s.because(d), d.hit}
}

// choices lists the values of switches that no survivor has.
func (s *search) choices() []RefutedChoice {
	kept := map[[2]string]bool{}
	for _, v := range s.alive {
		for _, c := range choicesOf(v.world, v.rule) {
			kept[c] = true
		}
	}
	var all []RefutedChoice
	for _, k := range s.refuting.keys {
		if d := s.refuting.deaths[k]; k.id == "" && !kept[k.choice] && len(s.alive) > 0 {
			all = append(all, RefutedChoice{k.choice[0], k.choice[1], s.because(d), d.hit})
		}
	}
	slices.SortFunc(all, func(a, b RefutedChoice) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value))
	})
	return all
}

// because says why a hit refutes a rule.
func (s *search) because(d death) string {
	status := s.hits[d.hit].Status
	here := s.place(d.hit)
	began := "before the log"
	if d.by >= 0 {
		began = s.place(d.by)
	}
	switch d.why {
	case servedBanned:
		return fmt.Sprintf("the %d at %s came within the ban that began at %s", status, here, began)
	case servedGuilty:
		return fmt.Sprintf("the %d at %s came though that request violates, whenever it arrived",
			status, here)
	case unexplained:
		return fmt.Sprintf("the %d at %s is unexplained: nothing had violated", status, here)
	case afterBan:
		return fmt.Sprintf("the %d at %s came after the ban that began at %s was over", status, here,
			began)
	}
	return fmt.Sprintf("around %s the answers change faster than a ban lasts", here)
}

// place names a hit.
func (s *search) place(i int) string {
	h := &s.hits[i]
	if h.File == "" || h.File == s.hits[0].File && h.File == s.hits[len(s.hits)-1].File {
		return fmt.Sprintf("line %d", h.Line)
	}
	return fmt.Sprintf("%s:%d", h.File, h.Line)
}
