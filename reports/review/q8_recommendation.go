package review

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

const headlineEdge = "two nodes that cannot talk, by the number of users"

// recommendation is Q8: of all contenders, who passes the headline scenarios.
func recommendation() question {
	q := question{
		id: "Q8", title: "What to build", answer: answerRecommendation,
		text: "What should we build? A recommendation, and the assumptions under which it would " +
			"change.",
		needs: []need{{banFallen(), contenders, []string{akamai}}},
	}
	for _, s := range headlines() {
		q.needs = append(q.needs, need{s, contenders, allReadings})
	}
	q.needs = append(q.needs, need{endless(2, 1), []string{"limiter-1"}, []string{withoutRate}})
	s := twoNodes()
	q.capacity = []capacityNeed{{
		title: headlineEdge, scene: s, field: "fleet.users", unit: "users",
		values: steps(10, 1000, 10), strategies: contenders, readings: []string{akamai},
	}}
	return q
}

// A record is what a contender came to in all headline scenarios under one reading.
type record struct {
	strategy           string
	pass, fail         int
	failed, open       []string // titles of the scenes
	runs, bans         int      // where no ban is imposed
	leastServed, waits float64  // of the means: success at its worst, p99 added up
	worst              string   // leastServed with its interval
}

// recordOf judges a contender: not banned in the headline scenarios, and, under akamai, out of a
// ban that has fallen.
func (e *evidence) recordOf(strategy, reading string) record {
	r := record{strategy: strategy, leastServed: 1}
	judge := func(title string, v study.Verdict) {
		switch v {
		case study.Pass:
			r.pass++
		case study.Fail:
			r.fail++
			r.failed = append(r.failed, title)
		case study.Inconclusive:
			r.open = append(r.open, title)
		}
	}
	serve := func(v view) {
		m := v.study.Mean(v.contestant(strategy, reading), success)
		if m.N > 0 && (r.worst == "" || m.Mean < r.leastServed) {
			r.leastServed, r.worst = m.Mean, v.quantityCell(strategy, reading, success)
		}
	}
	for _, s := range headlines() {
		v := e.at(s)
		judge(s.title, v.verdict(strategy, reading))
		p := v.bans(strategy, reading)
		r.runs, r.bans = r.runs+p.N, r.bans+p.Hits
		serve(v)
		if m := v.study.Mean(v.contestant(strategy, reading), p99); m.N > 0 {
			r.waits += m.Mean
		}
	}
	if reading == akamai {
		v := e.at(banFallen())
		judge(banFallen().title, v.recoverVerdict(strategy, akamai))
		serve(v)
	}
	return r
}

func (r *record) scenes() int { return r.pass + r.fail + len(r.open) }

func (r *record) verdict() study.Verdict {
	switch {
	case r.fail > 0:
		return study.Fail
	case len(r.open) > 0:
		return study.Inconclusive
	}
	return study.Pass
}

// best orders records: fewest failed, most passed, fewest bans, best served where it is served
// worst, least waiting, name.
func best(a, b record) int {
	return cmp.Or(cmp.Compare(a.fail, b.fail), cmp.Compare(b.pass, a.pass),
		cmp.Compare(a.bans, b.bans), cmp.Compare(b.leastServed, a.leastServed),
		cmp.Compare(a.waits, b.waits), cmp.Compare(a.strategy, b.strategy))
}

func (e *evidence) ranked(reading string) []record {
	var all []record
	for _, s := range contenders {
		all = append(all, e.recordOf(s, reading))
	}
	slices.SortStableFunc(all, best)
	return all
}

// sharesNothing reports whether a strategy keeps to its node: no part of it reads a shared store.
func sharesNothing(strategy string) bool {
	s, err := spec.Lookup(strategy)
	return err == nil && !strategies.NeedsOf(s.Parts...).Shared
}

// unshared is the best of those that share nothing.
func unshared(all []record) record {
	i := slices.IndexFunc(all, func(r record) bool { return sharesNothing(r.strategy) })
	return all[i] // naive is among them
}

// recommended is the choice as a Review keeps it.
func (e *evidence) recommended() Recommendation {
	all := e.ranked(akamai)
	r := Recommendation{
		Verdict: all[0].verdict().String(), Strategy: all[0].strategy,
		About: wholeStory(all[0].strategy), Tied: []string{},
		Unshared: unshared(all).strategy,
	}
	r.UnsharedAbout = wholeStory(r.Unshared)
	for _, other := range all[1:] {
		if other.fail == all[0].fail && other.pass == all[0].pass {
			r.Tied = append(r.Tied, other.strategy)
		}
	}
	return r
}

// total is the bans over all headline scenarios that impose none. They are not alike, so that no
// interval holds for all of them together: the interval is that of each scenario by itself, if
// there was no ban.
func (e *evidence) total(r record) claim {
	first := e.at(headlines()[0])
	all := first.banned(r.strategy, akamai)
	each := study.Proportion{N: e.plan.seeds}
	all.value, all.detail = fmt.Sprintf("%d of %d", r.bans, r.runs), ""
	if r.bans == 0 {
		all.detail = fmt.Sprintf("each scenario %s", each)
	}
	for _, s := range headlines()[1:] {
		all.measures = append(all.measures, e.at(s).banned(r.strategy, akamai).measures...)
	}
	return all
}

func answerRecommendation(e *evidence) Answer {
	all := e.ranked(akamai)
	top, second := all[0], unshared(all)
	name := top.strategy
	total := e.total(top)
	two := e.at(twoNodes())
	a := Answer{
		Claim: name + " " + by(top.verdict(), "passes", "does not pass",
			"is not shown to pass") + " every headline scenario",
		Mark:    by(top.verdict(), name+" passes", "none passes all", unsettled),
		Verdict: top.verdict().String(),
		Headline: by(top.verdict(),
			sentence("Build %s: it passes all %d headline scenarios; where no ban is imposed it is banned "+
				"in %s.", name, top.scenes(), total),
			sentence("Nothing passes everywhere; %s comes closest: %d of %d scenarios failed, where no ban "+
				"is imposed it is banned in %s.", name, top.fail, top.scenes(), total),
			sentence("Not settled: %s leads with %d of %d scenarios passed, where no ban is imposed it is "+
				"banned in %s.", name, top.pass, top.scenes(), total)),
		Figures: []Figure{
			sentence("On two nodes %s succeeds in %s, its 99th percentile is %s.", name,
				two.mean(name, akamai, success), two.mean(name, akamai, p99)),
			sentence("It fills %s of the burst threshold and %s of the average one in the median run.",
				two.middle(name, akamai, burst), two.middle(name, akamai, average)),
			sentence("On two nodes it survives %s; naive %s.",
				e.frontier(headlineEdge).edge(name, akamai),
				e.frontier(headlineEdge).edge("naive", akamai)),
			sentence("Of those that share nothing between nodes %s does best: it fails in %s, is banned in "+
				"%s, and its 99th percentile on two nodes is %s.", second.strategy,
				enumerated(second.failed), e.total(second), two.mean(second.strategy, akamai, p99)),
		},
		Table: e.recordTable(all),
	}
	a.Conditions = e.assumptions(top, second)
	return a
}

// assumptions are those under which something else would be built.
func (e *evidence) assumptions(top, second record) []Condition {
	two, free := e.at(twoNodes()), e.at(coexisting())
	list := []Condition{
		condition("tokens coexist: the naive baseline would do on two nodes",
			two.verdict("naive", akamai), free.verdict("naive", akamai),
			free.bannedThen("naive", akamai)),
		condition("the average threshold is not enforced: 1/s for each of two nodes would do",
			e.at(endless(2, 1)).verdict("limiter-1", akamai),
			e.at(endless(2, 1)).verdict("limiter-1", withoutRate),
			e.at(endless(2, 1)).bannedThen("limiter-1", withoutRate)),
		condition("the nodes can share nothing, and scale out: "+second.strategy+" in place of "+
			top.strategy, e.at(scaleOut()).verdict(top.strategy, akamai),
			e.at(scaleOut()).verdict(second.strategy, akamai),
			e.at(scaleOut()).bannedThen(second.strategy, akamai)),
	}
	for _, reading := range allReadings[1:] {
		other := e.ranked(reading)[0]
		banned := e.at(twoNodes()).banned(other.strategy, reading)
		then := banned.worded("%s leads with %d of %d scenarios passed; on two nodes it is banned in %s",
			other.strategy, other.pass, other.scenes(), banned)
		open := top.verdict() == study.Inconclusive || other.verdict() == study.Inconclusive
		list = append(list, another("the ban rule is read as "+reading,
			other.strategy != top.strategy && !open, open, then))
	}
	return list
}

func (e *evidence) recordTable(all []record) *Table {
	t := &Table{
		Caption: fmt.Sprintf("Headline scenarios under akamai, %d runs each: passed are those where "+
			"a ban is shown to be rarer than 5 %%, or the way out of an imposed ban to be found in "+
			"95 %% of runs. Runs with a ban: where none is imposed. Served: the mean share of "+
			"actions, where it is lowest.", e.plan.seeds),
		Columns: []string{
			"strategy", "passed", "failed", "not settled", "runs with a ban", "served at worst",
		},
	}
	for _, r := range all {
		t.Rows = append(t.Rows, []string{
			r.strategy, fmt.Sprint(r.pass), fmt.Sprint(r.fail), fmt.Sprint(len(r.open)),
			fmt.Sprintf("%d of %d", r.bans, r.runs), r.worst,
		})
	}
	return t
}
