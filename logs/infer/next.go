package infer

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// An Experiment is a schedule of requests that tells rules apart which the log does not, where it
// is sent from an address that asked nothing for long. It is planned, and nothing is sent: a ban
// costs everybody behind the address ten minutes.
type Experiment struct {
	Schedule Schedule
	Outcomes []Outcome // the likeliest first, if each rule is as likely
	Banned   int       // how many rules ban
	Rules    int       // of how many
	Minutes  int       // of bans, of all these rules together
}

// An Outcome is what some rules answer alike.
type Outcome struct {
	Refused  []int // which requests are refused, from 1
	Rules    int
	Readings []string // that these rules have, and not all others
}

// mostExperiments is how many are found.
const mostExperiments = 5

// A trial is a rule that experiments are tried on.
type trial struct {
	burst, average string
	rule
	lag int64
	all bool // hits count
}

// mostTrials is how many rules experiments are tried on. Of more, every n-th.
const mostTrials = 2000

// next are the experiments that tell most for the minutes of bans that they cost. What no rule bans
// tells nothing apart.
func (s *search) next() []Experiment {
	trials := s.trials()
	var all []Experiment
	for _, sched := range Schedules() {
		if e := s.carryOutAll(sched, trials); len(e.Outcomes) > 1 {
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b Experiment) int {
		return cmp.Compare(b.gain()*a.cost(), a.gain()*b.cost())
	})
	return all[:min(len(all), mostExperiments)]
}

// gain is how many pairs of rules are told apart.
func (e *Experiment) gain() int {
	n := e.Rules * e.Rules
	for _, o := range e.Outcomes {
		n -= o.Rules * o.Rules
	}
	return n
}

// cost is the minutes of bans, and as many for the trouble.
func (e *Experiment) cost() int { return e.Minutes + 10*e.Rules }

// trials are the rules that are left, one of each kind that experiments may tell apart.
func (s *search) trials() (all []trial) {
	seen := map[trial]bool{}
	for i := range s.alive {
		v := &s.alive[i]
		for _, b := range v.burst.ids {
			for _, a := range v.average.ids {
				for _, lag := range []int64{v.lag.from, v.lag.to} {
					t := trial{b, a, v.rule, lag, v.counted[0] == throttle.AllHits}
					if !seen[t] {
						seen[t] = true
						all = append(all, t)
					}
				}
			}
		}
	}
	if step := (len(all) + mostTrials - 1) / mostTrials; step > 1 {
		var some []trial
		for i := 0; i < len(all); i += step {
			some = append(some, all[i])
		}
		return some
	}
	return all
}

// carryOutAll carries a schedule out under all trials.
func (s *search) carryOutAll(sched Schedule, trials []trial) Experiment {
	e := Experiment{Schedule: sched, Rules: len(trials)}
	by, ids := map[string]int{}, []map[string]bool{}
	everywhere := map[string]int{}
	for _, t := range trials {
		refused, minutes := s.carryOut(sched, t)
		if len(refused) > 0 {
			e.Banned++
		}
		e.Minutes += minutes
		var key strings.Builder
		for _, n := range refused {
			key.WriteByte(byte(n))
			key.WriteByte(byte(n >> 8))
		}
		i, ok := by[key.String()]
		if !ok {
			i = len(e.Outcomes)
			by[key.String()] = i
			e.Outcomes, ids = append(e.Outcomes, Outcome{Refused: refused}), append(ids, map[string]bool{})
		}
		e.Outcomes[i].Rules++
		for _, id := range []string{t.burst, t.average} {
			if !ids[i][id] {
				ids[i][id] = true
				everywhere[id]++
			}
		}
	}
	for i := range e.Outcomes {
		for _, id := range slices.Sorted(maps.Keys(ids[i])) {
			if everywhere[id] < len(e.Outcomes) {
				e.Outcomes[i].Readings = append(e.Outcomes[i].Readings, id)
			}
		}
		e.Outcomes[i].Readings = s.inOrder(e.Outcomes[i].Readings)
	}
	slices.SortStableFunc(e.Outcomes, func(a, b Outcome) int { return cmp.Compare(b.Rules, a.Rules) })
	return e
}

// carryOut is which requests of a schedule one rule refuses, and for how many minutes it bans.
func (s *search) carryOut(sched Schedule, t trial) (refused []int, minutes int) {
	rules := s.rules(t)
	began, until := int64(-1), int64(-1)
	for i, offset := range sched.At {
		at := int64(offset)
		banned := at < until
		biting := banned && at >= began+t.lag
		violates := false
		for _, r := range rules {
			if t.all || !biting {
				violates = r.Judge(at).Violated || violates
			}
		}
		switch {
		case !banned && violates:
			began, until = at, at+t.ban
			biting = t.fate == throttle.Refused
			minutes += wholeMinutes(t.ban)
		case !banned || biting && !t.all:
		case t.extends == throttle.OnAnyHit, t.extends == throttle.OnViolation && violates:
			minutes += wholeMinutes(at + t.ban - until)
			until = at + t.ban
		case t.extends == throttle.Stacking && violates:
			minutes += wholeMinutes(t.ban)
			until += t.ban
		}
		if biting {
			refused = append(refused, i+1)
		}
	}
	return refused, minutes
}

func wholeMinutes(ns int64) int { return int(time.Duration(ns) / time.Minute) }

// rules are fresh ones of a trial.
func (s *search) rules(t trial) (all []quota.Rule) {
	for _, id := range []string{t.burst, t.average} {
		r, err := quota.LookupReading(id)
		if err != nil || r.Unenforced() {
			continue // NoBurst, or A4
		}
		threshold, _ := r.Of(s.terms.Thresholds)
		all = append(all, r.Rule(quota.Terms{Threshold: threshold}))
	}
	return all
}
