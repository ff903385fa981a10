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
		q.needs = append(q.needs, need{tokenDies(users, "100ms"), spacings, []string{literal}})
	}
	q.needs = append(q.needs, need{tokenDies(1000, "100ms"), spacings, []string{literal, akamai}})
	return q
}

func answerDuration(e *evidence) Answer {
	v := e.at(tokenDies(1000, "100ms"))
	way := v.direction("naive", "spaced-300", literal, figure("banned"))
	quick, spaced := v.banned("naive", literal), v.banned("spaced-300", literal)
	verdict := direct(way, study.Pass, study.Fail, alike(v, literal))
	start := direct(way, "No, they shorten it", "Yes",
		by(verdict, "No difference", "Yes", "Not settled"))
	return Answer{
		Claim: "under the literal reading waits of 300 ms are " + by(verdict, "banned no more often",
			"banned more often", "not shown to be banned more or less often") + " than none",
		Mark: direct(way, "waits banned less", "waits banned more",
			by(verdict, "no difference", "", unsettled)),
		Verdict: verdict.String(),
		Headline: sentence("%s: read as literal, 1000 users, spaced-300 is banned in %s, naive in %s.",
			start, spaced.short(), quick.short()),
		Figures: []Figure{
			sentence("The token dies at second 120; the first ban falls at %s with waits of 300 ms, and "+
				"at %s without.", v.middle("spaced-300", literal, firstBan),
				v.middle("naive", literal, firstBan)),
			sentence("The storm of 1000 users sends %s token requests with waits of 300 ms, %s without.",
				v.mean("spaced-300", literal, tokenRequests), v.mean("naive", literal, tokenRequests)),
			e.otherHerds(),
		},
		Table:      e.durationTable(),
		Conditions: []Condition{whereFiveSecondsDoNotCount(v)},
	}
}

// alike is Pass where naive and spaced-300 differ under no seed, and there are enough seeds.
func alike(v view, reading string) study.Verdict {
	d := v.study.Against("naive", v.contestant("spaced-300", reading), figure("banned"))
	if d.Plus == 0 && d.Minus == 0 && v.verdict("naive", reading) != study.Inconclusive {
		return study.Pass
	}
	return study.Inconclusive
}

// otherHerds is in how many of the other herds the waits decide.
func (e *evidence) otherHerds() Figure {
	var worse, rest []claim
	for _, users := range durationHerd {
		v := e.at(tokenDies(users, "100ms"))
		spaced, quick := v.banned("spaced-300", literal), v.banned("naive", literal)
		both := spaced.worded("%d users (%s against %s)", users, spaced.bare(), quick.bare())
		both.measures = append(both.measures, quick.measures...)
		if v.direction("naive", "spaced-300", literal, figure("banned")) > 0 {
			worse = append(worse, both)
		} else {
			rest = append(rest, both)
		}
	}
	return sentence("Waits of 300 ms are shown to be banned more often than none with: %s; not "+
		"with: %s.",
		listed(worse), listed(rest))
}

// whereFiveSecondsDoNotCount is the other reading.
func whereFiveSecondsDoNotCount(v view) Condition {
	way := v.direction("naive", "spaced-300", akamai, figure("banned"))
	before := v.direction("naive", "spaced-300", literal, figure("banned"))
	spaced, quick := v.banned("spaced-300", akamai), v.banned("naive", akamai)
	then := spaced.worded("banned are with waits of 300 ms %s, without %s", spaced, quick)
	then.measures = append(then.measures, quick.measures...)
	open := func(way int, reading string) bool {
		return way == 0 && alike(v, reading) == study.Inconclusive
	}
	unsure := open(way, akamai) || open(before, literal)
	return another("the burst is counted over any 5 s, not second by second (akamai)",
		way != before && !unsure, unsure, then)
}

func (e *evidence) durationTable() *Table {
	caption := fmt.Sprintf("Runs with a ban, of %d each, reading literal, when one token dies.",
		e.plan.seeds)
	return table(caption, "strategy", spacings,
		byUsers(durationHerd, func(strategy string, users int) string {
			return cell(e.at(tokenDies(users, "100ms")).bans(strategy, literal))
		})...)
}
