package review

import (
	"fmt"
	"strconv"
)

// A fleet is how many nodes and customers share a public IP.
type fleet struct{ nodes, customers int }

var (
	limited = []string{
		"limiter-1", "limiter-1.5", "ration", "ration-nodes", "recommended-unshared",
	}
	fleets      = []fleet{{1, 1}, {2, 1}, {4, 1}, {2, 10}}
	endlessEdge = "endless demand, by the number of nodes"
)

// limits is Q6: a limiter for each node, over nodes and customers, when demand is endless.
func limits() question {
	q := question{
		id: "Q6", title: "One request a second", answer: answerLimits,
		text: "With two nodes that cannot talk, is 1 request/s per node safe? With four? With ten " +
			"customers? Under every reading, the average threshold included?",
	}
	for _, f := range fleets {
		q.needs = append(q.needs, need{endless(f.nodes, f.customers), limited, allReadings})
	}
	q.needs = append(q.needs, need{endless(2, 1), []string{"limiter-1"}, []string{withoutRate}})
	q.capacity = []capacityNeed{{
		title: endlessEdge, scene: endlessOn("one customer"), field: "fleet.nodes", unit: "nodes",
		values: steps(1, 8, 1), strategies: []string{"limiter-1", "ration-nodes",
			"recommended-unshared"}, readings: allReadings,
	}}
	return q
}

func answerLimits(e *evidence) Answer {
	two := e.at(endless(2, 1))
	verdict := two.verdict("limiter-1", akamai)
	s := e.frontier(endlessEdge)
	hits := func(v view, reading string) claim {
		return v.banned("limiter-1", reading).worded("%d", v.bans("limiter-1", reading).Hits)
	}
	a := Answer{
		Claim: "1 request/s for each of two nodes " + by(verdict, "survives", "does not survive",
			"is not shown to survive") + " endless demand",
		Mark:    by(verdict, "1/s survives", "1/s banned", unsettled),
		Verdict: verdict.String(),
		Headline: sentence("%s: banned in %s on two nodes, %s on four, %s with ten customers; read as "+
			"literal %s, paranoid %s, without the average threshold %s.",
			by(verdict, "Yes", "No", "Not settled"), two.banned("limiter-1", akamai).bare(),
			hits(e.at(endless(4, 1)), akamai), hits(e.at(endless(2, 10)), akamai),
			hits(two, literal), hits(two, paranoid), hits(two, withoutRate)),
		Figures: []Figure{
			sentence("First bans, median: one node %s, two %s, four %s.",
				e.at(endless(1, 1)).middle("limiter-1", akamai, firstBan),
				two.middle("limiter-1", akamai, firstBan),
				e.at(endless(4, 1)).middle("limiter-1", akamai, firstBan)),
			sentence("Ten customers on two nodes: banned in %s with a limit for the node, in %s with a "+
				"share of 1/s for each customer.", e.at(endless(2, 10)).banned("limiter-1", akamai),
				e.at(endless(2, 10)).banned("ration", akamai)),
			sentence("1/s for each node survives %s; 1/s divided by the nodes %s; 0.9/s divided by them %s.",
				s.edge("limiter-1", akamai), s.edge("ration-nodes", akamai),
				s.edge("recommended-unshared", akamai)),
		},
		Table: e.limitTable(),
	}
	for _, reading := range allReadings {
		a.Figures = append(a.Figures, sentence("Under %s 0.9/s divided by the nodes is banned in %s on "+
			"two nodes, in %s on four.", reading, two.banned("recommended-unshared", reading),
			e.at(endless(4, 1)).banned("recommended-unshared", reading)))
	}
	a.Conditions = append(two.underReadings("limiter-1", allReadings...),
		condition("the average threshold is not enforced", verdict,
			two.verdict("limiter-1", withoutRate), two.bannedThen("limiter-1", withoutRate)))
	return a
}

func (e *evidence) limitTable() *Table {
	t := &Table{
		Caption: fmt.Sprintf("Runs with a ban, of %d each, when every call wants a token.",
			e.plan.seeds),
		Columns: []string{"strategy", "nodes", "customers", akamai, literal, paranoid},
	}
	for _, s := range limited {
		for _, f := range fleets {
			v := e.at(endless(f.nodes, f.customers))
			row := []string{s, strconv.Itoa(f.nodes), strconv.Itoa(f.customers)}
			for _, reading := range allReadings {
				row = append(row, cell(v.bans(s, reading)))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}
