package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// anyHerd is searched for the number of users that contenders bear on two nodes.
func anyHerd() scene {
	s := twoNodes
	s.title = "two nodes that cannot talk, by the number of users"
	return s
}

// recommendation is Q8: of all contenders, who passes the headline scenarios.
func recommendation() question {
	q := question{
		id: "Q8", title: "What to build", answer: answerRecommendation,
		text: "What should we build? A recommendation, and the assumptions under which it would " +
			"change.",
		needs: []need{{banFallen, contenders, onlyAkamai}},
		searches: []*search{{
			need: need{anyHerd(), contenders, onlyAkamai}, field: "fleet.users", unit: "user",
			values: upTo(1000, 10),
		}},
	}
	for _, s := range headlines {
		q.needs = append(q.needs, need{s, contenders, allReadings})
	}
	q.needs = append(q.needs, need{endless(2, 1), []string{"limiter-1"}, []string{withoutRate}})
	return q
}

// A record is what a contender came to in all headline scenarios under one reading.
type record struct {
	strategy           string
	pass, fail, open   int      // scenes
	failed             []string // titles of the scenes
	counted            []string // the same, with the runs that were banned
	runs, bans         int      // where no ban is imposed
	leastServed, waits float64  // of the means: success at its worst, p99 added up
	worst              string   // leastServed with its interval
}

// recordOf judges a contender: not banned in the headline scenarios, and, under akamai, out of a
// ban that has fallen.
func (p *Plan) recordOf(strategy, reading string) record {
	r := record{strategy: strategy, leastServed: 1}
	for _, s := range headlines {
		v := p.at(s).under(reading)
		bans := v.bans(strategy)
		r.judge(v, v.verdict(strategy), fmt.Sprintf(" (%d of %d)", bans.Hits, bans.N))
		r.runs, r.bans = r.runs+bans.N, r.bans+bans.Hits
		if m := v.study.Mean(v.contestant(strategy), p99); m.N > 0 {
			r.waits += m.Mean
		}
	}
	if reading == akamai {
		v := p.at(banFallen)
		r.judge(v, v.recoverVerdict(strategy), "")
	}
	return r
}

// judge adds what came of one scene.
func (r *record) judge(v view, verdict study.Verdict, bans string) {
	switch verdict {
	case study.Pass:
		r.pass++
	case study.Fail:
		r.fail++
		r.failed = append(r.failed, v.scene.title)
		r.counted = append(r.counted, v.scene.title+bans)
	case study.Inconclusive:
		r.open++
	}
	m := v.study.Mean(v.contestant(r.strategy), success)
	if m.N > 0 && (r.worst == "" || m.Mean < r.leastServed) {
		r.leastServed, r.worst = m.Mean, v.estimate(r.strategy, success).cell()
	}
}

func (r *record) scenes() int { return r.pass + r.fail + r.open }

func (r *record) verdict() study.Verdict {
	switch {
	case r.fail > 0:
		return study.Fail
	case r.open > 0:
		return study.Inconclusive
	}
	return study.Pass
}

// standing is how many runs were banned, and where the record failed: how many of them there.
func (r *record) standing() string {
	text := fmt.Sprintf("passes %d of %d headline scenarios, banned in %d of %d runs", r.pass,
		r.scenes(), r.bans, r.runs)
	if r.fail > 0 {
		text += "; fails where " + strings.Join(r.counted, ", ")
	}
	return text
}

// best orders records: fewest failed, most passed, fewest bans, best served where it is served
// worst, least waiting, name.
func best(a, b record) int {
	return cmp.Or(cmp.Compare(a.fail, b.fail), cmp.Compare(b.pass, a.pass),
		cmp.Compare(a.bans, b.bans), cmp.Compare(b.leastServed, a.leastServed),
		cmp.Compare(a.waits, b.waits), cmp.Compare(a.strategy, b.strategy))
}

// ranked are the records of all contenders under a reading, the best first, and the best of those
// that share nothing between nodes.
func (p *Plan) ranked(reading string) (all []record, unshared record) {
	for _, s := range contenders {
		all = append(all, p.recordOf(s, reading))
	}
	slices.SortStableFunc(all, best)
	i := slices.IndexFunc(all, func(r record) bool { return sharesNothing(r.strategy) })
	return all, all[i] // naive is among them
}

// sharesNothing reports whether a strategy keeps to its node: no part of it reads a shared store.
func sharesNothing(strategy string) bool {
	s, err := spec.Lookup(strategy)
	return err == nil && !strategies.NeedsOf(s.Parts...).Shared
}

// recommended is the choice as a Review keeps it.
func (p *Plan) recommended() Recommendation {
	all, unshared := p.ranked(akamai)
	top := all[0]
	r := Recommendation{
		Verdict: top.verdict().String(), Strategy: top.strategy,
		About: aboutStrategy(top.strategy), Standing: top.standing(), Tied: []string{},
		Unshared: unshared.strategy, UnsharedAbout: aboutStrategy(unshared.strategy),
		UnsharedVerdict: unshared.verdict().String(), UnsharedStanding: unshared.standing(),
	}
	for _, other := range all[1:] {
		if other.fail == top.fail && other.pass == top.pass {
			r.Tied = append(r.Tied, other.strategy)
		}
	}
	return r
}

// total is the bans over all headline scenarios that impose none. They are not alike, so that no
// interval holds for all of them together: the interval is that of each scenario by itself, if
// there was no ban.
func (p *Plan) total(r *record) claim {
	all := claim{value: fmt.Sprintf("%d of %d", r.bans, r.runs), of: " runs"}
	if r.bans == 0 {
		all.detail = fmt.Sprintf("each scenario %s", study.Proportion{N: p.Seeds})
	}
	for _, s := range headlines {
		all.measures = append(all.measures, p.at(s).banned(r.strategy).measures...)
	}
	return all
}

func answerRecommendation(p *Plan) Answer {
	all, second := p.ranked(akamai)
	top, two, s := all[0], p.at(twoNodes), p.search(anyHerd().title)
	name, total := top.strategy, p.total(&top)
	a := judged(top.verdict(), name+" %s every headline scenario", passes, name+" passes",
		"none passes all")
	a.Headline = by(top.verdict(),
		sentence("Build %s: it passes all %d headline scenarios; where no ban is imposed it is banned "+
			"in %s.", name, top.scenes(), total),
		sentence("Nothing passes everywhere; %s comes closest: %d of %d scenarios failed, where no ban "+
			"is imposed it is banned in %s.", name, top.fail, top.scenes(), total),
		sentence("Not settled: %s leads with %d of %d scenarios passed, where no ban is imposed it is "+
			"banned in %s.", name, top.pass, top.scenes(), total))
	a.Figures = []Figure{
		sentence("On two nodes %s succeeds in %s, its 99th percentile is %s.", name,
			two.estimate(name, success), two.estimate(name, p99)),
		sentence("It fills %s of the burst threshold and %s of the average one in the median run.",
			two.middle(name, burst), two.middle(name, average)),
		sentence("On two nodes it survives %s; naive %s.", s.edge(name), s.edge("naive")),
		sentence("Of those that share nothing between nodes %s does best: it fails in %s, is banned in "+
			"%s, and its 99th percentile on two nodes is %s.", second.strategy,
			enumerated(second.failed), p.total(&second), two.estimate(second.strategy, p99)),
	}
	a.Table = p.recordTable(all)
	a.Conditions = p.assumptions(&top, &second)
	return a
}

// assumptions are those under which something else would be built.
func (p *Plan) assumptions(top, second *record) []Condition {
	two, limited, scaled := p.at(twoNodes), p.at(endless(2, 1)), p.at(scaleOut)
	list := []Condition{
		two.elsewhere(p.at(coexisting), "tokens coexist: the naive baseline would do on two nodes",
			"naive"),
		limited.elsewhere(limited.under(withoutRate),
			"the average threshold is not enforced: 1/s for each of two nodes would do", "limiter-1"),
		condition("the nodes can share nothing, and scale out: "+second.strategy+" in place of "+
			top.strategy, scaled.verdict(top.strategy), scaled.verdict(second.strategy),
			scaled.bannedThen(second.strategy)),
	}
	for _, reading := range allReadings[1:] {
		all, _ := p.ranked(reading)
		other := all[0]
		open := top.verdict() == study.Inconclusive || other.verdict() == study.Inconclusive
		c := another("the ban rule is read as "+reading, other.strategy != top.strategy && !open, open,
			phrase("%s leads with %d of %d scenarios passed; on two nodes it is banned in %s",
				other.strategy, other.pass, other.scenes(), two.under(reading).banned(other.strategy)))
		c.Reading = reading
		list = append(list, c)
	}
	return list
}

func (p *Plan) recordTable(all []record) *Table {
	t := &Table{
		Caption: fmt.Sprintf("Headline scenarios under akamai, %d runs each: passed are those where "+
			"a ban is shown to be rarer than 5 %%, or the way out of an imposed ban to be found in "+
			"95 %% of runs. Runs with a ban: where none is imposed. Served: the mean share of "+
			"actions, where it is lowest.", p.Seeds),
		Columns: []string{
			"strategy", "passed", "failed", "not settled", "runs with a ban", "served at worst",
		},
	}
	for _, r := range all {
		t.Rows = append(t.Rows, []string{
			r.strategy, fmt.Sprint(r.pass), fmt.Sprint(r.fail), fmt.Sprint(r.open),
			fmt.Sprintf("%d of %d", r.bans, r.runs), r.worst,
		})
	}
	return t
}
