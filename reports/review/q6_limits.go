package review

import (
	"fmt"
	"strconv"
)

var limited = []string{"limiter-1", "limiter-1.5", "ration", "ration-nodes", "ration-nodes-0.9"}

// fleets are how many nodes and customers share a public IP.
var fleets = []struct{ nodes, customers int }{{1, 1}, {2, 1}, {4, 1}, {2, 10}}

// anyFleet is searched for the number of nodes that limiters bear.
func anyFleet() scene {
	s := endlessOn("one customer")
	s.title = "endless demand, by the number of nodes"
	return s
}

// limits is Q6: a limiter for each node, over nodes and customers, when demand is endless.
func limits() question {
	q := question{
		id: "Q6", title: "One request a second", answer: answerLimits,
		text: "With two nodes that cannot talk, is 1 request/s per node safe? With four? With ten " +
			"customers? Under every reading, the average threshold included?",
	}
	for _, f := range fleets {
		q.needs = append(q.needs, need{endless(f.nodes, f.customers).bansAlone(), limited, allReadings})
	}
	q.needs = append(q.needs, need{endless(2, 1), []string{"limiter-1"}, []string{withoutRate}})
	searched := []string{"limiter-1", "ration-nodes", "ration-nodes-0.9"}
	q.searches = []*search{{
		need: need{anyFleet(), searched, allReadings}, field: "fleet.nodes", unit: "node",
		values: upTo(8, 1),
	}}
	return q
}

func answerLimits(p *Plan) Answer {
	one, two, four := p.at(endless(1, 1)), p.at(endless(2, 1)), p.at(endless(4, 1))
	ten, free := p.at(endless(2, 10)), two.under(withoutRate)
	verdict, s := two.verdict("limiter-1"), p.search(anyFleet().title)
	hits := func(v view) claim {
		return v.banned("limiter-1").as(strconv.Itoa(v.bans("limiter-1").Hits))
	}
	a := judged(verdict, "1 request/s for each of two nodes %s endless demand", survives,
		"1/s survives", "1/s banned")
	a.Headline = sentence("%s: banned in %s on two nodes, %s on four, %s with ten customers; read as "+
		"literal %s, paranoid %s, without the average threshold %s.",
		by(verdict, "Yes", "No", "Not settled"), two.banned("limiter-1").bare(), hits(four), hits(ten),
		hits(two.under(literal)), hits(two.under(paranoid)), hits(free))
	a.Figures = []Figure{
		sentence("First bans, median: one node %s, two %s, four %s.",
			one.middle("limiter-1", firstBan), two.middle("limiter-1", firstBan),
			four.middle("limiter-1", firstBan)),
		sentence("Ten customers on two nodes: banned in %s with a limit for the node, in %s with a "+
			"share of 1/s for each customer.", ten.banned("limiter-1"), ten.banned("ration")),
		sentence("1/s for each node survives %s; 1/s divided by the nodes %s; 0.9/s divided by them %s.",
			s.edge("limiter-1"), s.edge("ration-nodes"), s.edge("ration-nodes-0.9")),
	}
	for _, reading := range allReadings {
		a.Figures = append(a.Figures, sentence("Under %s 0.9/s divided by the nodes is banned in %s on "+
			"two nodes, in %s on four.", reading, two.under(reading).banned("ration-nodes-0.9"),
			four.under(reading).banned("ration-nodes-0.9")))
	}
	a.Table = p.limitTable()
	a.Conditions = two.otherwise("limiter-1",
		two.elsewhere(free, "the average threshold is not enforced", "limiter-1"))
	return a
}

func (p *Plan) limitTable() *Table {
	t := &Table{
		Caption: fmt.Sprintf("Runs with a ban, of %d each, when every call wants a token.", p.Seeds),
		Columns: []string{"strategy", "nodes", "customers", akamai, literal, paranoid},
	}
	for _, s := range limited {
		for _, f := range fleets {
			v := p.at(endless(f.nodes, f.customers))
			t.Rows = append(t.Rows, []string{
				s, strconv.Itoa(f.nodes), strconv.Itoa(f.customers), cell(v.bans(s)),
				cell(v.under(literal).bans(s)), cell(v.under(paranoid).bans(s)),
			})
		}
	}
	return t
}
