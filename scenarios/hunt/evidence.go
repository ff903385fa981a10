package hunt

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// evidence is where the latest requests began, in words.
type evidence struct{ latest []string }

// window is how many requests are looked back upon: those that fill the burst threshold of FedEx.
const window = 15

func (e *evidence) add(root string) {
	if len(e.latest) == window {
		e.latest = slices.Delete(e.latest, 0, 1)
	}
	e.latest = append(e.latest, root)
}

// cause is where most of them began. A fault of the scenario is named by its kind alone.
func (e *evidence) cause(*scenarios.Scenario) string {
	root, _ := e.most()
	return root
}

func (e *evidence) most() (root string, n int) {
	counts := map[string]int{}
	for _, r := range e.latest { // the first of those that are as many
		counts[r]++
	}
	for _, r := range e.latest {
		if counts[r] > n {
			root, n = r, counts[r]
		}
	}
	return root, n
}

// told is the same as a clause.
func (e *evidence) told() string {
	root, n := e.most()
	return fmt.Sprintf("%d of the last %d token requests because of: %s", n, len(e.latest), root)
}

// roots trace each token request to where its chain of causes began: to the fault that is to blame,
// or to its reason; one that replaces a token which another request had killed, to that one's.
type roots struct {
	of      map[uint64]string // by serial
	s       *scenarios.Scenario
	refused map[uint64]refusal // by token
	had     map[asker]bool     // who has got a token
}

// A refusal is what was wrong with a token that the API refused.
type refusal struct {
	reason   fakecarrier.Reason
	killedBy uint64
}

func newRoots(s *scenarios.Scenario) roots {
	return roots{map[uint64]string{}, s, map[uint64]refusal{}, map[asker]bool{}}
}

func (l *roots) add(r *measure.Record) {
	switch r.Kind {
	case measure.APIJudged:
		if r.Status >= 400 && r.Token != 0 {
			l.refused[r.Token] = refusal{r.Reason, r.KilledBy}
		}
	case measure.TokenJudged:
		l.of[r.Serial] = l.root(r)
	case measure.TokenAnswered:
		if r.Status == 200 {
			l.had[asker{r.Customer, r.Node}] = true
		}
	default:
	}
}

func (l *roots) root(r *measure.Record) string {
	was := l.refused[r.Rejected]
	if parent := l.of[was.killedBy]; r.Why == strategies.WhyRejected && parent != "" {
		return parent
	}
	hit := faults.Hit{
		Sizes: l.s.Sizes(), At: r.At, Node: int(r.Node), Customer: int(r.Customer), By: r.By,
		Why: r.Why, Reason: was.reason, Had: l.had[asker{r.Customer, r.Node}],
	}
	for _, f := range l.s.Faults {
		if f.Blames(&hit) {
			return f.Label()
		}
	}
	switch {
	case r.By != measure.ByFleet:
		return "somebody else"
	case r.Why == strategies.WhyRejected:
		return "a refused token, " + was.reason.String()
	case r.Why == strategies.WhyUnstated:
		return "no reason given"
	}
	return r.Why.String()
}

// marks are what happened in a run, whatever it came to: which answers, for which reasons, to
// requests that were sent for which reasons. They stand for the branches that were taken.
type marks map[mark]bool

type mark struct {
	kind   measure.Kind
	why    strategies.Why
	reason fakecarrier.Reason
	status uint16
	ban    fakecarrier.BanChange
	loss   uint16
	scale  int8 // of how many, or how long: powers of two
}

func (m marks) add(r *measure.Record) {
	k := mark{kind: r.Kind, why: r.Why, reason: r.Reason, status: r.Status, ban: r.Ban}
	if r.Kind == measure.SessionLost {
		k.loss = r.Click
	}
	m[k] = true
}

// scaled adds how much there was of a thing.
func (m marks) scaled(kind measure.Kind, why strategies.Why, n int) {
	scale := int8(0)
	for ; n > 0; n /= 2 {
		scale++
	}
	m[mark{kind: kind, why: why, loss: 1, scale: scale}] = true
}

// figures adds how many requests there were for each reason, how many actions failed, and how long
// the longest took.
func (m marks) figures(w *watch) {
	why := &w.tally.Token.Why
	for i, n := range []int{why.Cold, why.Expired, why.Rejected, why.Ahead, why.CacheDown, why.Probe} {
		m.scaled(measure.TokenJudged, strategies.Why(i+1), n)
	}
	m.scaled(measure.ActionFailed, 0, w.tally.Actions.Failed)
	m.scaled(measure.ActionSucceeded, 0, int(w.longest()/time.Second))
	m.scaled(measure.APIJudged, 0, len(w.killed))
}
