package review

import (
	"fmt"
)

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
			{twoNodes(), []string{"naive", "naive-retry-0", "spaced-300"}, []string{akamai}},
		},
	}
}

// direct is the word for a difference to a baseline.
func direct[T any](direction int, less, more, same T) T {
	switch {
	case direction < 0:
		return less
	case direction > 0:
		return more
	}
	return same
}

func answerRetries(e *evidence) Answer {
	v := e.at(tokenDies(200, "100ms"))
	word := func(strategy string) string {
		return direct(v.direction("naive", strategy, akamai, tokenRequests),
			"fewer requests", "more requests", "undecided")
	}
	waits := v.verdict("spaced-300", akamai)
	return Answer{
		Claim: "waits of 300 ms before each retry " + by(waits, "make", "do not make",
			"are not shown to make") + " naive survive the death of one token",
		Mark:     by(waits, "waits survive", "waits banned", unsettled),
		Verdict:  waits.String(),
		Headline: retryHeadline(v),
		Figures: []Figure{
			sentence("One retry: %s than three, %s; waits of 300 ms: %s, %s.",
				word("naive-retry-1"), v.against("naive", "naive-retry-1", akamai, tokenRequests),
				word("spaced-300"), v.against("naive", "spaced-300", akamai, tokenRequests)),
			sentence("Safety: naive is banned in %s, with one retry in %s, with none in %s, with waits of "+
				"300 ms in %s.", v.banned("naive", akamai), v.banned("naive-retry-1", akamai),
				v.banned("naive-retry-0", akamai), v.banned("spaced-300", akamai)),
			sentence("Who does not retry pays in service: without a retry %s of actions succeed, with "+
				"three %s.", v.mean("naive-retry-0", akamai, success), v.mean("naive", akamai, success)),
			sentence("Who waits pays in time: the slowest success takes %s with waits of 300 ms, %s "+
				"without.", v.mean("spaced-300", akamai, slowest), v.mean("naive", akamai, slowest)),
			constantOrExponential(v),
			sentence("A retry that looks into the cache first sends %s, %s against naive.",
				v.mean("cache-first", akamai, tokenRequests),
				v.against("naive", "cache-first", akamai, tokenRequests)),
		},
		Table: retryTable(e, v),
		Conditions: append(v.underReadings("spaced-300", allReadings...),
			v.elsewhere(e.at(twoNodes()), "there are two nodes", "spaced-300")),
	}
}

// retryHeadline sets one retry against three with constant and with exponential waits: how often
// they are banned, and what the waits cost those who are served.
func retryHeadline(v view) Figure {
	few, spaced := v.bans("naive-retry-1", akamai), v.bans("spaced-300", akamai)
	way := v.direction("spaced-300", "naive-retry-1", akamai, figure("banned"))
	banned := func(strategy string) claim { return v.banned(strategy, akamai).bare() }
	cost := v.against("naive", "spaced-300", akamai, slowest).bare()
	start := direct(way, "Fewer", "Spaced", "Neither")
	if way == 0 && few.Hits != spaced.Hits {
		start = "Not settled which"
	}
	return sentence("%s: banned with one retry %s runs, waits of 300 ms %s, exponential ones %s; "+
		"waits cost the slowest success %s.", start, banned("naive-retry-1"), banned("spaced-300"),
		banned("exponential"), cost)
}

func constantOrExponential(v view) Figure {
	differ := v.against("spaced-300", "exponential", akamai, tokenRequests)
	return direct(v.direction("spaced-300", "exponential", akamai, tokenRequests),
		sentence("Exponential waits send fewer requests than constant ones of 300 ms: %s.", differ),
		sentence("Exponential waits send more requests than constant ones of 300 ms: %s.", differ),
		sentence("Constant or exponential: no difference is shown: %s.", differ))
}

func retryTable(e *evidence, v view) *Table {
	caption := fmt.Sprintf("%s; %d runs each, reading akamai; means.", v.scene.title, e.plan.seeds)
	return table(caption, "strategy", retried, v.banColumn("runs with a ban", akamai),
		v.column("token requests", tokenRequests), v.column("failed actions", failures),
		v.column("slowest success", slowest))
}
