package hunt

import (
	"errors"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// A verdict is what a run came to.
type verdict struct {
	breaches []Breach
	near     []float64 // by rule: from 0 to 1, which is at its bound
	marks    marks
	run      *watch // nil: it did not end
	soon     bool   // it ended too soon to tell whether users are served again
	events   uint64 // that the runs took
}

// A question is what is asked of a run.
type question struct {
	properties []Property // none: all
	twice      bool       // the run is carried out a second time, for its digest
}

func (q *question) asks(p Property) bool {
	return len(q.properties) == 0 || slices.Contains(q.properties, p)
}

// Judge carries out a run of the subject in a scenario, beside the clairvoyant where that decides,
// and returns the breaches of these properties, of all where none is named.
func Judge(s *scenarios.Scenario, subject *Subject, properties ...Property) []Breach {
	v := judge(s, subject, question{properties, true})
	return v.breaches
}

func judge(s *scenarios.Scenario, subject *Subject, q question) (v verdict) {
	v.near = make([]float64, len(rules))
	run, err := observe(s, subject)
	if err != nil {
		v.unsound(err, &q)
		return v
	}
	t := newTrial(s, subject, run)
	v.events = run.tally.Events
	v.run, v.marks = run, run.marks
	v.marks.figures(run)
	for i, r := range rules {
		if r.near != nil && q.asks(r.property) {
			v.near[i] = r.near(t)
		}
	}
	if q.twice && q.asks(Soundness) {
		v.breaches = append(v.breaches, t.repeated()...)
	}
	fair := q.asks(Soundness) && Fair(s)
	if !fair && t.fine() {
		return v
	}
	if t.bound, err = observe(s, subject.clairvoyant()); err != nil {
		v.unsound(err, &q)
		return v
	}
	v.events += t.bound.tally.Events
	v.breaches = append(v.breaches, t.breaches(&q)...)
	v.soon = len(v.breaches) == 0 && q.asks(Liveness) && t.endsUnserved()
	if fair {
		v.breaches = append(v.breaches, t.bounded()...)
	}
	return v
}

// unsound notes a run that did not end, unless it is one that takes too long to be known.
func (v *verdict) unsound(err error, q *question) {
	v.events += mostTaken / 4 // assumed: nobody counted them
	if q.asks(Soundness) && !errors.Is(err, world.ErrTooLong) {
		v.breaches = append(v.breaches, unsound(err))
	}
}

// repeated tells of a second run that is not the first.
func (t *trial) repeated() []Breach {
	again, err := observe(t.Scenario, t.subject)
	switch {
	case err != nil:
		return []Breach{unsound(err)}
	case again.tally.Digest != t.run.tally.Digest:
		return []Breach{{Soundness, anotherDigest, "time or chance that is not the run's",
			again.tally.Digest + " after " + t.run.tally.Digest}}
	}
	return nil
}

// bounded tells of a clairvoyant who is no bound.
func (t *trial) bounded() []Breach {
	what, err := t.beaten()
	switch {
	case errors.Is(err, world.ErrTooLong):
	case err != nil:
		return []Breach{unsound(err)}
	case what != "":
		return []Breach{{Soundness, beaten, "the clairvoyant is no bound", what}}
	}
	return nil
}

// breaches are those of the rules.
func (t *trial) breaches(q *question) (all []Breach) {
	if t.ungoverned() {
		return nil
	}
	for _, r := range rules {
		if !q.asks(r.property) || t.duel && !r.duels {
			continue
		}
		if what := r.breaks(t); what != "" {
			all = append(all, Breach{r.property, r.signal, r.cause(t), what})
		}
	}
	return all
}

// fine reports whether there is nothing to hold against a run, whatever the clairvoyant does.
func (t *trial) fine() bool {
	w := t.run
	began, ok := w.served(0, w.length-mostWait(t.Scenario))
	return ok == began && w.ownBan == 0 && w.most <= 10*t.Fleet.Customers+10 && w.expired == 0 &&
		w.lost.Loss() == 0 && len(w.killed) <= w.kills(t.Scenario) &&
		w.longest() <= mostWait(t.Scenario)
}
