package page

import (
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Find is a scenario in which a strategy once failed, and its run of today.
type Find struct {
	Strategy string
	Scenario *scenarios.Scenario
	Run      measure.Outcome
}

type find struct {
	Strategy  string            `json:"strategy"`
	About     string            `json:"about"`
	Outcome   string            `json:"outcome"` // what failed, and what mends it
	Length    unit.Milliseconds `json:"length_ms"`
	Nodes     int               `json:"nodes"`
	Users     int               `json:"users"`
	Faults    int               `json:"faults"`
	Text      string            `json:"text"` // of the scenario's file
	Succeeded int               `json:"succeeded"`
	Ended     int               `json:"ended"`
	Requests  int               `json:"token_requests"`
	Own       int               `json:"own"`  // bans that are its own doing
	Lost      int               `json:"lost"` // sessions
}

func findsOf(all []Find) []find {
	finds := []find{}
	for _, f := range all {
		s, run := f.Scenario, &f.Run
		finds = append(finds, find{
			Strategy: f.Strategy, About: reports.OneLine(s.About), Outcome: reports.OneLine(s.Outcome),
			Length: unit.Milliseconds(s.Length), Nodes: s.Fleet.Nodes, Users: s.Fleet.Users,
			Faults: len(s.Faults), Text: s.Text(),
			Succeeded: run.Actions.Succeeded, Ended: run.Actions.Succeeded + run.Actions.Failed,
			Requests: run.Token.Requests, Own: (&reports.Chapter{Scenario: s}).Own(run),
			Lost: lost(run),
		})
	}
	return finds
}

func lost(run *measure.Outcome) int {
	if run.Sessions == nil {
		return 0
	}
	return run.Sessions.Lost
}
