package review

import (
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A harm is what a run may come to that a strategy is judged by.
type harm struct {
	study.Criterion // that it did not happen
	figure          measure.Figure
	is              string // what befalls a strategy, after its name and the word is: "banned in"
}

// The harms. Bans that the scenario imposes are not held against anybody, unless hits keep them up.
func (t *stage) harms() (bans, losses, throttles harm) {
	chapter := reports.Chapter{Scenario: t.scenario}
	noBan := study.NoBan
	noBan.Met = func(o *measure.Outcome) bool { return chapter.Own(o) == 0 }
	return harm{noBan, banned, "banned in"}, harm{study.KeepsSessions, sessionsLost, "signed out in"},
		harm{study.NeverThrottled, refusals, "refused with 429 in"}
}

// judges are the harms that decide: bans where the scenario's carriers ban, the loss of sessions
// where it has some, and refusals where there is neither.
func (t *stage) judges() []harm {
	if t.decide != nil {
		return t.decide
	}
	bans, losses, throttles := t.harms()
	var list []harm
	if t.bans() {
		list = append(list, bans)
	}
	if slices.ContainsFunc(t.study.Plan.Contestants(), func(c study.Contestant) bool {
		return t.study.Proportion(c, study.KeepsSessions).N > 0
	}) {
		list = append(list, losses)
	}
	if len(list) == 0 {
		list = append(list, throttles)
	}
	t.decide = list
	return list
}

// bans reports whether one of the scenario's carriers can ban, or a run shows that it does.
func (t *stage) bans() bool {
	for _, c := range t.scenario.Carriers() {
		if !c.Banless() {
			return true
		}
	}
	return slices.ContainsFunc(t.study.Plan.Contestants(), func(c study.Contestant) bool {
		p := t.study.Proportion(c, study.NoBan)
		return p.Hits < p.N
	})
}

// criteria are those of the harms that decide.
func (t *stage) criteria() []study.Criterion {
	var list []study.Criterion
	for _, h := range t.judges() {
		list = append(list, h.Criterion)
	}
	return list
}

// does is what a strategy does by its verdict: where nobody is banned or signed out it passes.
func (t *stage) does() [3]string {
	if _, _, throttles := t.harms(); t.judges()[0].Name == throttles.Name {
		return passes
	}
	return survives
}

// survival is the verdict on a strategy by all that decides: FAIL where one harm is shown, PASS
// where none is.
func (v view) survival(strategy string) study.Verdict {
	worst := study.Pass
	for _, h := range v.judges() {
		switch v.meets(strategy, h.Criterion) {
		case study.Fail:
			return study.Fail
		case study.Inconclusive:
			worst = study.Inconclusive
		case study.Pass:
		}
	}
	return worst
}

// befalls is in how many runs a harm befell a strategy: banned in 3 of 75 runs.
func (v view) befalls(strategy string, h harm) claim {
	c := v.runs(strategy, h.figure, v.misses(strategy, h.Criterion))
	if c.measures[0].N == 0 {
		return c.as("not seen in any run")
	}
	return phrase(h.is+" %s", c)
}

// toll is what befell a strategy, and what did not, of all that decides; and refusals, which decide
// nothing where there are bans or sessions, where there were some.
func (v view) toll(strategy string) claim {
	list := v.judges()
	_, _, throttles := v.harms()
	if list[0].Name != throttles.Name && v.misses(strategy, throttles.Criterion).Hits > 0 {
		list = append(list, throttles)
	}
	var told []claim
	for _, h := range list {
		told = append(told, v.befalls(strategy, h))
	}
	return listed(told)
}

// worst is what befell a strategy most often.
func (v view) worst(strategy string) claim {
	list := v.judges()
	worst := list[0]
	for _, h := range list[1:] {
		if v.misses(strategy, h.Criterion).Hits > v.misses(strategy, worst.Criterion).Hits {
			worst = h
		}
	}
	return v.befalls(strategy, worst)
}

// servedWell is the least share of actions of which nobody complains (assumed).
const servedWell = 0.99

// serves is the end of a sentence that says what a strategy serves.
func (v view) serves(strategy string) claim {
	e := v.study.Estimate(v.contestant(strategy), success)
	share := v.estimate(strategy, success)
	switch {
	case e.N == 0:
		return claim{}
	case e.Interval.High < servedWell && v.survival(strategy) == study.Pass:
		return phrase(", but serves %s", share.as(share.cell()))
	}
	return phrase(", and serves %s", share.as(share.cell()))
}

// evidence is what the headline rests on.
func (f *field) evidence() []Figure {
	lead, runs := f.all[0], f.study.Plan.Seeds
	var figures []Figure
	if len(f.all) > 1 {
		figures = append(figures, f.counted())
	}
	if f.verdict() == study.Inconclusive && runs < enoughToPass {
		figures = append(figures, sentence("It takes %d runs without harm to show it to be rarer than "+
			"5 %%; here are %d: %s %s.", enoughToPass, runs, lead, f.toll(lead)))
	}
	if alike := f.alike(); len(alike) > 1 {
		figures = append(figures, sentence("The runs do not tell apart what these serve: %s.",
			f.eachServes(alike)))
	}
	if f.study.Estimate(f.contestant(lead), p99).N > 0 {
		figures = append(figures, sentence("%s answers half of the calls within %s, 99 of 100 within %s.",
			lead, f.estimate(lead, median), f.estimate(lead, p99)))
	}
	if f.study.Estimate(f.contestant(lead), burst).N > 0 {
		figures = append(figures, sentence("It fills %s of the burst threshold and %s of the average "+
			"one in the median run.", f.middle(lead, burst), f.middle(lead, average)))
	}
	if loser := f.loser(); loser != "" {
		figures = append(figures, sentence("%s is %s%s.", loser, f.worst(loser), f.serves(loser)))
	}
	if p := f.escapes(lead); p.N > 0 {
		figures = append(figures, sentence("After the trouble %s is well again in %s.", lead,
			f.recovers(lead)))
	}
	return append(figures, slices.Concat(f.unexpected(), f.uncounted())...)
}

// enoughToPass is how many runs without a ban show it to be rarer than 5 %.
const enoughToPass = 72

// eachServes is what each of them serves, of the first few.
func (f *field) eachServes(names []string) claim {
	const most = 4 // names that a reader takes in (assumed)
	var told []claim
	for _, name := range names[:min(most, len(names))] {
		share := f.estimate(name, success)
		told = append(told, phrase("%s %s", name, share.as(share.cell())))
	}
	if more := len(names) - most; more > 0 {
		told = append(told, claim{value: fmt.Sprintf("%d more alike", more)})
	}
	return listed(told)
}

// counted is how many strategies came to which verdict.
func (f *field) counted() Figure {
	does := f.does()
	var told []claim
	for i, names := range [][]string{f.passed, f.failed, f.few} {
		if len(names) == 0 {
			continue
		}
		const most = 6 // names that a reader takes in (assumed)
		c := phrase("%d of %d %s", len(names), len(f.all), plural(does[i], len(names)))
		if len(names) <= most {
			c.value += " (" + enumerated(names) + ")"
		}
		c.measures = f.befalls(names[0], f.judges()[0]).measures
		told = append(told, c)
	}
	return sentence("Under %s, in %s of each, %s.", f.reading,
		unit.Counted(f.study.Plan.Seeds, "run"), listed(told))
}

// plural is the verb for so many.
func plural(verb string, n int) string {
	if n == 1 {
		return verb
	}
	return map[string]string{
		survives[0]: "survive", survives[1]: "do not survive", survives[2]: "are not shown to survive",
		passes[0]: "pass", passes[1]: "do not pass", passes[2]: "are not shown to pass",
	}[verb]
}

// unexpected is of whom the scenario expects what the runs did not show.
func (f *field) unexpected() []Figure {
	var told []claim
	for _, name := range f.study.Ordered([]string{f.scenario.Name}, study.ByName) {
		c := f.contestant(name)
		p := f.study.Proportion(c, study.AsExpected)
		if p.Hits == p.N {
			continue
		}
		told = append(told, phrase("of %s in %s", name, f.expected(name, p)))
	}
	if len(told) == 0 {
		return nil
	}
	return []Figure{sentence("What the scenario expects is not always met: %s.", listed(told))}
}

// expected is in how many runs what is expected of a strategy was met.
func (v view) expected(strategy string, p study.Proportion) claim {
	return v.runs(strategy, measure.Figure{Name: "as_expected"}, p)
}

// uncounted is of whom runs failed: no figure counts them.
func (f *field) uncounted() []Figure {
	var told []claim
	for _, name := range f.study.Plan.Strategies {
		bans := f.befalls(name, f.judges()[0])
		if n := f.study.Plan.Seeds - bans.measures[0].N; n > 0 {
			c := phrase("%d of %d runs of %s", n, f.study.Plan.Seeds, name)
			c.measures = bans.measures
			told = append(told, c)
		}
	}
	if len(told) == 0 {
		return nil
	}
	return []Figure{sentence("Not carried through, and counted nowhere: %s.", listed(told))}
}
