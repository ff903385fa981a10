package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// An Own is a scenario that whoever asks for a review has named, with the strategies that run in
// it. It becomes a question, and a study of its own.
type Own struct {
	Typed      string // the scenario, as a command line names it
	Scenario   *scenarios.Scenario
	Strategies []spec.Strategy
	Files      []study.Input // those of the strategies that are written in one
	Readings   []string      // to run under, beside the scenario's own
}

// readings are those of the study: the scenario's own, which the others are held against, first.
func (o *Own) readings() []string {
	return union([]string{o.Scenario.Carrier.Reading}, o.Readings)
}

// plan is the study, but for its strategies and readings. The error is of a file that the scenario
// names.
func (o *Own) plan(p study.Plan) (study.Plan, error) {
	p.Inputs = slices.Clone(o.Files)
	err := p.AddScenario(o.Typed, o.Scenario)
	return p, err
}

// scene is the scenario as questions know theirs.
func (o *Own) scene() scene {
	title := strings.TrimSuffix(firstSentence(o.Scenario.About), ".")
	return scene{title: title, base: o.Typed, own: o}
}

// strategy is one of the strategies, by its name.
func (o *Own) strategy(name string) (spec.Strategy, error) {
	for _, s := range o.Strategies {
		if s.Name == name {
			return s, nil
		}
	}
	return spec.Lookup(name)
}

// typed are the strategies of these names as a command line names them.
func (o *Own) typed(names []string) []string {
	if o == nil {
		return names
	}
	var typed []string
	for _, name := range names {
		at := slices.IndexFunc(o.Files, func(file study.Input) bool { return file.Strategy == name })
		if at >= 0 {
			name = o.Files[at].Name
		}
		typed = append(typed, name)
	}
	return typed
}

// question is which strategies survive the scenario: number tells it from those of other scenarios.
func (o *Own) question(number int) question {
	var names []string
	for _, s := range o.Strategies {
		names = append(names, s.Name)
	}
	name, scene := o.Scenario.Name, o.scene()
	return question{
		id: fmt.Sprintf("S%d", number), title: name, own: o,
		text: fmt.Sprintf("Who survives %s, of %d that were run, and under which reading does that "+
			"change?", name, len(names)),
		needs: []need{{scene, names, o.readings()}},
		answer: func(p *Plan) Answer {
			return view{p.find(scene), o.Scenario.Carrier.Reading}.answer()
		},
	}
}

// A field is who comes to what in a scenario, under one reading.
type field struct {
	view
	all                 []string // the best first: by verdict, then as Ordered says
	passed, failed, few []string // the same by verdict; few: not settled
}

// bound is the strategy that nobody can build: it knows what others do. It leads nothing.
const bound = "clairvoyant"

// standings puts the strategies in the order of their verdicts. Of those that pass the one that
// serves most stands first, of others the one that is harmed least; those of which no run tells
// anything, and the bound, stand last.
func (v view) standings() field {
	f := field{view: v}
	of := v.study
	for _, name := range of.Ordered([]string{v.scenario.Name}, study.ByOutcome, v.criteria()...) {
		list := by(v.survival(name), &f.passed, &f.failed, &f.few)
		*list = append(*list, name)
	}
	slices.SortStableFunc(f.passed, func(a, b string) int {
		return -cmp.Compare(v.share(a), v.share(b))
	})
	for _, list := range [][]string{f.passed, f.few, f.failed} {
		slices.SortStableFunc(list, func(a, b string) int {
			return cmp.Compare(v.last(a), v.last(b))
		})
	}
	f.all = slices.Concat(f.passed, f.few, f.failed)
	return f
}

// last is more than 0 for who comes last.
func (v view) last(strategy string) int {
	switch {
	case v.misses(strategy, v.judges()[0].Criterion).N == 0:
		return 2
	case strategy == bound:
		return 1
	}
	return 0
}

// share is the mean share of actions that a strategy serves; 0 where no run tells.
func (v view) share(strategy string) float64 {
	if m := v.study.Mean(v.contestant(strategy), success); m.N > 0 {
		return m.Mean
	}
	return 0
}

// alike are those strategies that pass which the runs do not tell from the first of them by what
// they serve.
func (f *field) alike() []string {
	return slices.DeleteFunc(slices.Clone(f.passed), func(other string) bool {
		return other != f.all[0] && f.direction(f.all[0], other, success) != 0
	})
}

// servesBest reports whether the first of those that pass is shown to serve more than any other.
func (f *field) servesBest() bool {
	return !slices.ContainsFunc(f.passed[1:], func(other string) bool {
		return f.direction(f.all[0], other, success) >= 0
	})
}

// verdict is PASS where a strategy survives, FAIL where all are shown not to.
func (f *field) verdict() study.Verdict {
	switch {
	case len(f.passed) > 0:
		return study.Pass
	case len(f.few) > 0:
		return study.Inconclusive
	}
	return study.Fail
}

// answer is the answer for the scenario of the view.
func (v view) answer() Answer {
	f := v.standings()
	verdict, lead, name := f.verdict(), f.all[0], v.scenario.Name
	does := v.does()
	a := judged(verdict, fmt.Sprintf("%s %%s %s", lead, name), does,
		lead+" "+does[0], "none "+does[0])
	if verdict == study.Fail && len(f.all) > 1 {
		a.Claim = fmt.Sprintf("none of %d strategies %s %s", len(f.all), does[0], name)
	}
	if n := len(f.passed); n > 1 {
		a.Mark = fmt.Sprintf("%d of %d %s", n, len(f.all), plural(does[0], n))
	}
	a.Scenario = name
	a.Conditions = f.conditions()
	a.Headline = f.headline(a.Conditions)
	a.Figures = f.evidence()
	return a
}

// loser is the strategy that fails, or is harmed, and is worth a word: naive, which everybody
// begins with, else the last one; empty: there is none beside the first.
func (f *field) loser() string {
	harmed := slices.DeleteFunc(slices.Clone(f.all[1:]), func(name string) bool {
		return f.worst(name).measures[0].Value == nil || *f.worst(name).measures[0].Value == 0
	})
	switch {
	case len(harmed) == 0:
		return ""
	case slices.Contains(harmed, "naive"):
		return "naive"
	}
	return harmed[len(harmed)-1]
}

// headline is the answer in a sentence, and what would change it in a second.
func (f *field) headline(conditions []Condition) Figure {
	lead, name, n, does := f.all[0], f.scenario.Name, len(f.all), f.does()
	var c claim
	switch verdict := f.verdict(); {
	case f.study.Plan.Seeds == 1:
		c = phrase("One run settles nothing for %s: %s is %s", name, lead, f.sum())
	case verdict == study.Inconclusive:
		c = phrase("Not settled for %s: %s is %s", name, lead, f.sum())
	case verdict == study.Fail && n == 1:
		c = phrase("%s %s %s: %s", lead, does[1], name, f.sum())
	case verdict == study.Fail:
		c = phrase("None of %d strategies %s %s: %s is %s", n, does[0], name, lead, f.sum())
	case len(f.passed) == 1:
		c = phrase("%s %s %s: %s", lead, does[0], name, f.sum())
	case f.servesBest():
		c = phrase("%s %s %s and serves best of %d that do: %s", lead, does[0], name, len(f.passed),
			f.sum())
	case len(f.passed) == n:
		c = phrase("All strategies %s %s: %s is %s", plural(does[0], n), name, lead, f.sum())
	default:
		c = phrase("%d of %d strategies %s %s: %s is %s", len(f.passed), n, plural(does[0], n), name,
			lead, f.sum())
	}
	all := []any{c}
	if p := f.study.Proportion(f.contestant(lead), study.AsExpected); p.Hits < p.N {
		all = append(all, phrase(" What %s expects of it is met in %s.", name, f.expected(lead, p)))
	}
	for _, condition := range conditions {
		if condition.Changes {
			then := claim{measures: condition.Then.Measures}
			then.value = " " + strings.Replace(condition.Then.Text, "It changes:",
				"It changes under "+condition.Reading+":", 1)
			all = append(all, then)
		}
	}
	return sentence(strings.Repeat("%s", len(all)), all...)
}

// sum is what became of the first strategy, and of one that is worse.
func (f *field) sum() claim {
	lead, loser := f.all[0], f.loser()
	if loser == "" {
		return phrase("%s%s.", f.toll(lead), f.serves(lead))
	}
	return phrase("%s%s; %s is %s.", f.toll(lead), f.serves(lead), loser, f.worst(loser))
}

// conditions are what becomes of the answer under the other readings.
func (f *field) conditions() []Condition {
	list := []Condition{}
	lead, before := f.all[0], f.verdict()
	for _, reading := range f.study.Plan.Readings {
		if reading == f.reading {
			continue
		}
		other := f.under(reading).standings()
		after, of := other.survival(lead), lead
		if before == study.Fail {
			after, of = other.verdict(), other.all[0] // does anybody survive there?
		}
		then := phrase("%s is %s", of, other.toll(of))
		if after == study.Fail && len(other.passed) > 0 {
			then = phrase("%s; %s %s", then, other.passed[0], f.does()[0])
			then.measures = append(then.measures, other.toll(other.passed[0]).measures...)
		}
		c := condition("the ban rule is read as "+reading, before, after, then)
		c.Reading = reading
		list = append(list, c)
	}
	return list
}
