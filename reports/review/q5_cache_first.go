package review

import "fmt"

var (
	lookers = []string{"naive", "naive-retry-0", "cache-first", "lock-recheck", "recommended"}
	sharers = []string{"cache-first", "single-flight", "queue", "lock-recheck", "recommended-unshared"}
)

// cacheFirst is Q5: a retry that reads the cache before it renews.
func cacheFirst() question {
	return question{
		id: "Q5", title: "Retry from the cache", answer: answerCacheFirst,
		text: "Retry from the cache: do users keep failing on a dead token? Is that better or worse " +
			"than everyone renewing?",
		needs: []need{
			{tokenDies(200, "100ms"), lookers, allReadings},
			{twoNodes, lookers, onlyAkamai},
			{liveRefused, sharers, onlyAkamai},
		},
	}
}

func answerCacheFirst(p *Plan) Answer {
	one, two, live := p.at(tokenDies(200, "100ms")), p.at(twoNodes), p.at(liveRefused)
	a := judged(one.verdict("cache-first"),
		"cache-first %s the death of one token on one node", survives, "survives", "banned")
	a.Headline = sentence("%s: with the cache first %s succeed, %s against naive.",
		direct(one.direction("naive", "cache-first", success), "Worse", "Better", "Undecided"),
		one.estimate("cache-first", success), one.against("naive", "cache-first", success))
	a.Figures = []Figure{
		sentence("Everyone renewing is banned in %s, the cache first in %s.",
			one.banned("naive"), one.banned("cache-first")),
		sentence("The dead token costs %s token requests with the cache first, %s against naive.",
			one.estimate("cache-first", tokenRequests), one.against("naive", "cache-first", tokenRequests)),
		sentence("Failed actions: %s with the cache first, %s with naive, %s without any retry, "+
			"where the refused token stays in the cache.", one.estimate("cache-first", failures),
			one.estimate("naive", failures), one.estimate("naive-retry-0", failures)),
		sentence("On two nodes the cache first serves %s of actions and is banned in %s.",
			two.estimate("cache-first", success), two.banned("cache-first")),
		sentence("Where live tokens are refused for a minute, one node is enough: the cache first is "+
			"banned in %s, single-flight in %s, a queue in %s, a lock with a second look in %s, "+
			"recommended-unshared, which rations renewals, in %s.", live.banned("cache-first"),
			live.banned("single-flight"), live.banned("queue"), live.banned("lock-recheck"),
			live.banned("recommended-unshared")),
	}
	a.Table = table(fmt.Sprintf("Runs with a ban, and the mean share that succeeds, of %d runs each, "+
		"reading akamai.", p.Seeds),
		"strategy", lookers, one.banColumn("one node: ban"), one.column("one node: succeeded", success),
		two.banColumn("two nodes: ban"), two.column("two nodes: succeeded", success))
	a.Conditions = one.otherwise("cache-first",
		one.elsewhere(two, "there are two nodes", "cache-first"),
		one.elsewhere(live, "live tokens are refused for a minute", "cache-first"))
	return a
}
