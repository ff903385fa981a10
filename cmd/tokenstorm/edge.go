package main

import (
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A prober finds out which values one strategy survives under one reading.
type prober struct {
	*search
	strategy strategies.Composition
	reading  string
	edge     reports.Edge
}

// edge searches for one frontier: both ends first, then by bisection between a value that is
// survived and one that is not.
func (s *search) edge(strategy strategies.Composition, reading string) (reports.Edge, error) {
	p := prober{search: s, strategy: strategy, reading: reading}
	p.edge.Strategy, p.edge.Reading = strategy.Name, reading
	last := len(s.variation.values) - 1
	low, err := p.probe(0)
	if err != nil {
		return p.edge, err
	}
	high, err := p.probe(last)
	if err != nil {
		return p.edge, err
	}
	switch {
	case p.survived(low) && p.survived(high):
		p.edge.Side = reports.All
		p.keep(last, high)
		return p.edge, nil
	case p.survived(low):
		p.edge.Side = reports.Largest
		return p.edge, p.between(0, last, low, high)
	case p.survived(high):
		p.edge.Side = reports.Least
		return p.edge, p.between(last, 0, high, low)
	}
	p.edge.Next, p.edge.Beyond = s.variation.values[0], low
	return p.edge, nil
}

// between bisects until good, which is survived, and bad, which is not, are neighbours.
func (p *prober) between(good, bad int, there, beyond study.Proportion) error {
	for good-bad > 1 || bad-good > 1 {
		middle := (good + bad) / 2
		met, err := p.probe(middle)
		if err != nil {
			return err
		}
		if p.survived(met) {
			good, there = middle, met
		} else {
			bad, beyond = middle, met
		}
	}
	p.keep(good, there)
	p.edge.Next, p.edge.Beyond = p.variation.values[bad], beyond
	return nil
}

func (p *prober) keep(i int, there study.Proportion) {
	p.edge.Value, p.edge.Number, p.edge.There = p.variation.values[i], p.number(i), there
}

func (p *prober) survived(met study.Proportion) bool { return met.Hits <= p.allowed }

// probe runs the seeds at one value, until it cannot be survived any more.
func (p *prober) probe(i int) (study.Proportion, error) {
	p.edge.Probes++
	var met study.Proportion
	for met.N < p.seeds && p.survived(met) {
		tally, err := scenarios.Run{
			Scenario: p.varied[i], Strategy: p.strategy, Reading: p.reading,
			Seed: p.seed + uint64(met.N),
		}.Do()
		if err != nil {
			return met, err
		}
		met.N++
		p.edge.Runs++
		if p.until.Holds(&tally.Summary) {
			met.Hits++
		}
	}
	return met, nil
}
