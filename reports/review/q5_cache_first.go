package review

import "fmt"

var lookers = []string{"naive", "naive-retry-0", "cache-first", "lock-recheck", "recommended"}

// cacheFirst is Q5: a retry that reads the cache before it renews.
func cacheFirst() question {
	return question{
		id: "Q5", title: "Retry from the cache", answer: answerCacheFirst,
		text: "Retry from the cache: do users keep failing on a dead token? Is that better or worse " +
			"than everyone renewing?",
		needs: []need{
			{tokenDies(200, "100ms"), lookers, allReadings},
			{twoNodes(), lookers, []string{akamai}},
		},
	}
}

func answerCacheFirst(e *evidence) Answer {
	one, two := e.at(tokenDies(200, "100ms")), e.at(twoNodes())
	way := one.direction("naive", "cache-first", akamai, success)
	served := one.mean("cache-first", akamai, success)
	than := one.against("naive", "cache-first", akamai, success)
	verdict := one.verdict("cache-first", akamai)
	return Answer{
		Claim: "cache-first " + by(verdict, "survives", "does not survive",
			"is not shown to survive") + " the death of one token on one node",
		Mark:    by(verdict, "survives", "banned", unsettled),
		Verdict: verdict.String(),
		Headline: direct(way,
			sentence("Worse: with the cache first %s succeed, %s against naive.", served, than),
			sentence("Better: with the cache first %s succeed, %s against naive.", served, than),
			sentence("Undecided: with the cache first %s succeed, %s against naive.", served,
				than)),
		Figures: []Figure{
			sentence("Everyone renewing is banned in %s, the cache first in %s.",
				one.banned("naive", akamai), one.banned("cache-first", akamai)),
			sentence("The dead token costs %s token requests with the cache first, %s against naive.",
				one.mean("cache-first", akamai, tokenRequests),
				one.against("naive", "cache-first", akamai, tokenRequests)),
			sentence("Failed actions: %s with the cache first, %s with naive, %s without any retry, "+
				"where the refused token stays in the cache.",
				one.mean("cache-first", akamai, failures), one.mean("naive", akamai, failures),
				one.mean("naive-retry-0", akamai, failures)),
			sentence("On two nodes the cache first serves %s of actions and is banned in %s.",
				two.mean("cache-first", akamai, success), two.banned("cache-first", akamai)),
		},
		Table: cacheFirstTable(e, one, two),
		Conditions: append(one.underReadings("cache-first", allReadings...),
			one.elsewhere(two, "there are two nodes", "cache-first")),
	}
}

func cacheFirstTable(e *evidence, one, two view) *Table {
	caption := fmt.Sprintf("Runs with a ban and means of %d runs each, reading akamai.", e.plan.seeds)
	return table(caption, "strategy", lookers, one.banColumn("one node: ban", akamai),
		one.column("one node: succeeded", success), two.banColumn("two nodes: ban", akamai),
		two.column("two nodes: succeeded", success))
}
