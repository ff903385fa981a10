package review

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

var (
	cascadeTrips = []string{"15ms", "50ms", "100ms", "200ms"}
	cascadeUsers = []int{50, 100, 200, 500}
)

// fewestUsers are searched from, in steps of as many.
const fewestUsers = 10

// cascade is Q1: the naive baseline when one token dies, over users and round trips.
func cascade() question {
	naive := []string{"naive"}
	q := question{
		id: "Q1", title: "The cascade", answer: answerCascade,
		text: "Does the cascade really blow the quota, from how many users, at which round trip?",
	}
	for _, trip := range cascadeTrips {
		for _, users := range cascadeUsers {
			q.needs = append(q.needs, need{tokenDies(users, trip).bansAlone(), naive, onlyAkamai})
		}
		q.searches = append(q.searches, &search{
			need: need{tokenDiesUnder("", trip), naive, onlyAkamai}, field: "fleet.users",
			unit: "user", values: upTo(1000, fewestUsers),
		})
	}
	q.needs = append(q.needs, need{tokenDies(200, "100ms"), naive, allReadings},
		need{twoNodes, naive, onlyAkamai}, need{coexisting, naive, onlyAkamai})
	return q
}

// upTo are by, twice by, ... last.
func upTo(last, by int) []int {
	var list []int
	for n := by; n <= last; n += by {
		list = append(list, n)
	}
	return list
}

func answerCascade(p *Plan) Answer {
	v, two := p.at(tokenDies(200, "100ms")), p.at(twoNodes)
	verdict := v.verdict("naive")
	limit, _ := v.scenario.TokenLimits()
	near, far := cascadeTrips[0], cascadeTrips[len(cascadeTrips)-1]
	a := judged(verdict, "naive %s the death of one token under 200 users", survives,
		"naive survives", "naive banned")
	a.Headline = sentence("%s: with 200 users at 100 ms naive is banned in %s; survives %s at %s, "+
		"%s at %s.", by(verdict, "No", "Yes", "Not settled"), v.banned("naive"),
		p.cascadeEnd(near, " users"), spaced(near), p.cascadeEnd(far, ""), spaced(far))
	a.Figures = []Figure{
		sentence("The dying token costs %s token requests; the fullest %s hold %s of the threshold in "+
			"the median run.", v.estimate("naive", tokenRequests),
			unit.Latency(limit.Window.Seconds()*1000), v.middle("naive", burst)),
		p.cascadeTrend(),
		sentence("On two nodes the cold start %s: naive is banned in %s.",
			by(two.verdict("naive"), "is survived", "is enough", "may be enough"), two.banned("naive")),
	}
	a.Table = table(fmt.Sprintf("Naive: runs with a ban, of %d each, and the interval of the "+
		"probability, when one token dies.", p.Seeds), "round trip", cascadeTrips,
		byUsers(cascadeUsers, func(trip string, users int) study.Proportion {
			return p.at(tokenDies(users, trip)).bans("naive")
		})...)
	for _, row := range a.Table.Rows {
		row[0] = spaced(row[0])
	}
	a.Conditions = v.otherwise("naive",
		two.elsewhere(p.at(coexisting), "tokens coexist (two nodes)", "naive"))
	return a
}

// cascadeEdge is how many users are survived at a round trip; 0 where none of the range is.
func (p *Plan) cascadeEdge(trip string) (users int, edge claim) {
	s := p.search(tokenDiesUnder("", trip).title)
	if e := s.of("naive"); e.Side == "largest" || e.Side == "all" {
		users = int(*e.Value)
	}
	return users, s.edge("naive")
}

// cascadeEnd is that number: 120, or <10.
func (p *Plan) cascadeEnd(trip, noun string) claim {
	users, edge := p.cascadeEdge(trip)
	if users == 0 {
		return edge.as(fmt.Sprintf("<%d%s", fewestUsers, noun))
	}
	return edge.as(fmt.Sprintf("%d%s", users, noun))
}

// cascadeTrend is the frontiers, and whether longer round trips make them nearer.
func (p *Plan) cascadeTrend() Figure {
	var edges []claim
	falls, rises, last := true, true, 0
	for i, trip := range cascadeTrips {
		users, edge := p.cascadeEdge(trip)
		edges = append(edges, phrase("at %s %s", spaced(trip), edge))
		if i > 0 {
			falls, rises = falls && users <= last, rises && users >= last
		}
		last = users
	}
	trend := "Round trips do not order what naive survives"
	switch {
	case falls && rises:
		trend = "Naive survives as many users at every round trip"
	case falls:
		trend = "The longer the round trip, the fewer users naive survives"
	case rises:
		trend = "The longer the round trip, the more users naive survives"
	}
	return sentence("%s: %s.", trend, listed(edges))
}
