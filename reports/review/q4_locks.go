package review

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

var locked = []string{
	"naive", "lock", "lock-recheck", "try-lock", "lock-call", "single-flight", "queue", "leader",
	"recommended",
}

// locks is Q4: what a lock does on one node and on two.
func locks() question {
	return question{
		id: "Q4", title: "A lock", answer: answerLocks,
		text: "Does a lock solve the quota problem, or only shift it? What does it cost in latency? " +
			"Where should it stand?",
		needs: []need{
			{tokenDies(200, "100ms"), locked, []string{akamai}},
			{twoNodes(), locked, allReadings},
			{coexisting(), []string{"lock-recheck"}, []string{akamai}},
		},
	}
}

func answerLocks(e *evidence) Answer {
	one, two := e.at(tokenDies(200, "100ms")), e.at(twoNodes())
	alone, both := one.verdict("lock-recheck", akamai), two.verdict("lock-recheck", akamai)
	a, b := one.banned("lock-recheck", akamai), two.banned("lock-recheck", akamai)
	renewal := one.against("naive", "lock-recheck", akamai, p99)
	call := one.against("lock-recheck", "lock-call", akamai, median)
	return Answer{
		Claim: "a lock with a second look " + by(both, "survives", "does not survive",
			"is not shown to survive") + " on two nodes",
		Mark:    by(both, "survives on two", "banned on two", unsettled),
		Verdict: both.String(),
		Headline: sentence("%s: lock-recheck banned in %s on one node, %s on two; around renewal it "+
			"costs %s, around the call %s.", solves(alone, both), a.bare(), b.bare(),
			renewal.bare(), call.bare()),
		Figures: []Figure{
			sentence("Without the second look the lock is banned on one node in %s; with it, naive's %s "+
				"token requests become %s.", one.banned("lock", akamai),
				one.mean("naive", akamai, tokenRequests),
				one.mean("lock-recheck", akamai, tokenRequests)),
			sentence("Around the whole call: banned in %s, and the median call takes %s, %s against a "+
				"lock on renewal.", one.banned("lock-call", akamai),
				one.mean("lock-call", akamai, median),
				one.against("lock-recheck", "lock-call", akamai, median)),
			sentence("A lock on renewal costs the 99th percentile %s against naive.",
				one.against("naive", "lock-recheck", akamai, p99)),
			sentence("One renewer for both nodes: leader is banned in %s, recommended in %s.",
				two.banned("leader", akamai), two.banned("recommended", akamai)),
		},
		Table: lockTable(e, one, two),
		Conditions: append(two.underReadings("lock-recheck", allReadings...),
			two.elsewhere(e.at(coexisting()), "tokens coexist", "lock-recheck")),
	}
}

// solves says what a lock does, by the verdicts on one node and on two.
func solves(alone, both study.Verdict) string {
	switch {
	case alone == study.Pass && both == study.Fail:
		return "It shifts it"
	case alone == study.Pass && both == study.Pass:
		return "It solves it"
	case alone == study.Fail && both == study.Fail:
		return "It does not"
	case alone == study.Fail && both == study.Pass:
		return "On two only"
	case both == study.Fail:
		return "Not on two"
	}
	return "Not settled"
}

func lockTable(e *evidence, one, two view) *Table {
	caption := fmt.Sprintf("Runs with a ban and means of %d runs each, reading akamai. One node: %s. "+
		"Two: %s.", e.plan.seeds, one.scene.title, two.scene.title)
	return table(caption, "strategy", locked, one.banColumn("one node: ban", akamai),
		one.column("one node: median", median), one.column("one node: p99", p99),
		two.banColumn("two nodes: ban", akamai), two.column("two nodes: p99", p99))
}
