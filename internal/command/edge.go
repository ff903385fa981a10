package command

import (
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// edge searches for the frontier of one strategy under one reading.
func (s *search) edge(strategy spec.Strategy, reading string) (reports.Edge, error) {
	b := study.Bisection{
		Values: len(s.variation.Values), Seeds: s.seeds, Allowed: s.allowed,
		Met: func(value, seed int) (bool, error) {
			at := &s.varied[value]
			set, err := at.strategy(strategy)
			if err != nil {
				return false, err
			}
			tally, err := world.Run{
				Scenario: at.Scenario, Strategy: set, Reading: reading, Seed: s.seed + uint64(seed),
			}.Do()
			return err == nil && s.until.Holds(&tally.Summary), err
		},
	}
	f, err := b.Frontier()
	edge := reports.Edge{
		Strategy: strategy.Name, Reading: reading, Side: f.Side, There: f.There,
		Beyond: f.Beyond, Probes: f.Probes, Runs: f.Runs,
	}
	if f.Side != study.None {
		edge.Value, edge.Number = s.variation.Values[f.At], s.number(f.At)
	}
	if f.Side != study.All {
		edge.Next = s.variation.Values[f.Next]
	}
	return edge, err
}
