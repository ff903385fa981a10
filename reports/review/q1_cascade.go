package review

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

var (
	cascadeTrips = []string{"15ms", "50ms", "100ms", "200ms"}
	cascadeUsers = []int{50, 100, 200, 500}
)

// cascade is Q1: the naive baseline when one token dies, over users and round trips.
func cascade() question {
	q := question{
		id: "Q1", title: "The cascade", answer: answerCascade,
		text: "Does the cascade really blow the quota, from how many users, at which round trip?",
	}
	for _, trip := range cascadeTrips {
		for _, users := range cascadeUsers {
			q.needs = append(q.needs,
				need{tokenDies(users, trip), []string{"naive"}, []string{akamai}})
		}
		s := tokenDies(200, trip)
		s.settings = s.settings[:len(s.settings)-1] // the users are searched for
		s.title = "one token dies, one node, round trip " + spaced(trip)
		q.capacity = append(q.capacity, capacityNeed{
			title: s.title, scene: s, field: "fleet.users", unit: "users",
			values: steps(10, 1000, 10), strategies: []string{"naive"}, readings: []string{akamai},
		})
	}
	q.needs = append(q.needs,
		need{tokenDies(200, "100ms"), []string{"naive"}, allReadings},
		need{twoNodes(), []string{"naive"}, []string{akamai}},
		need{coexisting(), []string{"naive"}, []string{akamai}})
	return q
}

func answerCascade(e *evidence) Answer {
	v := e.at(tokenDies(200, "100ms"))
	verdict := v.verdict("naive", akamai)
	near, far := cascadeTrips[0], cascadeTrips[len(cascadeTrips)-1]
	a := Answer{
		Claim: "naive " + by(verdict, "survives", "does not survive", "is not shown to survive") +
			" the death of one token under 200 users",
		Mark:    by(verdict, "naive survives", "naive banned", unsettled),
		Verdict: verdict.String(),
		Headline: sentence("%s: with 200 users at 100 ms naive is banned in %s; survives %s at %s, "+
			"%s at %s.", by(verdict, "No", "Yes", "Not settled"),
			v.banned("naive", akamai),
			e.cascadeEdge(near).reachWords("naive", akamai, " users"), spaced(near),
			e.cascadeEdge(far).reachWords("naive", akamai, ""), spaced(far)),
	}
	a.Figures = []Figure{
		e.herd(v), e.trend(),
		e.coldStart(),
	}
	a.Table = e.cascadeTable()
	a.Conditions = append(v.underReadings("naive", allReadings...),
		e.at(twoNodes()).elsewhere(e.at(coexisting()), "tokens coexist (two nodes)", "naive"))
	return a
}

// coldStart is what two nodes do without any token having to die.
func (e *evidence) coldStart() Figure {
	v := e.at(twoNodes())
	return sentence("On two nodes the cold start %s: naive is banned in %s.",
		by(v.verdict("naive", akamai), "is survived", "is enough", "may be enough"),
		v.banned("naive", akamai))
}

// herd is what the death of one token costs.
func (e *evidence) herd(v view) Figure {
	return sentence("The dying token costs %s token requests; the fullest 5 s hold %s of the "+
		"threshold in the median run.", v.mean("naive", akamai, tokenRequests),
		v.middle("naive", akamai, burst))
}

// trend is the frontiers, and whether longer round trips make them nearer.
func (e *evidence) trend() Figure {
	var edges []claim
	falls, rises := true, true
	last := -1
	for i, trip := range cascadeTrips {
		s := e.cascadeEdge(trip)
		edge := s.edge("naive", akamai)
		edges = append(edges, edge.worded("at %s %s", spaced(trip), edge))
		at := s.reach("naive", akamai)
		if i > 0 {
			falls, rises = falls && at <= last, rises && at >= last
		}
		last = at
	}
	switch {
	case falls && rises:
		return sentence("Naive survives as many users at every round trip: %s.", listed(edges))
	case falls:
		return sentence("The longer the round trip, the fewer users naive survives: %s.", listed(edges))
	case rises:
		return sentence("The longer the round trip, the more users naive survives: %s.", listed(edges))
	}
	return sentence("Round trips do not order what naive survives: %s.", listed(edges))
}

// cascadeEdge is the search for how many users are survived at a round trip.
func (e *evidence) cascadeEdge(trip string) *search {
	return e.frontier("one token dies, one node, round trip " + spaced(trip))
}

// reachWords is the largest value that is survived: 120, or <10 where none of the range is.
func (s *search) reachWords(strategy, reading, unit string) claim {
	edge := s.edge(strategy, reading)
	if reach := s.reach(strategy, reading); reach > 0 {
		return edge.worded("%d%s", reach, unit)
	}
	return edge.worded("<%d%s", s.values[0], unit)
}

// reach is the largest value that is survived; 0 where none is.
func (s *search) reach(strategy, reading string) int {
	switch f := s.of(strategy, reading); f.Side {
	case study.None, study.Least:
		return 0
	default:
		return s.values[f.At]
	}
}

func (e *evidence) cascadeTable() *Table {
	caption := fmt.Sprintf("Naive: runs with a ban, of %d each, and the interval of the "+
		"probability, when one token dies.", e.plan.seeds)
	t := table(caption, "round trip", cascadeTrips,
		byUsers(cascadeUsers, func(trip string, users int) string {
			return cell(e.at(tokenDies(users, trip)).bans("naive", akamai))
		})...)
	for _, row := range t.Rows {
		row[0] = spaced(row[0])
	}
	return t
}
