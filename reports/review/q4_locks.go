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
			{tokenDies(200, "100ms"), locked, onlyAkamai},
			{twoNodes, locked, allReadings},
			{coexisting, []string{"lock-recheck"}, onlyAkamai},
		},
	}
}

func answerLocks(p *Plan) Answer {
	one, two := p.at(tokenDies(200, "100ms")), p.at(twoNodes)
	both := two.verdict("lock-recheck")
	renewal := one.against("naive", "lock-recheck", p99)
	call := one.against("lock-recheck", "lock-call", median)
	a := judged(both, "a lock with a second look %s on two nodes", survives, "survives on two",
		"banned on two")
	a.Headline = sentence("%s: lock-recheck banned in %s on one node, %s on two; around renewal it "+
		"costs %s, around the call %s.", solves(one.verdict("lock-recheck"), both),
		one.banned("lock-recheck").bare(), two.banned("lock-recheck").bare(), renewal.bare(),
		call.bare())
	a.Figures = []Figure{
		sentence("Without the second look the lock is banned on one node in %s; with it, naive's %s "+
			"token requests become %s.", one.banned("lock"), one.estimate("naive", tokenRequests),
			one.estimate("lock-recheck", tokenRequests)),
		sentence("Around the whole call: banned in %s, and the median call takes %s, %s against a "+
			"lock on renewal.", one.banned("lock-call"), one.estimate("lock-call", median), call),
		sentence("A lock on renewal costs the 99th percentile %s against naive.", renewal),
		sentence("One renewer for both nodes: leader is banned in %s, recommended in %s.",
			two.banned("leader"), two.banned("recommended")),
	}
	a.Table = table(fmt.Sprintf("Runs with a ban and medians of %d runs each, reading akamai. One "+
		"node: %s. Two: %s.", p.Seeds, one.scene.title, two.scene.title), "strategy", locked,
		one.banColumn("one node: ban"), one.column("one node: median", median),
		one.column("one node: p99", p99), two.banColumn("two nodes: ban"),
		two.column("two nodes: p99", p99))
	a.Conditions = two.otherwise("lock-recheck",
		two.elsewhere(p.at(coexisting), "tokens coexist", "lock-recheck"))
	return a
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
