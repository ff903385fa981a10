package review

import "fmt"

var retried = []string{
	"naive", "naive-retry-2", "naive-retry-1", "naive-retry-0", "spaced-200", "spaced-300",
	"spaced-100-300-600", "exponential", "exponential-full-jitter",
	"exponential-decorrelated-jitter", "cache-first",
}

// retries is Q2: fewer retries against spaced ones.
func retries() question {
	return question{
		id: "Q2", title: "Fewer or spaced retries", answer: answerRetries,
		text: "Fewer retries or spaced retries: what does each buy in safety, what does it cost in " +
			"waiting? Constant or exponential?",
		needs: []need{
			{tokenDies(200, "100ms"), retried, allReadings},
			{twoNodes, []string{"naive", "naive-retry-0", "spaced-300"}, onlyAkamai},
		},
	}
}

func answerRetries(p *Plan) Answer {
	v := p.at(tokenDies(200, "100ms"))
	word := func(strategy string) string {
		return direct(v.direction("naive", strategy, tokenRequests),
			"fewer requests", "more requests", "undecided")
	}
	a := judged(v.verdict("spaced-300"),
		"waits of 300 ms before each retry %s naive survive the death of one token",
		[...]string{"make", "do not make", "are not shown to make"}, "waits survive", "waits banned")
	a.Headline = retryHeadline(v)
	a.Figures = []Figure{
		sentence("One retry: %s than three, %s; waits of 300 ms: %s, %s.",
			word("naive-retry-1"), v.against("naive", "naive-retry-1", tokenRequests),
			word("spaced-300"), v.against("naive", "spaced-300", tokenRequests)),
		sentence("Safety: naive is banned in %s, with one retry in %s, with none in %s, with waits of "+
			"300 ms in %s.", v.banned("naive"), v.banned("naive-retry-1"), v.banned("naive-retry-0"),
			v.banned("spaced-300")),
		sentence("Who does not retry pays in service: without a retry %s of actions succeed, with "+
			"three %s.", v.estimate("naive-retry-0", success), v.estimate("naive", success)),
		sentence("Who waits pays in time: the slowest success takes %s with waits of 300 ms, %s "+
			"without.", v.estimate("spaced-300", slowest), v.estimate("naive", slowest)),
		sentence(direct(v.direction("spaced-300", "exponential", tokenRequests),
			"Exponential waits send fewer requests than constant ones of 300 ms: %s.",
			"Exponential waits send more requests than constant ones of 300 ms: %s.",
			"Constant or exponential: no difference is shown: %s."),
			v.against("spaced-300", "exponential", tokenRequests)),
		sentence("A retry that looks into the cache first sends %s, %s against naive.",
			v.estimate("cache-first", tokenRequests), v.against("naive", "cache-first", tokenRequests)),
	}
	a.Table = table(fmt.Sprintf("%s; %d runs each, reading akamai; medians.", v.scene.title, p.Seeds),
		"strategy", retried, v.banColumn("runs with a ban"), v.column("token requests", tokenRequests),
		v.column("failed actions", failures), v.column("slowest success", slowest))
	a.Conditions = v.otherwise("spaced-300",
		v.elsewhere(p.at(twoNodes), "there are two nodes", "spaced-300"))
	return a
}

// retryHeadline sets one retry against three with constant and with exponential waits: how often
// they are banned, and what the waits cost those who are served.
func retryHeadline(v view) Figure {
	way := v.direction("spaced-300", "naive-retry-1", banned)
	start := direct(way, "Fewer", "Spaced", "Neither")
	if way == 0 && v.bans("naive-retry-1").Hits != v.bans("spaced-300").Hits {
		start = "Not settled which"
	}
	return sentence("%s: banned with one retry %s runs, waits of 300 ms %s, exponential ones %s; "+
		"waits cost the slowest success %s.", start, v.banned("naive-retry-1").bare(),
		v.banned("spaced-300").bare(), v.banned("exponential").bare(),
		v.against("naive", "spaced-300", slowest).bare())
}
