package review

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

var (
	spacings     = []string{"naive", "spaced-200", "spaced-300", "exponential-full-jitter"}
	durationHerd = []int{200, 500, 1000, 2000}
)

// duration is Q3: whether waits carry a storm into its fifth second.
func duration() question {
	q := question{
		id: "Q3", title: "Past five seconds", answer: answerDuration,
		text: "Does spacing retries prolong the storm past five seconds, where a quick burst would " +
			"have stayed under it?",
	}
	for _, users := range durationHerd {
		q.needs = append(q.needs,
			need{tokenDies(users, "100ms").bansAlone(), spacings, []string{literal}})
	}
	q.needs = append(q.needs, need{tokenDies(1000, "100ms"), spacings, []string{literal, akamai}})
	return q
}

func answerDuration(p *Plan) Answer {
	any5s := p.at(tokenDies(1000, "100ms"))
	v := any5s.under(literal)
	way, verdict := waitsMatter(v)
	a := judged(verdict, "under the literal reading waits of 300 ms are %s than none", [...]string{
		"banned no more often", "banned more often", "not shown to be banned more or less often",
	}, direct(way, "waits banned less", "", "no difference"), "waits banned more")
	start := by(verdict, direct(way, "No, they shorten it", "", "No difference"), "Yes",
		"Not settled")
	a.Headline = sentence("%s: read as literal, 1000 users, spaced-300 is banned in %s, naive in %s.",
		start, v.banned("spaced-300").short(), v.banned("naive").short())
	a.Figures = []Figure{
		sentence("The token dies at second 120; the first ban falls at %s with waits of 300 ms, and "+
			"at %s without.", v.middle("spaced-300", firstBan), v.middle("naive", firstBan)),
		sentence("The storm of 1000 users sends %s token requests with waits of 300 ms, %s without.",
			v.estimate("spaced-300", tokenRequests), v.estimate("naive", tokenRequests)),
		p.otherHerds(),
	}
	a.Table = table(fmt.Sprintf("Runs with a ban, of %d each, reading literal, when one token dies.",
		p.Seeds), "strategy", spacings,
		byUsers(durationHerd, func(strategy string, users int) study.Proportion {
			return p.at(tokenDies(users, "100ms")).under(literal).bans(strategy)
		})...)
	other, its := waitsMatter(any5s)
	open := verdict == study.Inconclusive || its == study.Inconclusive
	a.Conditions = []Condition{another(
		"the burst is counted over any 5 s, not second by second (akamai)", other != way && !open, open,
		phrase("banned are with waits of 300 ms %s, without %s", any5s.banned("spaced-300"),
			any5s.banned("naive")))}
	return a
}

// waitsMatter is whether waits of 300 ms are banned more often than none, 1, or less often, -1. The
// verdict is FAIL where they are banned more often; with no difference it is PASS where both are
// banned under the same seeds, and there are enough seeds.
func waitsMatter(v view) (way int, verdict study.Verdict) {
	way = v.direction("naive", "spaced-300", banned)
	d := v.study.Against("naive", v.contestant("spaced-300"), banned)
	alike := d.Plus == 0 && d.Minus == 0 && v.verdict("naive") != study.Inconclusive
	switch {
	case way > 0:
		return way, study.Fail
	case way < 0 || alike:
		return way, study.Pass
	}
	return way, study.Inconclusive
}

// otherHerds is in how many of the other herds the waits decide.
func (p *Plan) otherHerds() Figure {
	var worse, rest []claim
	for _, users := range durationHerd {
		v := p.at(tokenDies(users, "100ms")).under(literal)
		both := phrase("%d users (%s against %s)", users, v.banned("spaced-300").bare(),
			v.banned("naive").bare())
		if v.direction("naive", "spaced-300", banned) > 0 {
			worse = append(worse, both)
		} else {
			rest = append(rest, both)
		}
	}
	return sentence("Waits of 300 ms are shown to be banned more often than none with: %s; not "+
		"with: %s.", listed(worse), listed(rest))
}
