package review

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// throttled are a strategy of each kind: who hammers, who takes turns, who waits as long as for a
// ban or as long as it is told, and what we would build.
var throttled = []string{
	"naive", "lock-recheck", "breaker", "retry-after", "single-flight-retry-after",
	"recommended-unshared", "recommended",
}

// throttles is Q10: a carrier that refuses with 429 where FedEx bans.
func throttles() question {
	return question{
		id: "Q10", title: "Throttled instead of banned", answer: answerThrottles,
		text: "The provider throttles with 429 instead of banning: does that change what to build?",
		needs: []need{
			{throttledNodes, throttled, onlyMeters}, {hammered, throttled, onlyMeters},
			{announced, []string{"limit-headers", "limit-headers-spread", "recommended"},
				[]string{noBan}},
			{throttledNodes.titled("the same, tokens coexist").with("carrier.tokens=coexist"),
				[]string{"naive", "recommended"}, onlyMeters},
			{bannedNodes, throttled, onlyAkamai},
		},
	}
}

func answerThrottles(p *Plan) Answer {
	told, shut := p.at(throttledNodes).under(meters), p.at(hammered).under(meters)
	coexist := p.at(throttledNodes.with("carrier.tokens=coexist")).under(meters)
	headers, banned := p.at(announced).under(noBan), p.at(bannedNodes)
	verdict := told.unthrottled("recommended")
	a := judged(verdict, "recommended %s a throttle with FedEx's numbers without a refusal", passes,
		"no", "yes")
	a.Headline = sentence("%s: recommended is refused with 429 in %s and serves %s actions; naive %s.",
		by(verdict, "No", "Yes", "Not settled"), told.refused("recommended").short(),
		told.estimate("recommended", served).bare(), told.estimate("naive", served).bare())
	a.Figures = []Figure{
		sentence("Nobody is locked out, and nothing is cured. Naive serves %s actions where it is "+
			"throttled, %s where it is banned; of %s token requests %s are refused.",
			told.estimate("naive", served), banned.estimate("naive", served),
			told.estimate("naive", tokenRequests), told.estimate("naive", refusals)),
		sentence("What a 429 asks for is to wait as long as it says. A breaker of ten minutes serves "+
			"%s; single-flight-retry-after, one request a node that waits, %s, and the slowest calls of a "+
			"hundred take %s.", told.estimate("breaker", served),
			told.estimate("single-flight-retry-after", served),
			told.estimate("single-flight-retry-after", p99)),
		sentence("Waiting is not enough where everybody does: retry-after alone serves %s, for all "+
			"come back together.", told.estimate("retry-after", served)),
		sentence("Who shares nothing needs the carrier's own numbers: recommended-unshared, with the "+
			"ration for FedEx, serves %s, and %s where ten a minute are allowed and each refusal begins "+
			"the minute anew; recommended serves %s there.", told.estimate("recommended-unshared", served),
			shut.estimate("recommended-unshared", served), shut.estimate("recommended", served)),
		sentence("Where headers announce what is left, limit-headers-spread is refused in %s, "+
			"limit-headers, which waits only when nothing is left, in %s.",
			headers.refused("limit-headers-spread"), headers.refused("limit-headers")),
	}
	a.Table = table(fmt.Sprintf("%d runs each, two nodes, sixty users, thirteen "+
		"minutes. Served: actions that succeeded.", p.Seeds), "strategy", throttled,
		told.column("throttled: served", served), told.column("throttled: 429s", refusals),
		told.column("throttled: p99", p99), shut.column("10 a minute, restarting: served", served),
		banned.column("banned instead: served", served))
	a.Conditions = []Condition{
		condition("ten a minute are allowed, and each refusal begins the minute anew", verdict,
			shut.unthrottled("recommended"), phrase("recommended is refused in %s",
				shut.refused("recommended"))),
		condition("tokens coexist", told.unthrottled("naive"), coexist.unthrottled("naive"),
			phrase("naive is refused in %s, and serves %s", coexist.refused("naive"),
				coexist.estimate("naive", served))),
	}
	return a
}

// unthrottled judges whether the strategy is never refused with 429.
func (v view) unthrottled(strategy string) study.Verdict {
	return v.meets(strategy, study.NeverThrottled)
}

// refused is how many runs had a token request refused with 429.
func (v view) refused(strategy string) claim {
	return v.runs(strategy, refusals, v.misses(strategy, study.NeverThrottled))
}
