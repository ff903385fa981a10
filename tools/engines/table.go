package main

import "time"

// A table has what engines made of a model.
type table struct {
	model string
	storm
	rounds int
	load   string // of the machine, when it began
	lines  []line // ours is the first
}

// A line is an engine's.
type line struct {
	*engine
	storm    // as long as this engine is given
	outcomes []outcome
	used     []time.Duration
	ours     []outcome // of storms of the same length
}

// run lets the engines take turns. The one that begins differs from round to round.
func (t *table) run(all []*engine, plant string) error {
	for _, e := range all {
		s := t.storm
		if s.length /= time.Duration(e.shorter); e.name == plant {
			s.think = planted
		}
		t.lines = append(t.lines, line{engine: e, storm: s})
	}
	for round := range t.rounds {
		for i := range t.lines {
			l := &t.lines[(round+i)%len(t.lines)]
			o, used, err := l.carryOut(l.storm, uint64(round+1))
			if err != nil {
				return err
			}
			l.outcomes, l.used = append(l.outcomes, o), append(l.used, used)
		}
	}
	for i := range t.lines {
		l := &t.lines[i]
		if l.ours = t.lines[0].outcomes; l.shorter == 1 {
			continue
		}
		short := t.storm
		short.length = l.length
		var err error
		if l.ours, err = t.lines[0].repeat(short, t.rounds); err != nil {
			return err
		}
	}
	return nil
}

// repeat carries a storm out with the seed of each round.
func (e *engine) repeat(s storm, rounds int) (all []outcome, err error) {
	for round := range rounds {
		o, _, err := e.carryOut(s, uint64(round+1))
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}
